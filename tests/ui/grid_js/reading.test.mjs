// Typed and pasted text as values, and what is said of text that stands for none: the words of the server.
import assert from "node:assert/strict";
import { test } from "node:test";
import { refusal, wrong } from "../../../assets/grid/checks.js";
import { counted, hasHeader, planned, targets, wish } from "../../../assets/grid/clipboard/mapping.js";
import { instantOf, momentText, readMoment, stepped } from "../../../assets/grid/moments.js";
import { read, written } from "../../../assets/grid/reading.js";

const STATUS = {
  kind: "choice", field: "status", label: "Status", editable: true,
  options: [{ value: "pending", label: "Pending" }, { value: "paid", label: "Paid" }, { value: "shipped", label: "On its way" }],
  refusals: { pending: { shipped: "From pending an order can become paid" } },
};
const PRICE = { kind: "money", field: "price", label: "Price", editable: true, minimum: 0, currency: "EUR" };
const FLAG = { kind: "flag", field: "active", label: "For sale", editable: true };
const STOCK = { kind: "number", field: "stock", label: "Stock", editable: true, minimum: 1, maximum: 2000 };
const NAME = { kind: "text", field: "name", label: "Name", editable: true, required: true, max_length: 20 };
const NOTE = { kind: "long_text", field: "note", label: "Note", editable: true, max_length: 2000 };
const EMAIL = { kind: "email", field: "email", label: "Email", editable: true, max_length: 254 };
const AT = { kind: "moment", field: "at", label: "Ordered", editable: true };
const NUMBER = { kind: "link", field: "number", label: "Order", editable: false };
const euros = (amount) => ({ amount, currency: "EUR" });
const faults = (column, text, settings) => { try { read(column, text, settings); return ""; } catch (fault) { return fault.message; } };

test("choices go by value or label, in any case", () => {
  for (const text of ["paid", "Paid", " PAID "]) assert.equal(read(STATUS, text), "paid");
  assert.equal(read(STATUS, "on its  way"), "shipped");
  assert.equal(faults(STATUS, "gone"), "Status must be one of its choices");
  assert.equal(faults(STATUS, ""), "Status must be one of its choices");
});

test("amounts with point or comma, thousands marks and the currency's own sign", () => {
  for (const text of ["1234.5", "1,234.50", "1.234,50", "1 234,50", "€1,234.50", "1.234,50 €", "EUR 1234.50", "1'234.50", "+1234.50"]) {
    assert.deepEqual(read(PRICE, text, { before: euros(1) }), euros(123450), text);
  }
  assert.deepEqual(read(PRICE, "(5.00)", { before: euros(1) }), euros(-500));
  assert.deepEqual(read(PRICE, "¥500", { before: { amount: 1, currency: "JPY" } }), { amount: 500, currency: "JPY" });
  for (const text of ["$5", "5 USD"]) assert.equal(faults(PRICE, text, { before: euros(1) }), "Price stays in EUR");
  assert.match(faults(PRICE, "twelve", { before: euros(1) }), /Type an amount such as 12.50/);
  assert.match(faults(PRICE, "", { before: euros(1) }), /Type an amount/);
});

test("three digits after the viewer's own decimal mark are not taken for thousands", () => {
  const amount = (text, locale) => read(PRICE, text, { before: euros(1), locale }).amount;
  assert.deepEqual([amount("1,234", "en"), amount("1.234", "de"), amount("1,234,567", "de"), amount("0.5", "en"), amount(",5", "de")], [123400, 123400, 123456700, 50, 50]);
  for (const [text, locale] of [["12.345", "en"], ["12,345", "de"], ["0.125", "de"], [".125", "en"], ["1234.567", "de"], ["1,2,3", "en"]]) {
    assert.match(faults(PRICE, text, { before: euros(1), locale }), /Type an amount/, text);
  }
  assert.deepEqual(read(PRICE, "1.234", { before: { amount: 1, currency: "KWD" } }), { amount: 1234, currency: "KWD" });
  assert.match(faults(PRICE, "1.23456", { before: { amount: 1, currency: "KWD" } }), /Type an amount/);
  assert.deepEqual([read(STOCK, "1.234", { locale: "de" }), faults(STOCK, "1.234", { locale: "en" })], [1234, "Stock must be a whole number"]);
});

test("yes and no in several tongues", () => {
  for (const text of ["yes", "TRUE", "1", "ja", "x"]) assert.equal(read(FLAG, text), true);
  for (const text of ["No", "false", "0", "nein"]) assert.equal(read(FLAG, text), false);
  for (const text of ["maybe", ""]) assert.equal(faults(FLAG, text), "For sale must be yes or no");
});

test("whole numbers with thousands marks", () => {
  assert.equal(read(STOCK, "1,234"), 1234);
  assert.equal(faults(STOCK, "1.5"), "Stock must be a whole number");
});

test("moments in the viewer's zone, in the forms that people use", () => {
  const berlin = { timeZone: "Europe/Berlin", now: Date.parse("2026-07-01T22:30:00Z"), locale: "en-US" };
  assert.equal(readMoment("2026-11-24 10:30", berlin), "2026-11-24T09:30:00.000Z");
  assert.equal(readMoment("24.11.2026", berlin), "2026-11-23T23:00:00.000Z");
  assert.equal(readMoment("11/24/2026, 3:05 pm", berlin), "2026-11-24T14:05:00.000Z");
  assert.equal(readMoment("24/11/2026 15:05", { ...berlin, locale: "en-GB" }), "2026-11-24T14:05:00.000Z");
  assert.equal(readMoment("today 9:00", berlin), "2026-07-02T07:00:00.000Z");
  assert.equal(readMoment("2026-11-24T10:30:00+05:30", berlin), "2026-11-24T05:00:00.000Z");
  for (const text of ["soon", "", "2026-02-30", "2026-11-24 25:00", "2026-11-24 13:00 pm", "24-11-2026"]) {
    assert.throws(() => readMoment(text, berlin), /Type a date and time such as/, text);
  }
});

