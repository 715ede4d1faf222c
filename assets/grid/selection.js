// Which rows are selected: some by their ids, or all that match but for some. A selection is of records, not of places:
// it stays when rows move, change or leave, and ends when other rows are asked for.
export const MOST_NAMED = 10_000;

const tooMany = `At most ${MOST_NAMED.toLocaleString()} rows can be picked one by one. Select all that match instead.`;

export class Selection {
  ids = new Set();
  all = false;
  except = new Set();
  #anchor = null;

  // `total()` is how many rows match; `between(from, to)` resolves to the ids of the rows at these places; `changed()` is
  // called after each change; `say(words)` tells the person.
  constructor({ total, between, changed, say }) {
    Object.assign(this, { total, between, changed, say });
  }

  get count() {
    return this.all ? Math.max(0, (this.total() ?? 0) - this.except.size) : this.ids.size;
  }

  get any() {
    return this.all || this.ids.size > 0;
  }

  has(id) {
    return this.all ? !this.except.has(id) : this.ids.has(id);
  }

  // Turns a row; `place` is where it stands now, from which Shift reaches on.
  toggle(id, place) {
    this.set([id], !this.has(id));
    this.#anchor = { id, place, on: this.has(id) };
  }

  set(ids, on) {
    const named = this.all ? this.except : this.ids;
    const adds = on !== this.all;
    const more = adds ? ids.filter((id) => !named.has(id)).length : 0;
    if (named.size + more > MOST_NAMED) return this.say(tooMany);
    for (const id of ids) named[adds ? "add" : "delete"](id);
    this.changed();
  }

  // From the row that was turned last to the one at `place`, those between included, whether they are loaded or not.
  async reach(id, place) {
    if (!this.#anchor || this.#anchor.id === id) return this.toggle(id, place);
    const { place: from, on } = this.#anchor;
    const [first, last] = from < place ? [from, place] : [place, from];
    if (last - first >= MOST_NAMED) return this.say(tooMany);
    this.#anchor = { id, place, on };
    this.set(await this.between(first, last), on);
  }

  selectAll() {
    this.#become(true);
  }

  clear() {
    if (this.any) this.#become(false);
  }

  // Rows stand elsewhere now: Shift begins anew.
  letGo() {
    this.#anchor = null;
  }

  #become(all) {
    this.#anchor = null;
    this.all = all;
    this.ids.clear();
    this.except.clear();
    this.changed();
  }

  // As the grid's door wants it: ids as one text, or what the rows must pass and which are left out.
  asMessage(query) {
    if (!this.all) return { ids: [...this.ids].join(" ") };
    return { query, left_out: [...this.except].join(" ") };
  }
}

// What the grid's selection needs of the desk, and what it shows: `selected` in the store differs with each change.
export function selectionOf(desk) {
  const { store } = desk;
  store.set({ selected: 0 });
  return new Selection({
    total: () => store.get().total,
    between: (first, last) => desk.rows.idsBetween(first, last, desk.sorting()),
    say: (voice) => store.set({ voice, news: voice }),
    changed: () => {
      const { all, any, count } = desk.selection;
      const voice = any ? `${all && !desk.selection.except.size ? "All " : ""}${count.toLocaleString()} selected` : "Nothing selected";
      store.set({ selected: store.get().selected + 1, voice });
      desk.api?.refreshCells({ columns: ["select"], force: true, suppressFlash: true });
    },
  });
}
