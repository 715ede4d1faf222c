// The column of checkboxes at the left edge: a click turns a row, with Shift all rows from the last one on; the box in
// the head turns all that match. Space does the same where the focus is.
import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from "react";

export const SELECT = "select";

// AG Grid makes and reuses the elements of rows: whoever draws the box says on all of them whether the row is selected.
function dress(box, selected) {
  const row = box?.closest(".ag-row");
  const all = row?.closest(".ag-root")?.querySelectorAll(`.ag-row[row-index="${row.getAttribute("row-index")}"]`) ?? [];
  for (const one of all) one.setAttribute("aria-selected", String(selected));
}

function SelectCell({ data, node, context }) {
  const box = useRef(null);
  const { selection } = context;
  const selected = Boolean(data) && selection.has(data.id);
  useLayoutEffect(() => {
    dress(box.current, selected);
    const later = requestAnimationFrame(() => dress(box.current, selected));
    return () => cancelAnimationFrame(later);
  });
  if (!data) return <span ref={box} />;
  const turn = (event) => {
    if (event.shiftKey) selection.reach(data.id, node.rowIndex);
    else selection.toggle(data.id, node.rowIndex);
  };
  return (
    <label className="dg-select" onMouseDown={(event) => event.shiftKey && event.preventDefault()}>
      <input ref={box} type="checkbox" tabIndex={-1} aria-label={`Select ${context.nameOf(data)}`} checked={selected} onClick={turn} onChange={() => {}} />
    </label>
  );
}

function SelectHead({ context, eGridHeader }) {
  const box = useRef(null);
  const { selection, store } = context;
  useSyncExternalStore(store.subscribe, () => store.get().selected);
  const { any, all, except } = selection;
  const turn = () => (any ? selection.clear() : selection.selectAll());
  useEffect(() => { box.current.indeterminate = any && !(all && !except.size); });
  useEffect(() => {
    const press = (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      turn();
    };
    eGridHeader?.addEventListener("keydown", press);
    return () => eGridHeader?.removeEventListener("keydown", press);
  });
  const label = any ? "Clear the selection" : "Select all that match";
  return (
    <label className="dg-select" title={label}>
      <input ref={box} type="checkbox" tabIndex={-1} aria-label={label} checked={any} onChange={turn} />
    </label>
  );
}

export const selectColumn = () => ({
  colId: SELECT,
  headerName: "",
  headerComponent: SelectHead,
  cellRenderer: SelectCell,
  initialWidth: 40,
  minWidth: 40,
  maxWidth: 40,
  pinned: "left",
  lockPosition: "left",
  lockPinned: true,
  lockVisible: true,
  sortable: false,
  resizable: false,
  editable: false,
  suppressKeyboardEvent: ({ event }) => event.key === " ",
  cellClass: "dg-select-cell",
  headerClass: "dg-select-cell",
});
