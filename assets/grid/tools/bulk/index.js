// Selecting rows by keys, and changing a field of all that are selected.
import { Bar } from "./bar.jsx";
import { bulkOf } from "./bulk.js";
import { SELECT } from "../../select_column.jsx";

// The row of the cell with the focus.
function rowAt(desk) {
  const { focus } = desk.store.get();
  const node = focus && desk.api?.getRowNode(focus.id);
  return node && document.activeElement?.closest(".ag-cell") ? { id: focus.id, place: node.rowIndex, field: focus.field } : null;
}

function turn(desk) {
  const at = rowAt(desk);
  if (at?.field !== SELECT) return false;
  desk.selection.toggle(at.id, at.place);
}

function reach(desk) {
  const at = rowAt(desk);
  if (!at) return false;
  desk.selection.reach(at.id, at.place);
}

function clear(desk) {
  if (!desk.selection.any || !rowAt(desk)) return false;
  desk.selection.clear();
}

export const bulk = {
  name: "bulk",
  place: "end",
  Bar,
  keys: [
    { key: " ", run: turn },
    { key: "shift+ ", run: reach },
    { key: "escape", run: clear },
    { key: "mod+shift+e", run: (desk) => bulkOf(desk).open() },
  ],
  attach(desk) {
    bulkOf(desk).attach();
    return () => bulkOf(desk).detach();
  },
  offers: (desk) => [...desk.columns.values()].some((column) => column.editable),
};
