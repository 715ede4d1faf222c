// Gestures on their way to the server: each goes with its own id, and with the same id again until there is an answer, so
// that it is done once however often the line breaks.
import { Problem, patience, pause, post } from "./transport.js";

const AT_ONCE = 4;
const MOST_CELLS = 500;
const MOST_BYTES = 900_000;

// UUIDv7 (RFC 9562): the id of a gesture becomes that of its changes.
export function newId() {
  const random = [...crypto.getRandomValues(new Uint8Array(10))].map((b) => b.toString(16).padStart(2, "0")).join("");
  const time = Date.now().toString(16).padStart(12, "0");
  const variant = (8 + (parseInt(random[3], 16) % 4)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-${variant}${random.slice(4, 7)}-${random.slice(7, 19)}`;
}

// Gestures of a kind that has a door of its own: kind → (path, act, cells) → the answer, in the shape of that of `/edits`.
export const WAYS = new Map();

const wire = ({ id, field, base, sent, version }) => ({ id, field, base, value: sent, version });

// As many parts as the door takes at a time.
export function parted(cells) {
  const parts = [];
  let size = Infinity;
  for (const cell of cells) {
    const bytes = JSON.stringify(wire(cell)).length * 2;
    if (size + bytes > MOST_BYTES || parts.at(-1).length >= MOST_CELLS) {
      parts.push([]);
      size = 0;
    }
    parts.at(-1).push(cell);
    size += bytes;
  }
  return parts;
}

export class Acts {
  #running = 0;
  #queue = [];

  // `path()` is the grid's door; `waits(cells, problem, first)` while there is no answer; `answered(cells, answer, tries)` with
  // what became of each; `refused(cells, problem)` when the whole message was; `signedOut(problem)`.
  constructor(told) {
    Object.assign(this, told);
  }

  // The cells of one gesture; those that the door cannot take at once go one part after the other.
  send(act, cells) {
    this.#queue.push({ act, parts: parted(cells) });
    this.#next();
  }

  #next() {
    if (this.#running >= AT_ONCE || !this.#queue.length) return;
    this.#running += 1;
    this.#deliverAll(this.#queue.shift()).finally(() => {
      this.#running -= 1;
      this.#next();
    });
    this.#next();
  }

  async #deliverAll({ act, parts }) {
    for (const cells of parts) await this.#deliver(act, cells);
  }

  async #deliver(act, cells) {
    const ask = WAYS.get(act.kind) ?? ((path) => post(`${path}/edits`, { act, cells: cells.map(wire) }, { last: true }));
    for (let tries = 0; ; tries++) {
      try {
        return this.answered(cells, await ask(this.path(), act, cells), tries);
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        const isOut = problem.status === 401;
        if (!problem.passes && !isOut) return this.refused(cells, problem);
        this.waits(cells, problem, tries === 0);
        if (isOut) this.signedOut(problem);
        await pause(patience(tries));
      }
    }
  }
}
