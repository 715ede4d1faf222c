// Where keys lead from a cell: over all rows of the list and the columns that are shown.
const WAYS = {
  ArrowUp: ({ place, column }) => [place - 1, column],
  ArrowDown: ({ place, column }) => [place + 1, column],
  ArrowLeft: ({ place, column }) => [place, column - 1],
  ArrowRight: ({ place, column }) => [place, column + 1],
  PageUp: ({ place, column }, { page }) => [place - page, column],
  PageDown: ({ place, column }, { page }) => [place + page, column],
  Home: ({ place }) => [place, 0],
  End: ({ place }, { columns }) => [place, columns - 1],
};
const FAR = {
  ArrowUp: ({ column }) => [0, column],
  ArrowDown: ({ column }, { rows }) => [rows - 1, column],
  ArrowLeft: ({ place }) => [place, 0],
  ArrowRight: ({ place }, { columns }) => [place, columns - 1],
  Home: () => [0, 0],
  End: (_, { rows, columns }) => [rows - 1, columns - 1],
};

// {place, column} after a key, or null where the key leads nowhere. `size` is {rows, columns, page}.
export function led(key, far, at, size) {
  const way = (far ? FAR : WAYS)[key];
  if (!way) return null;
  const [place, column] = way(at, size);
  const within = (n, count) => Math.max(0, Math.min(n, count - 1));
  return { place: within(place, size.rows), column: within(column, size.columns) };
}

export const isMove = (event) => event.key in WAYS && !event.altKey;

// How many rows a page is.
export function pageOf(api) {
  const { top, bottom } = api.getVerticalPixelRange();
  return Math.max(1, Math.floor((bottom - top) / api.getSizesForCurrentTheme().rowHeight) - 1);
}

export function focusAt(desk, place, field) {
  desk.api.ensureIndexVisible(place);
  desk.api.ensureColumnVisible(field);
  desk.api.setFocusedCell(place, field);
}

// From outside back to the cell that had the focus last, else to the first; false where there is none.
export function backToCells(desk) {
  const { fields, length } = desk.hands.ranges;
  const at = desk.api?.getFocusedCell();
  if (!length) return false;
  focusAt(desk, Math.min(at?.rowIndex ?? 0, length - 1), at?.column.getColId() ?? fields[0]);
  return true;
}
