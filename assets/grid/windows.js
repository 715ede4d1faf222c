// In which order windows are read while one scrolls: what is in sight first, a few at once. What was flung past waits, and
// what is on its way there is given up; it is asked for again when it comes into sight.
const AT_ONCE = 3;
const NEAR = 100;
const FAR = 300;

// How many rows lie between a window and what is in sight; 0 where they meet.
function apart({ startRow, endRow, api }) {
  const first = api.getFirstDisplayedRowIndex();
  const last = api.getLastDisplayedRowIndex();
  if (first < 0) return 0;
  return Math.max(0, startRow - last, first - endRow + 1);
}

export class Windows {
  #waiting = new Map();
  #running = new Map();
  #frame = 0;

  // `read(params, signal)` fetches a window and gives it to the grid.
  constructor(read) {
    this.read = read;
  }

  // AG Grid's `getRows`.
  ask(params) {
    this.#waiting.set(params.startRow, params);
    this.#next();
  }

  // Another list: nothing that was asked is of use.
  forget() {
    this.#waiting.clear();
    for (const { stop } of this.#running.values()) stop.abort();
    this.#running.clear();
  }

  // The rows in sight are others now.
  moved() {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#next());
  }

  #next() {
    for (const { params, stop } of this.#running.values()) if (apart(params) > FAR) stop.abort();
    const near = [...this.#waiting.values()].map((params) => [apart(params), params]).filter(([gap]) => gap < NEAR);
    near.sort(([one], [other]) => one - other);
    for (const [, params] of near.slice(0, Math.max(0, AT_ONCE - this.#running.size))) this.#run(params);
  }

  async #run(params) {
    const job = { params, stop: new AbortController() };
    this.#waiting.delete(params.startRow);
    this.#running.set(params, job);
    try {
      await this.read(params, job.stop.signal);
    } catch (error) {
      if (!job.stop.signal.aborted) throw error;
      if (this.#running.has(params) && !this.#waiting.has(params.startRow)) this.#waiting.set(params.startRow, params);
    } finally {
      this.#running.delete(params);
      if (!params.api.isDestroyed()) this.#next();
    }
  }
}
