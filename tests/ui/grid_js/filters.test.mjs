// Conditions as a person builds them, and the filters that the door gets.
import assert from "node:assert/strict";
import test from "node:test";
import { asCondition, asFilter, blank, opName, opsOf, says, withOp } from "../../../assets/grid/filters/ops.js";
import { added, changed, count, depth, fromFilters, group, keyed, keys, room, toFilters, without } from "../../../assets/grid/filters/tree.js";
import { box, boxed } from "../../../assets/grid/filters/week.js";
import { summary, valueWords, words } from "../../../assets/grid/filters/words.js";

const COLUMNS = new Map(
  [
    { field: "status", label: "Status", kind: "choice", filter: "set", options: [{ value: "paid", label: "Paid" }, { value: "new", label: "New" }] },
    { field: "total", label: "Total", kind: "money", filter: "range", currency: "EUR" },
    { field: "ordered_at", label: "Ordered", kind: "moment", filter: "time" },
    { field: "customer", label: "Customer", kind: "text", filter: "person" },
    { field: "sku", label: "SKU", kind: "text", filter: "text" },
    { field: "buyer", label: "Buyer", kind: "text", filter: "customer", names: { 7: "Ann Lee" } },
    { field: "hours", label: "Hour of the week", kind: "hours", filter: "hours" },
    { field: "category", label: "Category", kind: "facet", filter: "set" },
  ].map((column) => [column.field, column]),
);
const PAID = { kind: "set", field: "status", values: ["paid"] };
const DEAR = { kind: "range", field: "total", low: 5000, high: null };
const WEEK = { kind: "when", field: "ordered_at", span: "last_7_days" };
const of = (name) => COLUMNS.get(name);

test("filters come back as they were, whatever groups they stand in", () => {
  const nested = [{ kind: "any", parts: [PAID, { kind: "all", parts: [DEAR, WEEK] }] }];
  for (const filters of [[], [PAID], [PAID, DEAR], nested, [PAID, ...nested], [{ ...PAID, negated: true }]]) {
    assert.deepEqual(toFilters(fromFilters(COLUMNS, filters)), filters);
  }
});

test("what says nothing is left out, and a group of one is no group", () => {
  const root = group("all", [keyed(asCondition(of("status"), PAID)), keyed(blank(of("total"))), group("any", [keyed(asCondition(of("total"), DEAR))]), group("any", [])]);
  assert.deepEqual(toFilters(root), [PAID, DEAR]);
  assert.equal(says(blank(of("sku"))), false);
  assert.equal(says(blank(of("ordered_at"))), true, "a span is there from the beginning");
});

test("a filter on a field that the list does not have is not shown", () => {
  assert.deepEqual(toFilters(fromFilters(COLUMNS, [PAID, { kind: "set", field: "shoe", values: ["x"] }])), [PAID]);
});

test("parts are changed, added and removed by their keys", () => {
  let root = group("all", [keyed(asCondition(of("status"), PAID))]);
  const [first] = keys(root);
  root = added(root, root.key, group("any", [keyed(asCondition(of("total"), DEAR)), keyed(asCondition(of("ordered_at"), WEEK))]));
  assert.equal(count(root), 3);
  assert.equal(depth(root), 1);
  assert.equal(room(root), 2);
  root = changed(root, first, (part) => ({ ...part, values: ["new"] }));
  assert.deepEqual(toFilters(root)[0].values, ["new"]);
  root = without(root, first);
  assert.deepEqual(toFilters(root), [{ kind: "any", parts: [DEAR, WEEK] }]);
  assert.equal(room({ ...root, kind: "any" }), 1, "an outermost any is one of the two levels");
});

test("an operator is told from its filter", () => {
  const day = { kind: "range", field: "ordered_at", low: "2026-03-28T23:00:00Z", high: "2026-03-29T22:00:00Z" };
  const cases = [
    ["total", DEAR, "least"],
    ["total", { ...DEAR, low: null, high: 10 }, "most"],
    ["total", { ...DEAR, low: 5, high: 6 }, "is"],
    ["total", { ...DEAR, low: 5, high: 6, negated: true }, "isnt"],
    ["total", { ...DEAR, low: 5, high: 9 }, "between"],
    ["ordered_at", day, "on"],
    ["ordered_at", { ...day, high: "2026-04-29T22:00:00Z" }, "between"],
    ["ordered_at", { ...WEEK, negated: true }, "notin"],
    ["customer", { kind: "equals", field: "customer", text: "a@b.c" }, "is"],
    ["sku", { kind: "empty", field: "sku", negated: true }, "filled"],
  ];
  for (const [name, filter, wanted] of cases) assert.equal(opName(of(name), filter), wanted);
});

