// Where pasted cells go: which column each belongs to, and what would stand there.
import { refusal, wrong } from "../checks.js";
import { same } from "../format.js";
import { read } from "../reading.js";
import { armed } from "./tabular.js";

const fold = (text) => text.trim().replace(/\s+/g, " ").toLocaleLowerCase();
const named = (columns, text) => columns.find((column) => fold(column.label) === fold(text) || column.field === fold(text));

// Whether the first line names columns: most of what stands there does, and something follows it.
export function hasHeader(table, columns) {
  const names = table[0].filter((cell) => cell.trim());
  const known = names.filter((cell) => named(columns, cell)).length;
  return table.length > 1 && known > 0 && known * 2 > names.length;
}

// The field of each pasted column: by name, "" where no column has it; or from `field` to the right, null beyond the last.
export function targets(table, { columns, shown, field, header }) {
  const width = Math.max(...table.map((row) => row.length));
  if (header) return Array.from({ length: width }, (_, c) => named(columns, table[0][c] ?? "")?.field ?? "");
  const first = shown.indexOf(field);
  return Array.from({ length: width }, (_, c) => shown[first + c] ?? null);
}

// What a pasted text would make of a cell: {value} or {problem}.
export function wish(column, row, text, { shown, timeZone }) {
  if (row._gone) return { problem: "The row is deleted", state: "refused" };
  if (row._masked?.includes(column.field)) return { problem: `${column.label} is masked`, state: "refused" };
  try {
    const value = read(column, armed(text), { before: row[column.field], timeZone });
    if (same(value, shown)) return { value, state: "same" };
    const problem = wrong(column, value, row[column.field]) || refusal(column, row, value);
    return problem ? { problem, state: "refused" } : { value };
  } catch (fault) {
    return { problem: fault.message, state: "refused" };
  }
}

// Every pasted cell with its place: `line` and `place` in the table, and its `row` and `column` where it has them.
//
// state: "refused" with a problem, "same", "outside" (no such row or column), "readonly", "skipped" (by choice), or
// undefined where the server has to say.
export function planned(table, { header, fields, columns, rows, edits, timeZone }) {
  const cells = [];
  const body = header ? table.slice(1) : table;
  body.forEach((texts, line) => texts.forEach((text, place) => {
    const field = fields[place];
    const column = columns.get(field);
    const row = rows[line];
    const cell = { line, place, text, row, column };
    if (field === "") Object.assign(cell, { state: "skipped" });
    else if (!row || !column) Object.assign(cell, { state: "outside" });
    else if (!column.editable) Object.assign(cell, { state: "readonly" });
    else Object.assign(cell, wish(column, row, text, { shown: edits.shown(row, field), timeZone }));
    cells.push(cell);
  }));
  return cells;
}

const words = (count, one, many) => (count ? `${count.toLocaleString()} ${count === 1 ? one : many}` : "");

// "37 will change, 2 are refused, 1 is already so, 5 fall outside the table"
export function counted(cells) {
  const count = (state) => cells.filter((cell) => cell.state === state).length;
  return [
    words(count("change"), "cell will change", "cells will change"),
    words(count("refused"), "is refused", "are refused"),
    words(count("same"), "is already so", "are already so"),
    words(count("readonly"), "is in a column that cannot be edited", "are in columns that cannot be edited"),
    words(count("outside"), "falls outside the table", "fall outside the table"),
    words(count("skipped"), "is left out", "are left out"),
  ].filter(Boolean).join(", ") || "Nothing to paste";
}
