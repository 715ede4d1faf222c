// Rows from the server: the window that AG Grid scrolls over, and the rows that change while one looks.
import { Problem, patience, pause, post } from "./transport.js";

const BY_IDS = 500;

export class Rows {
  #generation = 0;
  #asked = new Map();

  // `store` shows {total, problem, arrived}; `query()` gives {filters, search}.
  constructor({ path, store, query }) {
    Object.assign(this, { path, store, query, stream: "", seen: 0, reading: 0, behind: false });
  }

  // AG Grid's datasource. A new generation begins when sort, filters or search change; answers to an old one are dropped.
  source() {
    return { getRows: (params) => this.#window(params, this.#generation) };
  }

  restart() {
    this.#generation += 1;
    this.store.set({ total: null, problem: null, arrived: 0 });
  }

  async #window(params, generation) {
    const { startRow, endRow, sortModel, successCallback, failCallback } = params;
    const sort = sortModel.map(({ colId, sort: way }) => ({ field: colId, desc: way === "desc" }));
    const message = { offset: startRow, limit: endRow - startRow, sort, ...this.query(), count: this.store.get().total === null };
    this.reading += 1;
    const answer = await this.#patiently(`${this.path}/rows`, message, () => generation === this.#generation);
    this.reading -= 1;
    if (!answer || generation !== this.#generation) return failCallback();
    if (answer.total !== null) this.store.set({ total: answer.total });
    const { rows } = answer;
    const end = rows.length < message.limit ? startRow + rows.length : undefined;
    successCallback(rows, this.store.get().total ?? end ?? -1);
    this.store.set({ problem: null, loaded: true });
    if (answer.total === null && message.count) this.#countLater(params.api, generation);
    if (this.behind && !this.reading) this.#everything(params.api);
  }

  async #countLater(api, generation) {
    const answer = await this.#patiently(`${this.path}/count`, this.query(), () => generation === this.#generation);
    if (!answer || generation !== this.#generation) return;
    this.store.set({ total: answer.total });
    api.setRowCount(answer.total, true);
  }

  // Tries again while it may help; a refusal is shown and ends it.
  async #patiently(path, message, current) {
    for (let tries = 0; current(); tries++) {
      try {
        return await post(path, message);
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        if (current()) this.store.set({ problem: { message: problem.message, final: !problem.passes } });
        if (!problem.passes) return null;
        await pause(patience(tries));
      }
    }
    return null;
  }

  // A tick of the page: read again what changed since the last one that was seen, or all that is shown after a gap.
  tick(tick, api) {
    if (!tick?.stream || !api) return;
    const gap = tick.stream !== this.stream || this.seen < tick.since;
    const fresh = gap ? [] : tick.changes.filter((change) => change.seq > this.seen);
    Object.assign(this, { stream: tick.stream, seen: tick.seq });
    // Rows on their way may have been read before the change.
    if (this.reading && (gap || fresh.length)) this.behind = true;
    if (gap) return this.#everything(api);
    const shown = new Set(this.#shown(api));
    const ids = [...new Set(fresh.map((change) => change.id))];
    this.refresh(ids.filter((id) => shown.has(id)), api);
    const arrived = ids.filter((id) => !shown.has(id) && fresh.some((change) => change.id === id && change.created));
    if (arrived.length) this.store.set({ arrived: this.store.get().arrived + arrived.length });
  }

  #shown(api) {
    const ids = [];
    api.forEachNode((node) => node.data && ids.push(node.data.id));
    return ids;
  }

  async #everything(api) {
    this.behind = this.reading > 0;
    const ids = this.#shown(api);
    if (!ids.length) return;
    await this.refresh(ids, api);
    await this.#recount();
  }

  async refresh(ids, api) {
    for (let at = 0; at < ids.length; at += BY_IDS) {
      const part = ids.slice(at, at + BY_IDS);
      const round = Symbol("round");
      for (const id of part) this.#asked.set(id, round);
      const answer = await this.#patiently(`${this.path}/rows`, { ids: part }, () => true);
      if (!answer) return;
      this.store.set({ problem: null });
      for (const row of answer.rows) this.patch(row, api);
      const found = new Set(answer.rows.map((row) => row.id));
      // Only the latest answer may say that a row is gone.
      for (const id of part) if (!found.has(id) && this.#asked.get(id) === round) this.#gone(id, api);
    }
  }

  // In place: editors, focus, scroll and selection stay. An answer that was overtaken on the way is dropped.
  patch(row, api) {
    if (api.isDestroyed()) return;
    const node = api.getRowNode(row.id);
    if (!node?.data || node.data.version > row.version) return;
    node.updateData(row);
  }

  #gone(id, api) {
    if (api.isDestroyed()) return;
    const node = api.getRowNode(id);
    if (!node?.data || node.data._gone) return;
    node.updateData({ ...node.data, _gone: true });
    api.redrawRows({ rowNodes: [node] });
  }

  async #recount() {
    const before = this.store.get().total;
    const generation = this.#generation;
    const answer = await this.#patiently(`${this.path}/count`, this.query(), () => generation === this.#generation);
    if (answer && generation === this.#generation && before !== null && answer.total > before) this.store.set({ arrived: answer.total - before });
  }
}