test("another operator keeps the value where it has a meaning there", () => {
  const ops = opsOf(of("sku"));
  const typed = { ...blank(of("sku")), text: "TEA" };
  assert.deepEqual(asFilter(withOp(typed, ops.find(({ name }) => name === "starts"))), { kind: "starts", field: "sku", text: "TEA" });
  assert.deepEqual(asFilter(withOp(typed, ops.find(({ name }) => name === "empty"))), { kind: "empty", field: "sku" });
  const between = { ...asCondition(of("total"), { ...DEAR, high: 9000 }) };
  const least = withOp(between, opsOf(of("total")).find(({ name }) => name === "least"));
  assert.deepEqual(asFilter(least), { kind: "range", field: "total", low: 5000, high: null });
});

test("filters are said in words", () => {
  const told = (part) => words(COLUMNS, part, "Europe/Berlin");
  assert.equal(told(PAID), "Status is Paid");
  assert.equal(told({ ...PAID, values: ["paid", "new"], negated: true }), "Status is not Paid or New");
  assert.equal(told(WEEK), "Ordered is in the last 7 days");
  assert.equal(told({ ...WEEK, span: "last_14_days" }), "Ordered is in the last 14 days");
  assert.equal(told({ kind: "any", parts: [PAID, { kind: "all", parts: [DEAR, WEEK] }] }), "Status is Paid or (Total is from €50.00 and Ordered is in the last 7 days)");
  assert.equal(valueWords(of("total"), { ...DEAR, high: 10_001 }, ""), "€50.00 – €100.00");
  assert.equal(told({ kind: "empty", field: "sku" }), "SKU is empty");
  assert.equal(summary(of("customer"), { kind: "contains", field: "customer", text: "ann" }, ""), "“ann”");
});

test("a value that says nothing has a name", () => {
  const none = { kind: "set", field: "category", values: ["", "Tea"] };
  assert.equal(words(COLUMNS, none, ""), "Category is No category or Tea");
  assert.equal(summary(of("category"), { ...none, values: [""] }, ""), "No category");
});

test("people are told by their ids and read by their names", () => {
  const buyers = { kind: "set", field: "buyer", values: ["7", "8"] };
  assert.equal(words(COLUMNS, buyers, "UTC"), "Buyer is Ann Lee or …");
  assert.deepEqual(asFilter(asCondition(of("buyer"), { ...buyers, negated: true })), { ...buyers, negated: true });
  assert.equal(opName(of("buyer"), { kind: "contains", field: "buyer", text: "ann" }), "begins");
});

test("hours of the week keep the clock that they are of, and name it where it is another", () => {
  const told = (values, zone = "UTC") => words(COLUMNS, { kind: "set", field: "hours", values, tz: "UTC" }, zone);
  assert.equal(told(["1-13"]), "Hour of the week is Tue 13:00–13:59");
  assert.equal(told(["1-13", "1-14", "0-9"], "Europe/Berlin"), "Hour of the week is Mon 09:00–09:59; Tue 13:00–14:59 (UTC)");
  assert.equal(told(boxed({ days: [4, 0, 1, 2, 3], from: 9, to: 17 })), "Hour of the week is Mon–Fri 09:00–16:59");
  assert.equal(told(boxed({ days: [5, 6], from: 0, to: 24 })), "Hour of the week is Sat, Sun all day");
  assert.equal(told(["0-1", "2-2", "4-3", "6-4"]), "Hour of the week is one of 4");
  const kept = asFilter(withOp(asCondition(of("hours"), { kind: "set", field: "hours", values: ["1-13"], tz: "Asia/Tokyo" }), opsOf(of("hours"))[1]));
  assert.deepEqual(kept, { kind: "set", field: "hours", values: ["1-13"], tz: "Asia/Tokyo", negated: true });
});

test("hours are edited as days and a span where they are one", () => {
  assert.deepEqual(box(["1-13", "0-13", "0-14", "1-14"]), { days: [0, 1], from: 13, to: 15, whole: true });
  assert.equal(box(["1-13", "0-14"]).whole, false);
  assert.deepEqual(box([]), { days: [], from: 9, to: 17, whole: true });
  assert.deepEqual(boxed({ days: [1, 0], from: 22, to: 24 }), ["0-22", "0-23", "1-22", "1-23"]);
});

test("moments that are no midnights are said as they are", () => {
  const part = (low, high) => valueWords(of("ordered_at"), { kind: "range", field: "ordered_at", low, high }, "Europe/Berlin").replaceAll("\u202f", " ");
  assert.equal(part("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"), "Mar 29, 2026");
  assert.equal(part("2026-03-29T12:00:00Z", "2026-03-29T13:00:00Z"), "Mar 29, 2026, 2:00 PM – Mar 29, 2026, 3:00 PM");
  assert.equal(part(null, "2026-03-29T13:00:00Z"), "before Mar 29, 2026, 3:00 PM");
});
