// What was typed and is not saved yet: one entry per cell, kept until the server has answered for it, and kept sealed in
// the browser meanwhile (unsent/keeper.js), so that it outlives the page.
//
// state: "queued" (an earlier edit of the cell is on its way); "sending"; "waiting" (line down or signed out: the same
// gesture is sent again); "invalid" (refused, what was typed is kept); "conflict" (someone else changed the cell: base, mine
// and theirs wait for a choice); "draft" (typed, but the page ended before it was finished).
import { Acts, newId } from "./acts.js";
import { same } from "./format.js";
import { labelOf, tally } from "./tally.js";
import { keptOf } from "./unsent/kept.js";

const cellKey = (id, field) => `${id}\n${field}`;
const BUSY = new Set(["queued", "sending", "waiting"]);
const THEIRS = "Someone changed this cell while you were editing it";
const SIGNED_OUT = "Saved once you have signed in again";
const UNFINISHED = "You were typing this when the page closed";

export class Edits {
  #cells = new Map();
  #draft = null;

  // The desk sets `path` of the door; `rowChanged(row)` when the server sends a row; `cellChanged(id, field)` when an entry's
  // state changes; `say(text)`; `signedOut(problem)` when the session is over; `labels` field → words; `nameOf(row)` what the
  // person calls a row; `keeper` of what is not saved; `acted(act, cells)` when some of a gesture was saved.
  constructor() {
    this.acts = new Acts({
      path: () => this.path,
      waits: (cells, problem, first) => this.#waits(cells, problem, first),
      answered: (cells, answer, tries) => this.#answered(cells, answer, tries),
      refused: (cells, { message }) => this.#settle(cells, cells.map(() => ({ state: "refused", detail: message }))),
      signedOut: (problem) => this.signedOut(problem),
    });
  }

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

  // What stands in a cell as a person begins to change it: {id, field, value, mine}; `mine` is an edit of their own that
  // is on its way.
  look(row, field) {
    return { id: row.id, field, value: row[field], mine: this.#standsAt(row.id, field).under };
  }

  // The same, as it is known now: their own edit, once saved, is no news to them.
  stood({ value, mine }) {
    return mine && "stands" in mine ? mine.stands : value;
  }

  // `row` as it stands here, `seen` the value that stood in the cell when the editor opened.
  submit(row, field, value, seen) {
    return this.submitMany([{ row, field, value, seen }], { kind: "edit" });
  }

  // One gesture of many cells: [{row, field, value, seen?}]; `kind` edit, paste, fill, clear or restore. Answers, once it
  // is known of all, what became of those that differ: [{id, field, state, detail}].
  async submitMany(cells, { kind, note = "" }) {
    const act = { id: newId(), kind, cells: [], quiet: cells.length > 1 };
    for (const cell of cells) this.#join(act, cell);
    const known = act.cells.map((entry) => new Promise((done) => Object.assign(entry, { done })));
    this.#depart(act);
    const outcomes = await Promise.all(known);
    if (act.quiet && outcomes.length) this.say([tally(outcomes.length, Object.groupBy(outcomes, ({ state }) => state)), note].filter(Boolean).join(". "));
    return outcomes;
  }

  #join(act, { row, field, value, seen = row[field] }) {
    const { under, over } = this.#standsAt(row.id, field);
    // What was refused never became the row's value, so the first base still stands.
    const base = over ? over.base : seen;
    if (same(value, under ? under.value : base)) return over && this.drop(row.id, field);
    // One at a time per cell: the newer goes once the server has answered for the one before.
    const after = under && this.#instead(under, act);
    const fresh = { ...this.#fresh(row, field, base), value, act, after, state: after ? "queued" : "sending" };
    act.cells.push(this.#put(fresh, over));
  }

  // `under`: the newest edit of the cell that is on its way; `over`: what was refused or not finished, that lies over it.
  #standsAt(id, field) {
    const before = this.of(id, field) ?? null;
    const busy = before && BUSY.has(before.state);
    return busy ? { under: before, over: null } : { under: before?.after ?? null, over: before };
  }

  #fresh(row, field, base) {
    return { id: row.id, field, base, value: base, version: row.version, label: this.nameOf?.(row), at: Date.now(), seal: newId() };
  }

