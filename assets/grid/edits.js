// Edits on their way to the server: one entry per cell, kept until the server has answered for it.
//
// state: "sending"; "waiting" (line down or signed out, same key is sent again); "invalid" (refused, what was typed is kept);
// "conflict" (someone else changed the cell: base, mine and theirs wait for a choice).
import { same } from "./format.js";
import { Problem, patience, pause, post } from "./transport.js";

const MOST = 500;
const cellKey = (id, field) => `${id}\n${field}`;

// UUIDv7 (RFC 9562): the key of an edit becomes the gesture of its change.
function newKey() {
  const random = [...crypto.getRandomValues(new Uint8Array(10))].map((b) => b.toString(16).padStart(2, "0")).join("");
  const time = Date.now().toString(16).padStart(12, "0");
  const variant = (8 + (parseInt(random[3], 16) % 4)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-${variant}${random.slice(4, 7)}-${random.slice(7, 19)}`;
}

export class Edits {
  #cells = new Map();

  // The desk sets `path` of the grid's door; `rowChanged(row)` when the server sends a row; `cellChanged(id, field)` when an
  // entry's state changes; `say(text)` to a screen reader; `signedOut()` when the session is over; `labels` field → words.

  of(id, field) {
    return this.#cells.get(cellKey(id, field));
  }

  list() {
    return [...this.#cells.values()];
  }

  // The value the person sees: theirs while it is on its way, else the row's.
  shown(row, field) {
    const entry = row && this.of(row.id, field);
    return entry ? entry.value : row?.[field];
  }

  // `row` as it stands here, `seen` the value that stood in the cell when the editor opened.
  submit(row, field, value, seen) {
    const before = this.of(row.id, field);
    if (before?.state === "sending" || before?.state === "waiting") {
      // One at a time per cell: the newest value goes once the server has answered for the one before.
      before.next = value;
      before.value = value;
      this.cellChanged(row.id, field);
      return;
    }
    // What was refused never became the row's value, so the first base still stands.
    const base = before ? before.base : seen;
    if (same(value, base)) return this.drop(row.id, field);
    this.#start({ id: row.id, field, base, value, version: row.version });
  }

  // Many cells as one gesture: cells [{row, field, value}]; kind as the server names it (paste, fill, clear, restore).
  // Cells that have an edit of their own on its way are left out. Returns what became of each that was sent.
  async submitMany(cells, { kind }) {
    const act = { id: newKey(), kind };
    const free = cells.filter(({ row, field, value }) => !this.of(row.id, field) && !same(value, row[field]));
    const entries = free.map(({ row, field, value }) =>
      this.#put({ id: row.id, field, base: row[field], value, version: row.version, key: act.id, state: "sending", sent: value }));
    const outcomes = [];
    for (let at = 0; at < entries.length; at += MOST) outcomes.push(...(await this.#sendMany(act, entries.slice(at, at + MOST))));
    return outcomes;
  }

  async #sendMany(act, entries) {
    const cells = entries.map(({ id, field, base, sent, version }) => ({ id, field, base, value: sent, version }));
    const answer = await this.#persist(entries, () => post(`${this.path}/edits`, { act, cells }));
    if (!answer) return [];
    const rows = new Map(answer.rows.map((row) => [row.id, row]));
    answer.outcomes.forEach((outcome, place) => {
      const row = rows.get(outcome.id);
      if (outcome.state === "saved" || outcome.state === "unchanged") this.#settled(entries[place], row);
      else this.#refused(entries[place], new Problem(409, { ...outcome, row }));
    });
    return answer.outcomes;
  }

  // Typed text that stands for no value of the column.
  refuse(row, field, typedText, message) {
    const base = this.of(row.id, field)?.base ?? row[field];
    this.#put({ id: row.id, field, base, value: base, typed: typedText, version: row.version, state: "invalid", message });
    this.say(`${this.labels[field]} not saved: ${message}`);
  }

  drop(id, field) {
    if (this.#cells.delete(cellKey(id, field))) this.cellChanged(id, field);
  }

  keepMine(entry) {
    this.#start({ id: entry.id, field: entry.field, base: entry.theirs, value: entry.value, version: entry.version });
  }

  takeTheirs(entry) {
    this.drop(entry.id, entry.field);
    this.say(`${this.labels[entry.field]}: their value stands`);
  }

  #put(entry) {
    this.#cells.set(cellKey(entry.id, entry.field), entry);
    this.cellChanged(entry.id, entry.field);
    return entry;
  }

  #start(edit) {
    this.#send(this.#put({ ...edit, key: newKey(), state: "sending", sent: edit.value }));
  }

  async #send(entry) {
    const { id, field, base, sent, version, key } = entry;
    const answer = await this.#persist([entry], () => post(`${this.path}/edit`, { id, field, base, value: sent, version, key }));
    if (answer) this.#settled(entry, answer.row);
  }

  // Asks until there is an answer: the line may be down, the server away, the person signed out. A refusal ends it.
  async #persist(entries, ask) {
    for (let tries = 0; ; tries++) {
      try {
        return await ask();
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        const out = problem.status === 401;
        if (!problem.passes && !out) {
          for (const entry of entries) this.#refused(entry, problem);
          return null;
        }
        const message = out ? "Saved once you have signed in again" : problem.message;
        for (const entry of entries) this.#change(entry, { state: "waiting", message });
        if (out) this.signedOut();
        else if (tries === 0) this.say(`${this.labels[entries[0].field]} waits for the connection`);
        await pause(patience(tries));
      }
    }
  }

  #change(entry, change) {
    Object.assign(entry, change);
    this.cellChanged(entry.id, entry.field);
  }

  #settled(entry, row) {
    const { id, field, next } = entry;
    this.#cells.delete(cellKey(id, field));
    this.rowChanged(row);
    this.cellChanged(id, field);
    if (next !== undefined && !same(next, row[field])) {
      return this.#start({ id, field, base: row[field], value: next, version: row.version });
    }
    this.say(`${this.labels[field]} saved`);
  }

  #refused(entry, problem) {
    const { body } = problem;
    if (entry.next !== undefined) entry.value = entry.next;
    entry.next = undefined;
    if (body.code === "field_conflict") {
      this.rowChanged(body.row);
      if (same(body.theirs, entry.value)) return this.drop(entry.id, entry.field);
      this.#change(entry, { state: "conflict", theirs: body.theirs, version: body.row.version, message: "Someone changed this cell while you were editing it" });
      return this.say(`${this.labels[entry.field]} was changed by someone else. Press Enter on the cell to choose.`);
    }
    this.#change(entry, { state: "invalid", message: problem.message });
    this.say(`${this.labels[entry.field]} not saved: ${problem.message}`);
  }
}
