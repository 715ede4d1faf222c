// A range of cells: from the cell that has the focus to another, over the rows as they stand in the list and the columns
// as they are shown. It follows its rows when they move, and ends when the focus goes elsewhere or other rows are shown.
import { whole } from "../format.js";

const SETTLED = 250;
const many = (count, noun) => `${whole(count)} ${noun}${count === 1 ? "" : "s"}`;

export class Ranges {
  // Ends of the range: {place, id, field}; `from` is where it began. Both null while there is no cell at all.
  #from = null;
  #to = null;
  #timer = 0;
  // Where the focus was last.
  #seen = null;

  constructor(desk) {
    this.desk = desk;
    desk.marks.add((row, field) => this.#frame(row, field));
  }

  get from() {
    return this.#from;
  }

  get to() {
    return this.#to;
  }

  // The fields that are shown, from left to right.
  get fields() {
    const { api, columns } = this.desk;
    return (api?.getAllDisplayedColumns() ?? []).map((column) => column.getColId()).filter((field) => columns.has(field));
  }

  get length() {
    return this.desk.store.get().total ?? this.desk.api?.getDisplayedRowCount() ?? 0;
  }

  // {top, bottom, fields}; null where there is no cell.
  get rect() {
    if (!this.#from) return null;
    const { fields } = this;
    const ends = [fields.indexOf(this.#from.field), fields.indexOf(this.#to.field)].sort((a, b) => a - b);
    if (ends[0] < 0) return null;
    const places = [this.#from.place, this.#to.place].sort((a, b) => a - b);
    return { top: places[0], bottom: places[1], fields: fields.slice(ends[0], ends[1] + 1) };
  }

  get several() {
    return Boolean(this.#from) && (this.#from.place !== this.#to.place || this.#from.field !== this.#to.field);
  }

  #end(place, field) {
    return { place, field, id: this.desk.api.getDisplayedRowAtIndex(place)?.data?.id ?? null };
  }

  // AG Grid tells of the focus a moment later; whoever acts on the range asks where it is now.
  settle() {
    const at = this.desk.api?.getFocusedCell();
    if (at) this.focused(at.rowIndex, at.column.getColId());
  }

  // The focus went to a cell: a range that does not begin there ends.
  focused(place, field) {
    if (this.#seen?.place === place && this.#seen.field === field && this.#from) return;
    if (!this.desk.columns.has(field)) return this.clear();
    this.#seen = { place, field };
    if (this.#from && field === this.#from.field && (place === this.#from.place || this.#idAt(place) === this.#from.id)) return;
    this.#become(this.#end(place, field), this.#end(place, field));
  }

  #idAt(place) {
    return this.desk.api?.getDisplayedRowAtIndex(place)?.data?.id ?? undefined;
  }

  collapse() {
    const { place, field } = this.#seen ?? this.#from ?? {};
    if (this.several) this.#become(this.#end(place, field), this.#end(place, field));
  }

  clear() {
    if (this.#from) this.#become(null, null);
  }

  // The other end goes there, in sight unless told otherwise.
  reach(place, field, { scroll = true } = {}) {
    if (!this.#from || (place === this.#to.place && field === this.#to.field)) return;
    this.#become(this.#from, this.#end(place, field));
    if (!scroll) return;
    this.desk.api.ensureIndexVisible(place);
    this.desk.api.ensureColumnVisible(field);
  }

  // From one corner to another, wherever the focus is.
  span(from, to) {
    this.#become(this.#end(from.place, from.field), this.#end(to.place, to.field));
  }

  all() {
    const { fields, length } = this;
    if (length) this.span({ place: 0, field: fields[0] }, { place: length - 1, field: fields.at(-1) });
  }

  // Rows have moved or were loaded: the ends stay with their records.
  follow() {
    if (!this.#from) return;
    const before = this.rect;
    const moved = (end) => {
      const node = end.id && this.desk.api.getRowNode(end.id);
      return node && node.rowIndex !== null ? { ...end, place: node.rowIndex } : { ...end, id: end.id ?? this.#idAt(end.place) ?? null };
    };
    this.#from = moved(this.#from);
    this.#to = moved(this.#to);
    if (this.several) this.#redraw(before, this.rect);
  }

  #become(from, to) {
    const before = this.several ? this.rect : null;
    this.#from = from;
    this.#to = to;
    const after = this.several ? this.rect : null;
    if (!before && !after) return;
    this.#redraw(before, after);
    this.desk.store.set({ range: after && { rows: after.bottom - after.top + 1, columns: after.fields.length } });
    this.#tell(after);
  }

  #tell(rect) {
    clearTimeout(this.#timer);
    if (rect) this.#timer = setTimeout(() => this.desk.say(`${this.words(rect)} selected`), SETTLED);
  }

  // Something is done with the range: its size needs no saying any more.
  hush() {
    clearTimeout(this.#timer);
  }

  words(rect = this.rect) {
    return `${many(rect.bottom - rect.top + 1, "row")} × ${many(rect.fields.length, "column")}`;
  }

  #redraw(before, after) {
    const { api } = this.desk;
    const rects = [before, after].filter(Boolean);
    const top = Math.min(...rects.map((rect) => rect.top)) - 1;
    const bottom = Math.max(...rects.map((rect) => rect.bottom)) + 1;
    const rowNodes = api.getRenderedNodes().filter(({ rowIndex }) => rowIndex >= top && rowIndex <= bottom);
    const columns = [...new Set(rects.flatMap((rect) => rect.fields))];
    if (rowNodes.length) api.refreshCells({ rowNodes, columns, force: true, suppressFlash: true });
  }

  #frame(row, field) {
    if (!this.several) return undefined;
    const { top, bottom, fields } = this.rect;
    const place = this.desk.api?.getRowNode(row.id)?.rowIndex;
    if (place === undefined || place === null || place < top || place > bottom || !fields.includes(field)) return undefined;
    const sides = [[place === top, "top"], [place === bottom, "bottom"], [field === fields[0], "left"], [field === fields.at(-1), "right"]];
    return ["dg-range", ...sides.filter(([is]) => is).map(([, side]) => `dg-range-${side}`)].join(" ");
  }
}
