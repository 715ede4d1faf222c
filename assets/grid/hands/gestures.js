// What is done to all cells of a range at once: filled, cleared, turned. One gesture each, which one undo takes back.
import { refusal, wrong } from "../checks.js";
import { same, whole } from "../format.js";
import { rowsBetween } from "../reach.js";
import { Problem } from "../transport.js";

// More than this goes as a bulk change, which is rehearsed and runs on the server.
export const MOST = 5_000;
const EMPTIES = new Set(["text", "long_text", "email"]);
const masked = (row, column) => (row._masked?.includes(column.field) ? `${column.label} is masked` : "");
const cells = (count) => `${whole(count)} ${count === 1 ? "cell" : "cells"}`;

export class Gestures {
  // `offerBulk(rect, field, words)` says that it is too much and offers another way.
  constructor(desk, ranges, offerBulk) {
    Object.assign(this, { desk, ranges, offerBulk });
  }

  // The first row's values in all rows below; on one row, those of the row above.
  async fillDown() {
    const { rect } = this.ranges;
    if (!rect) return;
    const source = rect.top === rect.bottom ? rect.top - 1 : rect.top;
    if (source < 0) return this.desk.say("There is no row above to fill from");
    await this.#over({ ...rect, top: source }, "fill", ([first, ...rest], columns) =>
      rest.flatMap((row) => columns.map((column) => ({ row, column, value: this.desk.edits.shown(first, column.field), problem: masked(first, column) }))));
  }

  // One value in all cells of the range; `column` is where it was typed.
  async fillWith(column, value) {
    const fits = (other) => other.field === column.field || (other.kind === column.kind && column.kind !== "choice");
    await this.#over(this.ranges.rect, "fill", (rows, columns) =>
      rows.flatMap((row) => columns.map((other) => ({ row, column: other, value, problem: fits(other) ? "" : `${other.label} is of another kind` }))));
  }

  async clear() {
    const leaves = (column) => (!EMPTIES.has(column.kind) || column.required ? `${column.label} cannot be empty` : "");
    await this.#over(this.ranges.rect, "clear", (rows, columns) =>
      rows.flatMap((row) => columns.map((column) => ({ row, column, value: "", problem: leaves(column) }))));
  }

  // All flags of the range become what the first of them is not.
  async toggle() {
    const flags = this.ranges.rect.fields.map((field) => this.desk.columns.get(field)).filter((column) => column.kind === "flag");
    if (!flags.length) return this.desk.say("There is nothing to turn in this range");
    const { shown } = this.desk.edits;
    await this.#over({ ...this.ranges.rect, fields: flags.map((column) => column.field) }, "fill", (rows, columns) => {
      const value = !shown.call(this.desk.edits, rows[0], columns[0].field);
      return rows.flatMap((row) => columns.map((column) => ({ row, column, value })));
    });
  }

  async #over(rect, kind, wishes) {
    this.ranges.hush();
    const columns = rect.fields.map((field) => this.desk.columns.get(field));
    const editable = columns.filter((column) => column.editable);
    if (!editable.length) return this.desk.say(`${columns.map((column) => column.label).join(", ")} cannot be edited`);
    const count = (rect.bottom - rect.top + 1) * editable.length;
    if (count > MOST) return this.offerBulk(rect, editable[0].field, `${cells(count)} are more than can be changed at once here`);
    try {
      const rows = await rowsBetween(this.desk, rect.top, rect.bottom);
      await this.#send(wishes(rows, editable), kind, columns.length - editable.length ? columns.filter((column) => !column.editable) : []);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.desk.say(problem.message);
    }
  }

  // What cannot be is left as it is, and said.
  async #send(wishes, kind, fixed) {
    const { edits } = this.desk;
    const good = [];
    const left = new Map();
    for (const { row, column, value, problem } of wishes) {
      if (same(value, edits.shown(row, column.field))) continue;
      const why = problem || masked(row, column) || (row._gone ? "The row is deleted" : wrong(column, value, row[column.field]) || refusal(column, row, value));
      if (why) left.set(why, (left.get(why) ?? 0) + 1);
      else good.push({ row, field: column.field, value });
    }
    const told = [...left].map(([why, count]) => `${cells(count)} left: ${why}`);
    if (fixed.length) told.push(`${fixed.map((column) => column.label).join(", ")} cannot be edited`);
    const note = told.join(". ");
    if (left.size) this.desk.tell(note);
    if (good.length) await edits.submitMany(good, { kind, note });
    else this.desk.say(note || "Nothing to change: it is so already");
  }
}
