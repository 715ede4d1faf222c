// Which columns are shown, in which order, how wide and which stay at the left edge: between AG Grid and a view.
const NARROW = "(max-width: 640px)";
const NARROW_WIDTH = 180;
export const NARROWEST = 64;
export const WIDEST = 1600;

export const isNarrow = () => matchMedia(NARROW).matches;
const edgeFirst = (columns) => [...columns.filter((c) => c.pinned), ...columns.filter((c) => !c.pinned)];

// A column without a width of its own: as declared, and no wider than half a phone.
export const naturalWidth = (column) => (isNarrow() ? Math.min(column.width, NARROW_WIDTH) : column.width);
export const naturalFlex = (column) => (isNarrow() || !column.flex ? null : column.flex);

export class Layout {
  // Widths that somebody chose, of hidden columns too, so that a column comes back as wide as it was.
  #widths = new Map();
  // Which columns are to stay at the left edge: on a phone only the first does, or nothing could move beside them.
  #pinned = new Set();

  constructor(desk) {
    this.desk = desk;
  }

  get declared() {
    const shown = [...this.desk.columns.values()].filter((column) => !column.hidden);
    return edgeFirst(shown.map(({ field, pinned }) => ({ field, pinned: Boolean(pinned) })));
  }

  // Shows just these columns [{field, width?, pinned}], in this order.
  apply(columns) {
    const { api, columns: known } = this.desk;
    const wanted = edgeFirst(columns?.length ? columns.filter(({ field }) => known.has(field)) : this.declared);
    const others = api.getColumnState().filter(({ colId }) => !known.has(colId));
    this.#pinned = new Set(wanted.filter(({ pinned }) => pinned).map(({ field }) => field));
    const state = wanted.map(({ field, width, pinned }, place) => {
      if (width) this.#widths.set(field, width);
      else this.#widths.delete(field);
      const flex = width ? null : naturalFlex(known.get(field));
      return { colId: field, hide: false, pinned: pinned && (place === 0 || !isNarrow()) ? "left" : null, width: width ?? naturalWidth(known.get(field)), flex };
    });
    const shown = new Set(wanted.map(({ field }) => field));
    const hidden = [...known.keys()].filter((field) => !shown.has(field)).map((colId) => ({ colId, hide: true }));
    api.applyColumnState({ state: [...others, ...state, ...hidden], applyOrder: true });
  }

  read() {
    const state = this.desk.api.getColumnState().filter(({ colId, hide }) => this.desk.columns.has(colId) && !hide);
    return edgeFirst(state.map(({ colId: field }) => ({ field, pinned: this.#pinned.has(field), ...this.#widthOf(field) })));
  }

  #widthOf(field) {
    return this.#widths.has(field) ? { width: this.#widths.get(field) } : {};
  }

  // As wide as it was when it was last shown.
  remembered(field) {
    return { field, pinned: Boolean(this.desk.columns.get(field).pinned), ...this.#widthOf(field) };
  }

  // What a person did to the headers.
  resized({ finished, source, column }) {
    if (!finished || source !== "uiColumnResized" || !column) return;
    this.#widths.set(column.getColId(), Math.min(WIDEST, Math.round(column.getActualWidth())));
    this.desk.looked();
  }

  moved({ finished = true, source }) {
    if (!finished || !source?.startsWith("ui")) return;
    if (!isNarrow()) this.#pinned = new Set(this.desk.api.getColumnState().filter(({ pinned }) => pinned).map(({ colId }) => colId));
    this.desk.looked();
  }
}
