// The cell of a record that has the focus: {id, field}, or null. The desk hears of a new focus a moment later.
export function cellAtHand(desk) {
  const cell = document.activeElement?.closest?.(".ag-cell");
  const id = cell?.closest("[row-id]")?.getAttribute("row-id");
  const field = cell?.getAttribute("col-id");
  return id && desk.columns.has(field) && desk.api?.getRowNode(id)?.data ? { id, field } : null;
}
