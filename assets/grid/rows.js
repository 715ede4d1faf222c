// Rows from the server: the window that AG Grid scrolls over, and the rows that change while one looks.
import { Arrivals } from "./arrivals.js";
import { same } from "./format.js";
import { Problem, patience, pause, post } from "./transport.js";
import { Windows } from "./windows.js";

const BY_IDS = 500;
const COUNT_EVERY = 1000;
// Milliseconds between two readings of what is in sight, and of all rows that are held.
const SHORTEST = 100;
const LONGEST = 2000;
const REST = 4000;
const noNews = () => ({ gap: false, changes: new Map() });

export const leftWords = (left) => `${left} no longer ${left === 1 ? "matches" : "match"}`;

export class Rows {
  #generation = 0;
  #windows = new Windows((params, signal) => this.#window(params, signal));
  #asked = new Map();
  #watchers = new Set();
  #news = noNews();
  // After a gap: whether all rows that are held are still to be read, and when they were last.
  #owed = false;
  #paid = 0;

  // `first` is the column that marks rows; `store` shows {total, problem, left}; `query()` gives {filters, search}; `calm()` whether rows may move by
  // themselves; `say(count)` tells of rows that appeared; `drawn()` after each window;
  // `found(total)` once it is known how many there are; `signedOut()` when the session is over.
  constructor({ path, first, store, query, calm, say, drawn, found, signedOut }) {
    Object.assign(this, { path, first, store, query, drawn, found, signedOut, stream: "", seen: 0, reading: 0, behind: false, recounting: false, following: false });
    this.arrivals = new Arrivals({ store, calm, say, fitting: (ids) => this.#fitting(ids), renew: (api) => this.renew(api) });
  }

  // AG Grid's datasource. A new generation begins when sort, filters or search change; answers to an old one are dropped.
  source() {
    return { getRows: (params) => this.#windows.ask(params) };
  }

  // What is in sight is another part of the list.
  moved() {
    this.#windows.moved();
  }

  restart() {
    this.#generation += 1;
    this.#windows.forget();
    this.arrivals.forget();
    this.store.set({ total: null, problem: null, left: 0, news: "" });
  }

  // Reads all that is held once more, without emptying it: what is looked at stays until the answer is there.
  renew(api) {
    this.renewed = true;
    this.store.set({ left: 0 });
    api.refreshInfiniteCache();
  }

  async #window(params, signal) {
    const generation = this.#generation;
    const { startRow, endRow, sortModel, successCallback, failCallback } = params;
    const sort = sortModel.map(({ colId, sort: way }) => ({ field: colId, desc: way === "desc" }));
    const message = { offset: startRow, limit: endRow - startRow, sort, ...this.query(), count: this.renewed || this.store.get().total === null };
    this.renewed = false;
    this.reading += 1;
    let answer;
    try {
      answer = await this.#patiently(`${this.path}/rows`, message, () => generation === this.#generation && !signal.aborted, signal);
    } finally {
      this.reading -= 1;
      if (signal.aborted && message.count) this.renewed = true;
    }
    signal.throwIfAborted();
    if (!answer || generation !== this.#generation) return failCallback();
    if (answer.total !== null) this.#counted(answer.total);
    const { rows } = answer;
    const end = rows.length < message.limit ? startRow + rows.length : undefined;
    successCallback(rows, this.store.get().total ?? end ?? -1);
    this.store.set({ problem: null, loaded: true });
    this.arrivals.appeared(rows, params.api);
    this.drawn();
    if (answer.total === null && message.count) this.#countLater(params.api, generation);
    if (this.behind && !this.reading) {
      this.#news.gap = true;
      this.#read();
    }
  }

  async #countLater(api, generation) {
    const answer = await this.#patiently(`${this.path}/count`, this.query(), () => generation === this.#generation);
    if (!answer || generation !== this.#generation) return;
    this.#counted(answer.total);
    api.setRowCount(answer.total, true);
  }

  #counted(total) {
    this.store.set({ total });
    this.found(total);
  }

  // Tries again while it may help; a refusal is shown and ends it.
  async #patiently(path, message, current, signal) {
    for (let tries = 0; current(); tries++) {
      try {
        return await post(path, message, { signal });
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        if (problem.status === 401) this.signedOut();
        else if (current()) this.store.set({ problem: { message: problem.message, final: !problem.passes } });
        if (!problem.passes && problem.status !== 401) return null;
        await pause(patience(tries));
      }
    }
    return null;
  }

  // The ids of the rows from one place to another, both included; those that are not loaded are asked for.
  async idsBetween(first, last, sort) {
    const message = { offset: first, limit: last - first + 1, sort, ...this.query() };
    return (await this.#patiently(`${this.path}/ids`, message, () => true))?.ids ?? [];
  }

  // Calls `heard(row)` when a row comes from the server, `heard(null)` when it has changed there; until the function that
  // comes back is called. The row need not be among those that are shown; no id means any row.
  watch(id, heard) {
    const watcher = { id, heard };
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  #tell(ids, row = null) {
    for (const { id, heard } of this.#watchers) if (!ids || id === null || ids.includes(id)) heard(row);
  }

  // A tick of the page: read again what changed since the last one that was seen, or all that is shown after a gap.
  tick(tick, api) {
    if (!tick?.stream || !api) return;
    const gap = tick.stream !== this.stream || this.seen < tick.since;
    const fresh = gap ? [] : tick.changes.filter((change) => change.seq > this.seen);
    Object.assign(this, { stream: tick.stream, seen: tick.seq });
    // Rows on their way may have been read before the change.
    if (this.reading && (gap || fresh.length)) this.behind = true;
    this.#tell(gap ? null : fresh.map((change) => change.id));
    if (gap) this.#news.gap = true;
    for (const change of fresh) this.#news.changes.set(change.id, { ...change, created: change.created || this.#news.changes.get(change.id)?.created });
    this.api = api;
    this.#read();
  }

  // One reading at a time: what is told meanwhile is read together in the next. Where all changes again and again (an
  // import, a bulk change) it reads what is in sight, waits for as long as that took, and reads the rest of what is held now
  // and then, and once all is calm.
  async #read() {
    if (this.following) return;
    this.following = true;
    let rest = 0;
    while (this.#news.gap || this.#news.changes.size || this.#owed) {
      if (rest) await pause(rest);
      if (this.api.isDestroyed()) break;
      const { gap, changes } = this.#news;
      this.#news = noNews();
      const begun = Date.now();
      if (gap) await this.#first(this.api);
      else if (changes.size) await this.#changed([...changes.values()], this.api);
      rest = gap ? Math.min(Math.max(Date.now() - begun, SHORTEST), LONGEST) : 0;
      const isCalm = !gap && !changes.size;
      if (this.#owed && (isCalm || begun - this.#paid > REST)) await this.#everything(this.api);
    }
    this.following = false;
  }

  async #changed(changes, api) {
    this.by = new Map(changes.map((change) => [change.id, change.by]));
    const shown = new Set(this.#shown(api));
    const created = changes.filter((change) => change.created && !shown.has(change.id));
    const rows = this.refresh(changes.map((change) => change.id).filter((id) => shown.has(id)), api);
    await Promise.all([rows, this.arrivals.add(created.map((change) => change.id), api)]);
    if (changes.some((change) => change.created) || this.#narrowed()) this.#recount();
  }

  #narrowed() {
    const { filters, search } = this.query();
    return Boolean(filters.length || search.trim());
  }

  // Which of these rows pass the filters and the search of this moment.
  async #fitting(ids) {
    const generation = this.#generation;
    const message = { ids: ids.slice(-BY_IDS), ...this.query() };
    const answer = await this.#patiently(`${this.path}/rows`, message, () => generation === this.#generation);
    return generation === this.#generation && answer ? answer.matching : [];
  }

  #inSight(api) {
    const [first, last] = [api.getFirstDisplayedRowIndex(), api.getLastDisplayedRowIndex()];
    return this.#shown(api, ({ rowIndex }) => rowIndex >= first && rowIndex <= last);
  }

  // The ids of all rows that are held.
  #shown(api, which = () => true) {
    const ids = [];
    api.forEachNode((node) => node.data && which(node) && ids.push(node.data.id));
    return ids;
  }

