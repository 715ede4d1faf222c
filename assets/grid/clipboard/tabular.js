// Tables as text: what Excel, Sheets, LibreOffice and CSV files write, and what they read.
export const SEPARATORS = { tab: "\t", comma: ",", semicolon: ";", none: null };
// How much of a text may be searched for quotes that never close.
const PATIENCE = 4_000_000;
const DANGEROUS = /^'*[=+\-@\t\r]/;
const DEFUSED = /^'+[=+\-@\t\r]/;

// A cell that a spreadsheet would run as a formula gets an apostrophe, as in our exports; `armed` takes it away again.
export const defused = (text) => (DANGEROUS.test(text) ? `'${text}` : text);
export const armed = (text) => (DEFUSED.test(text) ? text.slice(1) : text);

// The end of a quoted cell that begins at `start`: its closing quote is followed by a separator, a line's end or nothing.
function closing(text, start, separator, budget) {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    const next = text[at + 1];
    if (next === '"') at += 1;
    else if (next === undefined || next === separator || next === "\n" || next === "\r") return at;
  }
  budget.left -= text.length - start;
  return -1;
}

// Lines of cells. A quote that begins a cell and never closes stands for itself. The last line's end makes no line.
export function parse(given, separator) {
  const text = given.replace(/^\uFEFF/, "");
  const rows = [[]];
  const budget = { left: PATIENCE };
  const stop = separator === null ? /\r\n|\n|\r/g : new RegExp(`${separator}|\\r\\n|\\n|\\r`, "g");
  let at = 0;
  while (at <= text.length) {
    const end = separator !== null && text[at] === '"' && budget.left > 0 ? closing(text, at, separator, budget) : -1;
    stop.lastIndex = end < 0 ? at : end + 1;
    const found = stop.exec(text);
    const to = found ? found.index : text.length;
    rows.at(-1).push(end < 0 ? text.slice(at, to) : text.slice(at + 1, end).replaceAll('""', '"'));
    if (!found) break;
    at = to + found[0].length;
    if (found[0] !== separator) {
      if (at === text.length) break;
      rows.push([]);
    }
  }
  return rows;
}

// Commas in sentences and addresses are followed by a space; those of a table are not.
function looksLikeTable(text, separator) {
  const rows = parse(text.slice(0, 20_000), separator);
  const full = text.length > 20_000 ? rows.slice(0, -1) : rows;
  const width = full[0]?.length ?? 0;
  if (full.length < 2 || width < 2 || full.some((row) => row.length !== width)) return false;
  return !full.every((row) => row.slice(1).every((cell) => cell.startsWith(" ")));
}

// Where a text is split: at tabs if it has any (a spreadsheet's clipboard), at commas or semicolons if it is a table then.
export function separatorOf(text) {
  if (text.includes("\t")) return "tab";
  return ["semicolon", "comma"].find((name) => looksLikeTable(text, SEPARATORS[name])) ?? "tab";
}

const quoted = (cell) => (/[\t\n\r"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

export const tsv = (rows) => rows.map((row) => row.map(quoted).join("\t")).join("\n");

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "<br>", "\r": "" };
const escaped = (cell) => cell.replace(/[&<>"\n\r]/g, (mark) => ENTITIES[mark]);

export const html = (rows) =>
  `<table>${rows.map((row) => `<tr>${row.map((cell) => `<td>${escaped(cell)}</td>`).join("")}</tr>`).join("")}</table>`;

// A small table onto a larger range: again and again where it fits whole.
export function spread(rows, height, width) {
  const wide = Math.max(...rows.map((row) => row.length));
  const tall = rows.length;
  if (height % tall || width % wide || (height === tall && width === wide)) return rows;
  return Array.from({ length: height }, (_, r) => {
    const row = rows[r % tall];
    return Array.from({ length: width / wide }, () => row).flat();
  });
}
