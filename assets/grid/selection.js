// Which rows are selected: some by their ids, or all that match but for some. A selection is of records, not of places:
// it stays when rows move, change or leave, and ends when other rows are asked for.
export const MOST_NAMED = 10_000;

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

  has(id) {
    return this.all ? !this.except.has(id) : this.ids.has(id);
  }

  // Turns a row; `place` is where it stands now, from which Shift reaches on.
  toggle(id, place) {
    this.set([id], !this.has(id));
    this.#anchor = { place, on: this.has(id) };
  }

  set(ids, on) {
    const named = this.all ? this.except : this.ids;
    const adds = on !== this.all;
    const more = adds ? ids.filter((id) => !named.has(id)).length : 0;
    if (named.size + more > MOST_NAMED) return this.#tooMany();
    for (const id of ids) named[adds ? "add" : "delete"](id);
    this.changed();
  }

  // From the row that was turned last to the one at `place`, those between included, whether they are loaded or not.
  async reach(id, place) {
    if (!this.#anchor) return this.toggle(id, place);
    const { place: from, on } = this.#anchor;
    const [first, last] = from < place ? [from, place] : [place, from];
    if (last - first >= MOST_NAMED) return this.#tooMany();
    this.set(await this.between(first, last), on);
    this.#anchor = { place, on };
  }

  #tooMany() {
    this.say(`At most ${MOST_NAMED.toLocaleString()} rows can be picked one by one. Select all that match instead.`);
  }

  selectAll() {
    this.all = true;
    this.ids.clear();
    this.except.clear();
    this.changed();
  }

  clear() {
    this.#anchor = null;
    if (!this.all && !this.ids.size) return;
    this.all = false;
    this.ids.clear();
    this.except.clear();
    this.changed();
  }

  // As the grid's door wants it: ids as one text, or what all rows must pass and which are left out.
  asMessage({ filters, search, tz }) {
    if (!this.all) return { ids: [...this.ids].join(" ") };
    return { query: { filters, search, tz }, left_out: [...this.except].join(" ") };
  }
}