  // An edit that has not left yet gives way to a newer one, which waits for what that one waited for.
  #instead(before, act) {
    if (before.state !== "queued" || act.kind !== "edit" || before.act.kind !== "edit") return before;
    before.act.cells = [];
    this.keeper?.remove(before.seal);
    this.#report(before, "replaced");
    return before.after;
  }

  // Typed text that stands for no value of the column; `seen` as in `submit`.
  refuse(row, field, { typed, message, seen = row[field] }) {
    const { under, over } = this.#standsAt(row.id, field);
    this.#put({ ...this.#fresh(row, field, over ? over.base : seen), after: under, typed, state: "invalid", message }, over);
    this.say(`${this.labels[field]} not saved: ${message}`);
  }

  drop(id, field) {
    const entry = this.of(id, field);
    if (!entry) return;
    // What is on its way beneath it is seen again.
    const { under, over } = this.#standsAt(id, field);
    if (over && under) this.#cells.set(cellKey(id, field), under);
    else this.#cells.delete(cellKey(id, field));
    this.keeper?.remove(entry.seal);
    this.cellChanged(id, field);
  }

  keepMine(entry) {
    const act = { id: newId(), kind: "edit", cells: [] };
    const again = { ...entry, state: "sending", base: entry.theirs, theirs: undefined, message: undefined, act, after: null, at: Date.now(), seal: newId(), became: null, done: null };
    act.cells.push(this.#put(again, entry));
    this.#depart(act);
  }

  takeTheirs(entry) {
    this.drop(entry.id, entry.field);
    this.say(`${labelOf(this.labels, entry.field)}: their value stands`);
  }

  // What stands in an open editor. It is kept, and comes back as a draft if the page ends.
  typing(row, field, base, typed) {
    if (this.#draft && cellKey(this.#draft.id, this.#draft.field) !== cellKey(row.id, field)) this.stopTyping();
    const seal = this.#draft?.seal ?? newId();
    const after = this.#standsAt(row.id, field).under;
    this.#draft = { ...this.#fresh(row, field, base), after, typed, state: "draft", message: UNFINISHED, seal };
    this.#keep(this.#draft);
  }

  // `keep`: its editor goes with the page, and what was typed stays in the cell.
  stopTyping({ keep = false } = {}) {
    const draft = this.#draft;
    this.#draft = null;
    if (draft && keep) this.#put(draft, this.#standsAt(draft.id, draft.field).over);
    else if (draft) this.keeper?.remove(draft.seal);
  }

  // What an ended page has left: [{id, message}] of the keeper. `became(entry, state)` is called once for each, with
  // "saved", "conflict", "refused", "invalid", "draft", or "replaced" by what was typed here since.
  adopt(left, became) {
    const acts = new Map();
    for (const { id: seal, message } of left.toSorted((a, b) => a.message.at - b.message.at)) {
      const { under, over } = this.#standsAt(message.id, message.field);
      const before = under ?? over;
      if (before && !before.became) {
        this.keeper?.remove(seal);
        became(message, "replaced");
      } else if (BUSY.has(message.state)) {
        const act = acts.get(message.act.id) ?? { ...message.act, cells: [] };
        acts.set(act.id, act);
        act.cells.push(this.#put({ ...message, seal, act, became, after: under, state: under ? "queued" : "sending" }, over));
      } else {
        this.#put({ ...message, seal, became, after: under }, over);
        became(message, message.state);
      }
    }
    for (const act of acts.values()) this.#depart(act);
  }

  // The new seal is asked for before the old one goes.
  #put(entry, replaced) {
    this.#cells.set(cellKey(entry.id, entry.field), entry);
    this.#keep(entry);
    if (replaced) this.keeper?.remove(replaced.seal);
    this.cellChanged(entry.id, entry.field);
    return entry;
  }

  #keep(entry) {
    this.keeper?.put(entry.seal, keptOf(entry));
  }

  // A gesture leaves as one, once no cell of it waits for an earlier edit.
  #depart(act) {
    if (!act.cells.length || act.cells.some((entry) => entry.after)) return;
    const cells = act.cells;
    act.cells = [];
    for (const entry of cells) this.#change(entry, { state: "sending", sent: entry.value });
    this.acts.send({ id: act.id, kind: act.kind }, cells);
  }

  #change(entry, change) {
    Object.assign(entry, change);
    if (this.of(entry.id, entry.field) === entry) this.cellChanged(entry.id, entry.field);
  }

  #waits(cells, problem, first) {
    const isOut = problem.status === 401;
    for (const entry of cells) this.#change(entry, { state: "waiting", message: isOut ? SIGNED_OUT : problem.message });
    if (first && !isOut) this.say(`${this.#words(cells)} ${cells.length === 1 ? "waits" : "wait"} for the connection`);
  }

  #answered(cells, { outcomes, rows }, tries) {
    for (const row of rows) this.rowChanged(row);
    this.#settle(cells, outcomes, { rows: new Map(rows.map((row) => [row.id, row])), tries });
  }

  #settle(cells, outcomes, { rows = new Map(), tries = 0 } = {}) {
    const count = { saved: 0, conflict: 0, refused: 0 };
    cells.forEach((entry, place) => {
      const became = this.#become(entry, outcomes[place], rows.get(entry.id), tries);
      count[became] += 1;
      this.#report(entry, became, outcomes[place].detail);
    });
    this.#tell(cells, count);
    if (count.saved) this.acted?.(cells[0].act, count.saved);
  }

  #report(entry, state, detail = "") {
    entry.done?.({ id: entry.id, field: entry.field, state, detail });
    entry.became?.(entry, state);
  }

  // Answers "saved", "conflict" or "refused", and lets the next edit of the cell go.
  #become(entry, outcome, row, tries) {
    const meets = outcome.state === "conflict" && same(outcome.theirs, entry.value);
    const became = meets || outcome.state === "unchanged" ? "saved" : outcome.state;
    const next = this.#follower(entry);
    if (became === "saved") entry.stands = this.#standing(entry, outcome, row, tries);
    const base = became === "saved" ? entry.stands : entry.base;
    if (next) this.#go(next, base, row);
    if (this.#draft?.after === entry) this.#stand(this.#draft, base, row);
    if (next || this.of(entry.id, entry.field) !== entry) this.keeper?.remove(entry.seal);
    else if (became === "saved") this.drop(entry.id, entry.field);
    else {
      const { theirs } = outcome;
      this.#change(entry, became === "conflict" ? { state: "conflict", theirs, version: row?.version ?? entry.version, message: THEIRS } : { state: "invalid", message: outcome.detail });
      this.#keep(entry);
    }
    return became;
  }

  // What the next edit of the cell is made from: what this one left there. The row may hold what someone else has
  // written since; that was not seen, so it is no base.
  #standing(entry, outcome, row, tries) {
    for (const name of ["stands", "theirs"]) if (name in outcome) return outcome[name];
    return row && !tries ? row[entry.field] : entry.sent;
  }

  #follower(entry) {
    for (let each = this.of(entry.id, entry.field); each; each = each.after) if (each.after === entry) return each;
    return null;
  }

  #go(next, base, row) {
    const isBusy = BUSY.has(next.state);
    if (isBusy && same(next.value, base)) return this.#meet(next, base, row);
    this.#stand(next, base, row);
    if (isBusy) this.#depart(next.act);
    else this.#change(next, { value: base });
  }

  // It is so already: nothing has to leave.
  #meet(next, base, row) {
    const later = this.#follower(next);
    Object.assign(next, { stands: base, after: null });
    next.act.cells = next.act.cells.filter((entry) => entry !== next);
    if (this.of(next.id, next.field) === next) this.drop(next.id, next.field);
    else this.keeper?.remove(next.seal);
    this.#report(next, "saved");
    if (later) this.#go(later, base, row);
    this.#depart(next.act);
  }

  #stand(next, base, row) {
    Object.assign(next, { base, after: null, version: row?.version ?? next.version });
    this.#keep(next);
  }

  #words(cells) {
    return cells.length === 1 ? labelOf(this.labels, cells[0].field) : `${cells.length} cells`;
  }

  // A gesture of many cells is told as a whole, once all of it is known.
  #tell(cells, count) {
    if (cells[0].act?.quiet) return;
    const label = this.#words(cells);
    if (cells.length > 1) this.say(tally(cells.length, count));
    else if (count.saved) this.say(`${label} saved`);
    else if (count.conflict) this.say(`${label} was changed by someone else. Press Enter on the cell to choose.`);
    else this.say(`${label} not saved: ${cells[0].message}`);
  }
}
