// New rows: drawn at once while nobody is at work in the grid, else announced until somebody asks for them.
export class Arrivals {
  #waiting = new Set();
  #unnamed = 0;
  #fresh = new Set();
  #told = 0;
  #epoch = 0;

  // `store` shows {arrived}; `calm()` whether rows may move by themselves; `fitting(ids)` those that pass the filters;
  // `renew(api)` reads what is held once more; `say(count)` tells of rows that appeared.
  constructor({ store, calm, say, fitting, renew }) {
    Object.assign(this, { store, calm, say, fitting, renew });
  }

  // Another sort, filter or search, or all read again: what has arrived is among the rows now.
  forget() {
    this.#epoch += 1;
    this.#waiting.clear();
    this.#fresh.clear();
    this.#unnamed = this.#told = 0;
    this.store.set({ arrived: 0 });
  }

  // Rows that were made; the door says which of them belong here.
  async add(ids, api) {
    if (!ids.length) return;
    const epoch = this.#epoch;
    const fitting = await this.fitting(ids);
    if (epoch !== this.#epoch || !fitting.length || api.isDestroyed()) return;
    for (const id of fitting) this.#waiting.add(id);
    this.#show(api);
  }

  // After a gap in what was told, only their number is known.
  count(more, api) {
    if (api.isDestroyed()) return;
    this.#unnamed += more;
    this.#show(api);
  }

  get #all() {
    return this.#waiting.size + this.#unnamed;
  }

  #show(api) {
    if (this.calm()) this.now(api);
    else this.store.set({ arrived: this.#all });
  }

  // Draw them, whatever the person does: they asked for it, or do nothing.
  now(api) {
    this.#fresh = new Set(this.#waiting);
    this.#told = this.#all;
    this.#waiting.clear();
    this.#unnamed = 0;
    this.store.set({ arrived: 0 });
    this.renew(api);
  }

  // A window was read: flash the new rows in it and tell of them, once.
  appeared(rows, api) {
    if (!this.#told) return;
    const nodes = rows.filter((row) => this.#fresh.has(row.id)).map((row) => api.getRowNode(row.id)).filter(Boolean);
    if (nodes.length) requestAnimationFrame(() => api.isDestroyed() || api.flashCells({ rowNodes: nodes }));
    this.say(this.#told);
    this.#told = 0;
  }
}
