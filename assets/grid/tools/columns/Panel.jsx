// The panel of columns: shown ones in their order, hidden ones below. Alt with an arrow moves a column, so does dragging
// its handle; both go through the layout, so that the list is in step at once.
import { useRef, useState } from "react";
import { naturalWidth, NARROWEST, WIDEST } from "../../layout.js";

function moved(list, from, to) {
  const next = [...list];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

function Width({ column, width, change }) {
  const [typed, setTyped] = useState(null);
  const finish = () => {
    const number = Math.round(Number(typed));
    if (typed !== null) change(typed.trim() && number ? Math.max(NARROWEST, Math.min(WIDEST, number)) : undefined);
    setTyped(null);
  };
  return (
    <input
      className="dg-column-width"
      inputMode="numeric"
      aria-label={`Width of ${column.label}, in pixels`}
      placeholder={column.flex ? "auto" : String(naturalWidth(column))}
      value={typed ?? width ?? ""}
      maxLength={4}
      onChange={(event) => setTyped(event.target.value.replace(/\D/g, ""))}
      onBlur={finish}
      onKeyDown={(event) => event.key === "Enter" && finish()}
    />
  );
}

function Shown({ desk, column, look, place, count, lay, drag, hide }) {
  const { label } = column;
  const change = (part) => lay((columns) => columns.map((one) => (one.field === look.field ? { ...one, ...part } : one)));
  const shift = (to) => {
    if (to < 0 || to >= count) return;
    lay((columns) => moved(columns, place, to));
    desk.say(`${label} is column ${to + 1} of ${count}`);
  };
  const press = (event) => {
    if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    shift(place + (event.key === "ArrowUp" ? -1 : 1));
  };
  return (
    <li data-field={look.field} className={drag.field === look.field ? "dg-column dg-dragged" : "dg-column"} onKeyDown={press}>
      <span className="dg-grip" aria-hidden="true" title="Drag to move" onPointerDown={(event) => drag.begin(event, look.field)}>⠿</span>
      <label className="dg-check">
        <input type="checkbox" checked disabled={count === 1} aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown" onChange={() => hide(column)} />
        <span>{label}</span>
      </label>
      <Width column={column} width={look.width} change={(width) => change({ width })} />
      <button type="button" className="dg-pin" aria-pressed={look.pinned} aria-label={`Keep ${label} at the left edge`} title="Keep at the left edge" onClick={() => change({ pinned: !look.pinned })}>
        <svg width="14" height="14" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" aria-hidden="true"><path d="M5 2h6l-1 4.5 2.5 2.5h-9L6 6.5zM8 9.5V14" /></svg>
      </button>
    </li>
  );
}

// A column follows the pointer: it takes the place of whichever it is over, of those that are pinned as it is.
function useDrag(list, lay) {
  const [field, setField] = useState(null);
  const begin = (event, dragged) => {
    event.preventDefault();
    setField(dragged);
    const over = ({ clientY }) => {
      const rows = [...list.current.querySelectorAll("[data-field]")];
      const row = rows.find((one) => {
        const { top, bottom } = one.getBoundingClientRect();
        return clientY >= top && clientY < bottom;
      });
      if (!row || row.dataset.field === dragged) return;
      lay((columns) => {
        const at = (name) => columns.findIndex((one) => one.field === name);
        const to = at(row.dataset.field);
        return columns[to].pinned === columns[at(dragged)].pinned ? moved(columns, at(dragged), to) : columns;
      });
    };
    const end = () => {
      setField(null);
      removeEventListener("pointermove", over);
      for (const sign of ["pointerup", "pointercancel"]) removeEventListener(sign, end);
    };
    addEventListener("pointermove", over);
    for (const sign of ["pointerup", "pointercancel"]) addEventListener(sign, end);
  };
  return { field, begin };
}

export function Panel({ desk, shown }) {
  const box = useRef(null);
  const list = useRef(null);
  const lay = (arrange) => {
    const before = desk.layout.read();
    const next = arrange(before);
    if (next === before) return;
    desk.layout.apply(next);
    desk.looked();
  };
  const drag = useDrag(list, lay);
  const names = new Set(shown.columns.map(({ field }) => field));
  const hidden = [...desk.columns.values()].filter(({ field }) => !names.has(field));
  // The column goes to the other list, and the focus with it.
  const stay = ({ field, label }, words) => {
    desk.say(`${label} is ${words}`);
    requestAnimationFrame(() => box.current?.querySelector(`[data-field="${CSS.escape(field)}"] input`)?.focus());
  };
  const show = (column) => {
    lay((columns) => [...columns, desk.layout.remembered(column.field)]);
    stay(column, "shown");
  };
  const hide = (column) => {
    lay((columns) => columns.filter(({ field }) => field !== column.field));
    stay(column, "hidden");
  };
  const reset = () => {
    lay(() => desk.layout.declared);
    desk.say("The columns are as they were made");
  };
  return (
    <div ref={box} className="dg-columns">
      <p className="dg-hint">Drag to move<span>, or press <kbd>Alt</kbd> <kbd>↑</kbd> <kbd>↓</kbd></span>.</p>
      <ul ref={list} aria-label="Shown columns">
        {shown.columns.map((look, place) => (
          <Shown key={look.field} {...{ desk, look, place, lay, drag, hide }} column={desk.columns.get(look.field)} count={shown.columns.length} />
        ))}
      </ul>
      {hidden.length > 0 && <h3>Hidden</h3>}
      {hidden.length > 0 && (
        <ul aria-label="Hidden columns">
          {hidden.map((column) => (
            <li key={column.field} data-field={column.field} className="dg-column">
              <label className="dg-check"><input type="checkbox" checked={false} onChange={() => show(column)} /><span>{column.label}</span></label>
            </li>
          ))}
        </ul>
      )}
      <button type="button" className="dg-text-button" onClick={reset}>Reset columns</button>
    </div>
  );
}
