// Line items of an order as the drawer shows them, and as they travel. Values of a line: {quantity, unit_price, line_total} in
// minor units; `unit_price` is null where a till kept totals only. An edit of a line is an entry of the desk's edits: its
// field is "line:<32 hex digits>", its value null where the line is to go. One to add has "line:+<anything>" and its product.
export const MOST_PIECES = 10_000;
export const MOST_LINES = 100;
const LINE = "line:";
const NEW = "line:+";

export const isLine = (field) => field.startsWith(LINE);
const isNew = (field) => field.startsWith(NEW);
export const fieldOf = (lineId) => LINE + lineId.replaceAll("-", "");
export const newField = () => NEW + crypto.randomUUID();

export const valuesOf = (line) => ({
  quantity: line.quantity,
  unit_price: line.unit_price ? line.unit_price.amount : null,
  line_total: line.line_total.amount,
});

// As the server reckons: quantity times price; where the price is unknown the till's total stands.
export function changed(values, change) {
  const next = { ...values, ...change };
  if (next.quantity === values.quantity && next.unit_price === values.unit_price) return values;
  return { ...next, line_total: next.unit_price === null ? values.line_total : next.unit_price * next.quantity };
}

// What stands in the drawer: the server's lines, and over them what is on its way, refused or in conflict.
// `known` remembers lines that somebody else has removed meanwhile.
export function shownLines(sheet, edits, known) {
  const order = sheet.order.id;
  const lines = sheet.lines.map((line) => {
    known.set(fieldOf(line.id), line);
    return shown(line, fieldOf(line.id), edits.of(order, fieldOf(line.id)));
  });
  const there = new Set(lines.map(({ field }) => field));
  const rest = edits.list().filter((entry) => entry.id === order && isLine(entry.field) && !there.has(entry.field));
  return [...lines, ...rest.map((entry) => absent(entry, known.get(entry.field)))];
}

function shown(line, field, entry) {
  const stands = valuesOf(line);
  const value = entry && entry.state !== "conflict" ? entry.value : stands;
  return { field, entry, name: line.name, sku: line.sku, product_id: line.product_id, isAdjustment: line.is_adjustment, stands, values: value, leaves: value === null };
}

// A line that is not there: one to add, or one that somebody else has removed.
function absent(entry, line) {
  const { name = line?.name ?? "A line that is gone", sku = line?.sku ?? "", product_id } = entry.value ?? {};
  const values = entry.state === "conflict" ? null : entry.value;
  return { field: entry.field, entry, name, sku, product_id, isNew: isNew(entry.field), stands: null, values, leaves: !values };
}

export const totalOf = (lines) => lines.reduce((sum, { values }) => sum + (values?.line_total ?? 0), 0);

// One edit as the door takes it.
export function wire({ field, base, sent }) {
  if (isNew(field)) return { op: "add", product_id: sent.product_id, quantity: sent.quantity };
  const line_id = field.slice(LINE.length);
  if (base === null) return restored(line_id, sent);
  const about = { line_id, base };
  if (sent === null) return { op: "remove", ...about };
  const edit = { op: "set", ...about };
  if (sent.quantity !== base.quantity) edit.quantity = sent.quantity;
  if (sent.unit_price !== base.unit_price && sent.unit_price !== null) edit.unit_price = sent.unit_price;
  return edit;
}

const restored = (line_id, { quantity, unit_price }) =>
  unit_price === null ? { op: "restore", line_id, quantity } : { op: "restore", line_id, quantity, unit_price };

// A whole number of pieces of what was typed; throws an Error that says what to type.
export function pieces(text) {
  const compact = text.replace(/[\s\u00a0\u202f'.,](?=\d{3}(\D|$))/g, "").trim();
  const count = /^\d{1,9}$/.test(compact) ? Number(compact) : 0;
  if (count < 1 || count > MOST_PIECES) throw new Error("Type a whole number from 1 to 10,000");
  return count;
}
