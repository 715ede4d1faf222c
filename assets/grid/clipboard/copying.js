// Ctrl+C: the range, the selected rows or the cell with the focus, as a spreadsheet reads it.
import { whole } from "../format.js";
import { heldBetween, rowsBetween, rowsOf } from "../reach.js";
import { written } from "../reading.js";
import { Problem } from "../transport.js";
import { defused, html, tsv } from "./tabular.js";

// More is a job for Export, which needs no memory.
export const MOST = 50_000;
// What no spreadsheet takes for a formula, whatever it begins with.
const PLAIN = new Set(["money", "number", "moment", "flag", "choice"]);

// What is copied of a cell: what the person sees of it, as plain as a spreadsheet wants it.
function cellText(desk, row, column) {
  const text = written(column, desk.edits.shown(row, column.field), desk.context.timeZone);
  return PLAIN.has(column.kind) ? text : defused(text);
}

const table = (desk, rows, fields) => rows.map((row) => fields.map((field) => cellText(desk, row, desk.columns.get(field))));

export class Copying {
  constructor(desk, ranges) {
    Object.assign(this, { desk, ranges });
  }

  // What is to be copied: {fields, rows: those if all are held, ask() for them, count}.
  get #wanted() {
    const { desk, ranges } = this;
    const { selection } = desk;
    if (!ranges.several && selection.any) {
      const { fields } = ranges;
      return { fields, count: selection.count * fields.length, rows: this.#heldSelected(), ask: () => this.#selected() };
    }
    const { rect } = ranges;
    if (!rect) return null;
    const count = (rect.bottom - rect.top + 1) * rect.fields.length;
    const rows = count > MOST ? null : heldBetween(desk, rect.top, rect.bottom);
    return { fields: rect.fields, count, rows, ask: () => rowsBetween(desk, rect.top, rect.bottom) };
  }

  // In the order in which they stand, as far as that is known here.
  #ids() {
    const place = (id) => this.desk.api.getRowNode(id)?.rowIndex ?? Infinity;
    return [...this.desk.selection.ids].sort((a, b) => place(a) - place(b) || 0);
  }

  #heldSelected() {
    if (this.desk.selection.all) return null;
    const rows = this.#ids().map((id) => this.desk.api.getRowNode(id)?.data);
    return rows.every(Boolean) ? rows : null;
  }

  async #selected() {
    const { selection } = this.desk;
    if (!selection.all) return rowsOf(this.desk, this.#ids());
    const rows = await rowsBetween(this.desk, 0, this.ranges.length - 1);
    return rows.filter((row) => selection.has(row.id));
  }

  // The browser's own copy event: what is held goes at once, the rest by a promise.
  copy(event) {
    const wanted = this.#wanted;
    if (!wanted) return;
    this.ranges.hush();
    event.preventDefault();
    if (wanted.count > MOST) return this.desk.tell(`${whole(wanted.count)} cells are too many to copy (at most ${whole(MOST)}). Export them as a file instead.`);
    if (!wanted.rows) return this.#later(wanted);
    const cells = table(this.desk, wanted.rows, wanted.fields);
    event.clipboardData.setData("text/plain", tsv(cells));
    event.clipboardData.setData("text/html", html(cells));
    this.#said(cells);
  }

  async #later(wanted) {
    if (!globalThis.ClipboardItem || !navigator.clipboard?.write) return this.desk.tell("Not all of these rows are loaded, and this browser copies only what is: scroll over them first.");
    const cells = wanted.ask().then((rows) => table(this.desk, rows, wanted.fields));
    const blob = (make, type) => cells.then((found) => new Blob([make(found)], { type }));
    try {
      await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob(tsv, "text/plain"), "text/html": blob(html, "text/html") })]);
      this.#said(await cells);
    } catch (problem) {
      this.desk.tell(problem instanceof Problem ? problem.message : "The browser did not let the cells be copied");
    }
  }

  #said(cells) {
    const count = cells.length * (cells[0]?.length ?? 0);
    this.desk.say(count === 1 ? "Copied" : `Copied ${whole(count)} cells`);
  }
}

// Text of our own making, such as what was refused.
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