  async #first(api) {
    this.behind = this.reading > 0;
    this.by = null;
    this.#owed = true;
    await this.refresh(this.#inSight(api), api);
  }

  // Those that were in sight before, too: the person may have scrolled.
  async #everything(api) {
    this.#owed = false;
    this.#paid = Date.now();
    await this.refresh(this.#shown(api), api);
    this.#recount().then((more) => more > 0 && this.arrivals.count(more, api));
  }

  async refresh(ids, api) {
    for (let at = 0; at < ids.length; at += BY_IDS) {
      const part = ids.slice(at, at + BY_IDS);
      const round = Symbol("round");
      for (const id of part) this.#asked.set(id, round);
      const generation = this.#generation;
      const answer = await this.#patiently(`${this.path}/rows`, { ids: part, ...this.query() }, () => true);
      if (!answer) return;
      this.store.set({ problem: null });
      const fits = new Set(answer.matching);
      for (const row of answer.rows) this.patch(generation === this.#generation ? { ...row, _left: !fits.has(row.id) } : row, api);
      const found = new Set(answer.rows.map((row) => row.id));
      // Only the latest answer may say that a row is gone.
      for (const id of part) if (!found.has(id) && this.#asked.get(id) === round) this.#gone(id, api);
    }
    this.#countLeft(api);
  }

  // In place: editors, focus, scroll and selection stay. An answer that was overtaken on the way is dropped.
  patch(row, api) {
    this.#tell([row.id], row);
    if (api.isDestroyed()) return;
    const node = api.getRowNode(row.id);
    if (!node?.data || node.data.version > row.version) return;
    // An answer to an edit does not say whether the row still fits.
    const before = node.data;
    node.updateData({ _left: before._left, ...row });
    if (node.data._left !== before._left) this.#remark(node, api);
    const by = before.version < row.version && this.by?.get(row.id);
    if (by) this.changedElsewhere?.(row.id, Object.keys(row).filter((field) => !same(row[field], before[field])), by);
  }

  // The mark of the row stands in its first cell, whose own value may be the same.
  #remark(node, api) {
    api.refreshCells({ rowNodes: [node], columns: [this.first], force: true, suppressFlash: true });
  }

  #gone(id, api) {
    if (api.isDestroyed()) return;
    const node = api.getRowNode(id);
    if (!node?.data || node.data._gone) return;
    node.updateData({ ...node.data, _gone: true });
    this.#remark(node, api);
  }

  // Rows that stay in sight until the next reading, though they are deleted or no longer fit.
  #countLeft(api) {
    if (api.isDestroyed()) return;
    let left = 0;
    api.forEachNode(({ data }) => { if (data?._gone || data?._left) left += 1; });
    const before = this.store.get().left;
    if (left !== before) this.store.set({ left });
    if (left > before) this.store.set({ voice: leftWords(left) });
  }

  // The total follows what happens elsewhere, at most once a second; answers how many more there are than before.
  async #recount() {
    if (this.recounting) return 0;
    this.recounting = true;
    const before = this.store.get().total;
    const generation = this.#generation;
    const current = () => generation === this.#generation;
    if (Date.now() - (this.counted ?? 0) < COUNT_EVERY) await pause(COUNT_EVERY);
    this.counted = Date.now();
    this.recounting = false;
    const answer = await this.#patiently(`${this.path}/count`, this.query(), current);
    if (!answer || !current() || before === null) return 0;
    this.store.set({ total: answer.total });
    return answer.total - before;
  }
}
