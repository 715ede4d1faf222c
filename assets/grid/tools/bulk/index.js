// Selecting rows by keys, and changing a field of all that are selected.
import { Bar } from "./bar.jsx";
import { bulkOf } from "./bulk.js";
import { SELECT } from "../../select_column.jsx";

// The row of the cell with the focus, as AG Grid has it this moment.
function rowAt(desk) {
  const at = document.activeElement?.closest(".ag-cell") && desk.api?.getFocusedCell();
  const data = at && desk.api.getDisplayedRowAtIndex(at.rowIndex)?.data;
  return data ? { id: data.id, place: at.rowIndex, field: at.column.getColId() } : null;
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
