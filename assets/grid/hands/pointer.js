// A range by the mouse: drag from a cell, or Shift and click; beyond the edges the rows scroll along.
const EDGE = 24;
const STEP_MS = 60;

const cellAt = (element) => {
  const cell = element?.closest?.(".ag-cell");
  const place = cell?.closest(".ag-row")?.getAttribute("row-index");
  return place ? { place: Number(place), field: cell.getAttribute("col-id"), cell } : null;
};

export class Pointer {
  #from = null;
  #timer = 0;

  constructor(desk, ranges) {
    Object.assign(this, { desk, ranges });
  }

  listen(root) {
    const on = { pointerdown: (event) => this.#down(event), pointermove: (event) => this.#drag(event), mousedown: (event) => this.#shift(event), dragstart: (event) => this.#noDrag(event) };
    const up = () => this.#end();
    for (const [name, act] of Object.entries(on)) root.addEventListener(name, act, true);
    addEventListener("pointerup", up);
    return () => {
      for (const [name, act] of Object.entries(on)) root.removeEventListener(name, act, true);
      removeEventListener("pointerup", up);
      this.#end();
    };
  }

  #cell({ target }) {
    const at = cellAt(target);
    return at && this.desk.columns.has(at.field) && !at.cell.classList.contains("ag-cell-inline-editing") ? at : null;
  }

  #down(event) {
    if (event.pointerType !== "mouse" || event.button !== 0) return;
    if (event.shiftKey) return this.#shift(event);
    this.#from = this.#cell(event);
    if (this.#from) this.ranges.collapse();
  }

  // AG Grid would take the focus there, at either event; the range keeps it where it began.
  #shift(event) {
    const at = event.shiftKey && event.button === 0 && this.#cell(event);
    if (!at || !this.desk.api.getFocusedCell()) return;
    event.preventDefault();
    event.stopPropagation();
    this.ranges.settle();
    this.ranges.reach(at.place, at.field, { scroll: false });
  }

  // A link under the pointer would be dragged away.
  #noDrag(event) {
    if (this.#cell(event)) event.preventDefault();
  }

  #drag(event) {
    if (!this.#from) return;
    if (!(event.buttons & 1)) return this.#end();
    this.at = { x: event.clientX, y: event.clientY };
    this.#reach();
    if (!this.#timer && this.#beyond()) this.#timer = setInterval(() => this.#scroll(), STEP_MS);
  }

  #reach() {
    const at = cellAt(document.elementFromPoint(this.at.x, this.at.y));
    if (!at || !this.desk.columns.has(at.field)) return;
    if (at.place === this.#from.place && at.field === this.#from.field && !this.ranges.several) return;
    this.ranges.reach(at.place, at.field, { scroll: false });
  }

  // -1 above the rows, 1 below them.
  #beyond() {
    const body = this.desk.root.current?.querySelector(".ag-body-viewport, .ag-body")?.getBoundingClientRect();
    if (!body) return 0;
    return this.at.y < body.top + EDGE / 2 ? -1 : this.at.y > body.bottom - EDGE ? 1 : 0;
  }

  #scroll() {
    const way = this.#beyond();
    const { to, length } = this.ranges;
    if (!way || !to) return this.#still();
    this.ranges.reach(Math.max(0, Math.min(length - 1, to.place + way * 2)), to.field);
  }

  #still() {
    clearInterval(this.#timer);
    this.#timer = 0;
  }

  #end() {
    this.#from = null;
    this.#still();
  }
}
