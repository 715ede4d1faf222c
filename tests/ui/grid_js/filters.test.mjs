// Conditions as a person builds them, and the filters that the door gets.
import assert from "node:assert/strict";
import test from "node:test";
import { asCondition, asFilter, blank, opName, opsOf, says, withOp } from "../../../assets/grid/filters/ops.js";
import { added, changed, count, depth, fromFilters, group, keyed, keys, room, toFilters, without } from "../../../assets/grid/filters/tree.js";
import { summary, valueWords, words } from "../../../assets/grid/filters/words.js";

const COLUMNS = new Map(
  [
    { field: "status", label: "Status", kind: "choice", filter: "set", options: [{ value: "paid", label: "Paid" }, { value: "new", label: "New" }] },
    { field: "total", label: "Total", kind: "money", filter: "range", currency: "EUR" },
    { field: "ordered_at", label: "Ordered", kind: "moment", filter: "time" },
    { field: "customer", label: "Customer", kind: "text", filter: "person" },
    { field: "sku", label: "SKU", kind: "text", filter: "text" },
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
