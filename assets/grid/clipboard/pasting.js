// Ctrl+V: one cell goes where it is told at once; a table is shown first as it would stand, rehearsed by the server, and
// then saved as one gesture.
import { parted } from "../acts.js";
import { whole } from "../format.js";
import { rowsBetween } from "../reach.js";
import { read } from "../reading.js";
import { Problem } from "../transport.js";
import { copyText } from "./copying.js";
import { counted, hasHeader, planned, targets } from "./mapping.js";
import { armed, parse, separatorOf, SEPARATORS, spread, tsv } from "./tabular.js";

export const MOST = 5_000;
const LONGEST = 20_000_000;
const THEIRS = "Someone changed this cell meanwhile";

const pastes = new WeakMap();

// One for each desk. `desk.store` shows {paste: {step: "ask" | "preview" | "done", …} while its dialog is open}.
export function pasteOf(desk) {
  if (!pastes.has(desk)) pastes.set(desk, new Pasting(desk));
  return pastes.get(desk);
}

class Pasting {
  #round = 0;

  constructor(desk) {
    this.desk = desk;
  }

  get state() {
    return this.desk.store.get().paste;
  }

  #set(change) {
    this.desk.store.set({ paste: change && { ...this.state, ...change } });
  }

  // Where it goes: from the focus down and to the right, or onto the range.
  #place() {
    const { rect } = this.desk.hands.ranges;
    return rect && { ...rect, field: rect.fields[0] };
  }

  // The button: the browser may ask first, or not give it at all; then there is a box to paste into.
  async ask() {
    if (!this.#place()) return this.desk.tell("Go to the cell first where the paste is to begin");
    try {
      const text = await navigator.clipboard.readText();
      if (text) return this.paste(text);
    } catch {
      // Said no, or cannot.
    }
    this.#set({ step: "ask" });
  }

  paste(text) {
    const at = this.#place();
    if (!at) return;
    if (!text) return this.desk.say("There is nothing to paste");
    if (text.length > LONGEST) return this.desk.tell("This is more than can be pasted. Import it as a file instead.");
    const split = separatorOf(text);
    const table = parse(text, SEPARATORS[split]);
    const isOne = table.length === 1 && table[0].length === 1;
    if (isOne && at.top === at.bottom && at.fields.length === 1) return this.#one(table[0][0], at);
    this.#preview(text, split, at);
  }

  // As if it had been typed.
  #one(text, { top, field }) {
    const { api, columns, edits, context } = this.desk;
    const row = api.getDisplayedRowAtIndex(top)?.data;
    const column = columns.get(field);
    this.#set(null);
    if (!row || row._gone || edits.of(row.id, field)?.state === "conflict") return this.desk.say("This cell cannot be changed now");
    if (!column.editable) return this.desk.tell(`${column.label} cannot be edited`);
    this.desk.hands.enter(row, column, armed(text), (given) => read(column, given, { before: row[field], timeZone: context.timeZone }));
  }

  #preview(text, split, at) {
    const table = parse(text, SEPARATORS[split]);
    const header = hasHeader(table, [...this.desk.columns.values()]);
    this.#set({ step: "preview", text, split, at, header, fields: null, cells: [], rows: [], counts: "", checking: true, problem: "" });
    this.#plan();
  }

  // Another separator, header or column: everything is looked at again.
  change(change) {
    const fields = "split" in change || "header" in change ? { fields: null } : {};
    this.#set({ ...fields, ...change });
    this.#plan();
  }

  async #plan() {
    const round = (this.#round += 1);
    const { text, split, at, header } = this.state;
    const { columns, edits, context, hands } = this.desk;
    const parsed = parse(text, SEPARATORS[split]);
    const table = header ? parsed : spread(parsed, at.bottom - at.top + 1, at.fields.length);
    const fields = this.state.fields ?? targets(table, { columns: [...columns.values()], shown: hands.ranges.fields, field: at.field, header });
    const lines = table.length - (header ? 1 : 0);
    const wanted = fields.filter((field) => columns.get(field)?.editable).length;
    this.#set({ table, fields, lines, checking: true, problem: "", again: false });
    if (lines * Math.max(1, wanted) > MOST) return this.#set({ checking: false, cells: [], counts: "", problem: `${whole(lines)} rows × ${whole(wanted)} columns: at most ${whole(MOST)} cells can be pasted at a time. To change more, import them as a file.` });
    try {
      const rows = await rowsBetween(this.desk, at.top, at.top + lines - 1);
      const cells = planned(table, { header, fields, columns, rows, edits, timeZone: context.timeZone });
      if (round !== this.#round) return;
      this.#set({ rows, cells, counts: "" });
      if (!(await this.#rehearse(cells, round))) return;
      this.#set({ cells: [...cells], checking: false, counts: counted(cells) });
      this.desk.say(counted(cells));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (problem.status === 401) this.desk.signedOut(problem);
      if (round === this.#round) this.#set({ checking: false, problem: problem.message, again: problem.passes });
    }
  }

  // Asks the server what would become of the cells that look good; false where something else was asked meanwhile.
  async #rehearse(cells, round) {
    const open = cells.filter((cell) => !cell.state);
    const asked = open.map(({ row, column, value }) => ({ id: row.id, field: column.field, base: row[column.field], sent: value, version: row.version }));
    let place = 0;
    for (const part of parted(asked)) {
      const message = { cells: part.map(({ sent, ...cell }) => ({ ...cell, value: sent })) };
      const { outcomes } = await this.desk.post("rehearse", message);
      if (round !== this.#round) return false;
      for (const outcome of outcomes) this.#judge(open[place++], outcome);
    }
    return round === this.#round;
  }

  #judge(cell, { state, detail }) {
    cell.state = { saved: "change", unchanged: "same" }[state] ?? "refused";
    if (cell.state === "refused") cell.problem = state === "conflict" ? THEIRS : detail;
  }

  get #good() {
    return this.state.cells.filter((cell) => cell.state === "change");
  }

  get refused() {
    return this.state?.cells?.filter((cell) => cell.state === "refused") ?? [];
  }

  async save() {
    const { desk } = this;
    const { at, fields, lines } = this.state;
    const good = this.#good;
    const { refused } = this;
    const sent = good.map(({ row, column, value }) => ({ row: desk.api?.getRowNode(row.id)?.data ?? row, field: column.field, value, seen: row[column.field] }));
    const saving = desk.edits.submitMany(sent, { kind: "paste", note: refused.length ? `${whole(refused.length)} ${refused.length === 1 ? "was" : "were"} refused before` : "" });
    if (refused.length) this.#set({ step: "done", saving: true, count: good.length });
    else this.close();
    this.#select(at, fields, lines);
    const outcomes = await saving;
    if (this.state?.step !== "done") return;
    outcomes.forEach((outcome, place) => outcome.state !== "saved" && Object.assign(good[place], { state: "refused", problem: outcome.detail || THEIRS }));
    this.#set({ saving: false, count: outcomes.filter((outcome) => outcome.state === "saved").length, cells: [...this.state.cells] });
  }

  // What was pasted is the range now.
  #select(at, fields, lines) {
    const { ranges } = this.desk.hands;
    const shown = ranges.fields.filter((field) => fields.includes(field));
    const last = Math.min(at.top + lines, ranges.length) - 1;
    if (shown.length && last >= at.top) ranges.span({ place: at.top, field: shown[0] }, { place: last, field: shown.at(-1) });
    ranges.hush();
  }

  nameOf(cell) {
    return cell.row ? this.desk.edits.nameOf(cell.row) : "";
  }

  async copyRefused() {
    const lines = this.refused.map((cell) => [this.nameOf(cell), cell.column?.label ?? "", cell.text, cell.problem]);
    const copied = await copyText(tsv([["Row", "Column", "Pasted", "Why not"], ...lines]));
    this.desk.say(copied ? `Copied ${whole(lines.length)} refused cells with their reasons` : "The browser did not let them be copied");
    this.#set({ copied });
  }

  close() {
    this.#round += 1;
    this.#set(null);
    const { focus } = this.desk.store.get();
    if (focus) this.desk.goTo(focus);
  }
}
