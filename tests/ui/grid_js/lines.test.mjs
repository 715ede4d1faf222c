// Line items in the drawer: what is shown over what stands, and what goes to the door.
import assert from "node:assert/strict";
import { test } from "node:test";
import { changed, fieldOf, isLine, newField, pieces, shownLines, totalOf, wire } from "../../../assets/grid/tools/drawer/lines.js";

const EUR = (amount) => ({ amount, currency: "EUR" });
const TEA = { id: "0190-a", product_id: "p1", sku: "TEA", name: "Tea", quantity: 2, unit_price: EUR(250), line_total: EUR(500), is_adjustment: false };
const POT = { id: "0190-b", product_id: "p2", sku: "POT", name: "Pot", quantity: 1, unit_price: null, line_total: EUR(1999), is_adjustment: false };
const SHEET = { order: { id: "order" }, lines: [TEA, POT] };
const tea = { quantity: 2, unit_price: 250, line_total: 500 };

const edits = (...entries) => ({
  of: (id, field) => entries.find((entry) => entry.id === id && entry.field === field),
  list: () => entries,
});
const shown = (...entries) => shownLines(SHEET, edits(...entries), new Map());

test("a new quantity or price makes a new total, unless the price is unknown", () => {
  assert.deepEqual(changed(tea, { quantity: 3 }), { quantity: 3, unit_price: 250, line_total: 750 });
  assert.deepEqual(changed(tea, { unit_price: 0 }), { quantity: 2, unit_price: 0, line_total: 0 });
  assert.equal(changed(tea, { quantity: 2 }), tea);
  const booked = { quantity: 1, unit_price: null, line_total: 1999 };
  assert.deepEqual(changed(booked, { quantity: 4 }), { ...booked, quantity: 4 });
  assert.equal(changed(booked, { unit_price: 500 }).line_total, 500);
});

test("the total is that of the lines as they are shown", () => {
  assert.equal(totalOf(shown()), 2499);
  const more = { id: "order", field: fieldOf(TEA.id), state: "sending", base: tea, value: changed(tea, { quantity: 3 }) };
  const gone = { id: "order", field: fieldOf(POT.id), state: "waiting", base: {}, value: null };
  const added = { id: "order", field: newField(), state: "sending", base: null, value: { product_id: "p3", name: "Cup", sku: "CUP", quantity: 1, unit_price: 700, line_total: 700 } };
  const elsewhere = { ...added, id: "another" };
  const lines = shown(more, gone, added, elsewhere);
  assert.deepEqual(lines.map(({ name, leaves }) => [name, leaves]), [["Tea", false], ["Pot", true], ["Cup", false]]);
  assert.equal(totalOf(lines), 750 + 700);
});

test("a conflict shows what stands, and a line that is gone keeps its name", () => {
  const known = new Map();
  shownLines(SHEET, edits(), known);
  const entry = { id: "order", field: fieldOf(TEA.id), state: "conflict", base: tea, value: changed(tea, { quantity: 9 }), theirs: null };
  const [pot, ghost] = shownLines({ ...SHEET, lines: [POT] }, edits(entry), known);
  assert.deepEqual([pot.name, ghost.name, ghost.values], ["Pot", "Tea", null]);
  assert.equal(totalOf([pot, ghost]), 1999);
});

test("each edit travels as what it is", () => {
  const field = fieldOf(TEA.id);
  assert.ok(isLine(field) && !isLine("note"));
  const line_id = "0190a";
  assert.deepEqual(wire({ field, base: tea, sent: { ...tea, quantity: 3 } }), { op: "set", line_id, base: tea, quantity: 3 });
  assert.deepEqual(wire({ field, base: tea, sent: { ...tea, unit_price: 1 } }), { op: "set", line_id, base: tea, unit_price: 1 });
  assert.deepEqual(wire({ field, base: tea, sent: null }), { op: "remove", line_id, base: tea });
  assert.deepEqual(wire({ field, base: null, sent: tea }), { op: "restore", line_id, quantity: 2, unit_price: 250 });
  assert.deepEqual(wire({ field, base: null, sent: { ...tea, unit_price: null } }), { op: "restore", line_id, quantity: 2 });
  assert.deepEqual(wire({ field: newField(), base: null, sent: { product_id: "p3", quantity: 2, name: "Cup" } }), { op: "add", product_id: "p3", quantity: 2 });
});

test("pieces are whole numbers of one to ten thousand", () => {
  assert.equal(pieces(" 12 "), 12);
  assert.equal(pieces("1,000"), 1000);
  for (const wrong of ["", "0", "-1", "1.5", "10001", "1000000000", "two", "=1+1"]) assert.throws(() => pieces(wrong), /whole number/);
});