test("a time that the clocks skip is refused, one that they repeat is the first", () => {
  assert.throws(() => readMoment("2026-03-29 02:30", { timeZone: "Europe/Berlin" }), /clocks go forward/);
  assert.equal(new Date(instantOf([2026, 10, 25, 2, 30, 0], "Europe/Berlin")).toISOString(), "2026-10-25T00:30:00.000Z");
  assert.equal(momentText("2026-10-25T01:30:07Z", "Europe/Berlin"), "2026-10-25 02:30:07");
});

test("what is written stands for the same moment, and unchanged text changes nothing of it", () => {
  const exact = "2026-05-04T10:20:00.000500Z";
  assert.equal(read(AT, written(AT, exact, "Asia/Tokyo"), { before: exact, timeZone: "Asia/Tokyo" }), exact);
});

test("the arrow keys step by days and months", () => {
  const settings = { timeZone: "Europe/Berlin" };
  assert.equal(stepped("2026-01-31 10:00", { months: 1 }, settings), "2026-02-28 10:00");
  assert.equal(stepped("2026-03-28 10:00", { days: 1 }, settings), "2026-03-29 10:00");
  assert.equal(stepped("soon", { days: 1 }, settings), "soon");
});

test("values are refused in the words of the server", () => {
  const cases = [
    [NAME, " ", "Name must not be empty"],
    [NAME, "x".repeat(21), "Name must be at most 20 characters long"],
    [NAME, "👩".repeat(20), ""],
    [NAME, "two\nlines", "Name must be on one line"],
    [NAME, "a\0b", "Name must not hold control characters"],
    [NOTE, "two\nlines", ""],
    [EMAIL, "ann@example", "Email must be an e-mail address such as ann@example.com"],
    [EMAIL, "ann@example.com", ""],
    [PRICE, euros(-1), "Price must be at least 0.00"],
    [STOCK, 2001, "Stock must be at most 2,000"],
    [STOCK, 0, "Stock must be at least 1"],
  ];
  for (const [column, value, words] of cases) assert.equal(wrong(column, value), words);
  assert.equal(wrong(PRICE, { amount: 5, currency: "USD" }, euros(1)), "Price stays in EUR");
  assert.equal(refusal(STATUS, { status: "pending" }, "shipped"), "From pending an order can become paid");
  assert.equal(refusal(STATUS, { status: "paid" }, "shipped"), "");
});

const COLUMNS = new Map([NUMBER, STATUS, NOTE].map((column) => [column.field, column]));
const edits = { shown: (row, field) => row[field] };
const row = (number, status = "pending", note = "") => ({ id: String(number), number, status, note });

test("cells go down and to the right, or by the names in the first line", () => {
  const settings = { columns: [...COLUMNS.values()], shown: [...COLUMNS.keys()], field: "status" };
  assert.deepEqual(targets([["paid", "x", "y"]], { ...settings, header: false }), ["status", "note", null]);
  const table = [["Note", "Whatever", "status"], ["x", "y", "paid"]];
  assert.equal(hasHeader(table, settings.columns), true);
  assert.equal(hasHeader([["paid", "x"], ["paid", "y"]], settings.columns), false);
  assert.deepEqual(targets(table, { ...settings, header: true }), ["note", "", "status"]);
});

test("every pasted cell has an account, unequal lines too", () => {
  const table = [["7", "paid", "ring"], ["8", "shipped"], ["9", "Pending", "", "beyond"], ["10", "paid"]];
  const cells = planned(table, {
    header: false, fields: ["number", "status", "note", null], columns: COLUMNS, rows: [row(1), row(2), row(3)], edits, timeZone: "",
  });
  const told = cells.map(({ line, place, state, problem, value }) => [line, place, state ?? value, problem ?? ""]);
  assert.deepEqual(told, [
    [0, 0, "readonly", ""], [0, 1, "paid", ""], [0, 2, "ring", ""],
    [1, 0, "readonly", ""], [1, 1, "refused", "From pending an order can become paid"],
    [2, 0, "readonly", ""], [2, 1, "same", ""], [2, 2, "same", ""], [2, 3, "outside", ""],
    [3, 0, "outside", ""], [3, 1, "outside", ""],
  ]);
  for (const cell of cells) if (!cell.state) cell.state = "change";
  assert.equal(counted(cells), "2 cells will change, 1 is refused, 2 are already so, 3 are in columns that cannot be edited, 3 fall outside the table");
});

test("hostile text is text, and a megabyte is refused in words", () => {
  for (const text of ["=cmd()", "'; DROP TABLE orders; --", "👩‍🚀", "שלום"]) assert.equal(wish(NOTE, row(1), `'${text}`.replace(/^'(?!=)/, ""), { shown: "" }).value, text);
  assert.equal(wish(NOTE, row(1), "x".repeat(1 << 20), { shown: "" }).problem, "Note must be at most 2,000 characters long");
  assert.equal(wish(NOTE, row(1), "a\0b", { shown: "" }).problem, "Note must not hold control characters");
});
