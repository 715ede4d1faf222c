// What can be asked of each kind of column: an operator is its words, the filter of the door's messages that it makes, and
// the editor of its value. A condition in the making is a filter with `op`, the name of its operator.
const op = (name, words, kind, editor, rest = {}) => ({ name, words, kind, editor, negated: false, ...rest });
const NOT = { negated: true };

const TEXT = [
  op("contains", "contains", "contains", "text"),
  op("lacks", "does not contain", "contains", "text", NOT),
  op("is", "is", "equals", "text"),
  op("isnt", "is not", "equals", "text", NOT),
  op("starts", "starts with", "starts", "text"),
  op("empty", "is empty", "empty", "none"),
  op("filled", "is not empty", "empty", "none", NOT),
];
const RANGE = [
  op("between", "is between", "range", "between"),
  op("is", "is", "range", "exact"),
  op("isnt", "is not", "range", "exact", NOT),
  op("least", "is at least", "range", "low"),
  op("most", "is at most", "range", "high"),
  op("outside", "is not between", "range", "between", NOT),
];
const TIME = [
  op("in", "is in", "when", "span"),
  op("notin", "is not in", "when", "span", NOT),
  op("on", "is on", "range", "day"),
  op("between", "is between", "range", "days"),
  op("since", "is on or after", "range", "since"),
  op("until", "is on or before", "range", "until"),
  op("outside", "is not between", "range", "days", NOT),
];
const SET = [op("any", "is any of", "set", "set"), op("none", "is none of", "set", "set", NOT)];
// Sealed text is found by the beginnings of its words, an address only whole.
const PERSON = [
  op("begins", "name begins with", "contains", "text"),
  op("lacks", "name does not begin with", "contains", "text", NOT),
  op("is", "e-mail is", "equals", "text"),
  op("isnt", "e-mail is not", "equals", "text", NOT),
];
const EMAIL = [op("is", "is", "equals", "text"), op("isnt", "is not", "equals", "text", NOT)];

const CUSTOMER = [...PERSON, ...SET];
const HOURS = [op("any", "is", "set", "hours"), op("none", "is not", "set", "hours", NOT)];

const OPS = { text: TEXT, range: RANGE, time: TIME, set: SET, person: PERSON, customer: CUSTOMER, email: EMAIL, hours: HOURS };

export const opsOf = (column) => OPS[column.filter];
export const opOf = (column, condition) => opsOf(column).find(({ name }) => name === condition.op) ?? opsOf(column)[0];

const DAY = 86_400_000;
const isOneDay = ({ low, high }) => low && high && Math.abs(Date.parse(high) - Date.parse(low) - DAY) <= DAY / 8;

function ends(filter) {
  if (filter.low == null) return "high";
  return filter.high == null ? "low" : "both";
}

// Which operator a filter was made by.
export function opName(column, filter) {
  const negated = Boolean(filter.negated);
  const fits = opsOf(column).filter((one) => one.kind === filter.kind && one.negated === negated);
  if (filter.kind !== "range") return (fits[0] ?? opsOf(column)[0]).name;
  const side = ends(filter);
  if (column.filter === "time") return negated ? "outside" : { low: "since", high: "until", both: isOneDay(filter) ? "on" : "between" }[side];
  const exact = side === "both" && filter.high === filter.low + 1;
  if (negated) return exact ? "isnt" : "outside";
  return { low: "least", high: "most", both: exact ? "is" : "between" }[side];
}

export const asCondition = (column, filter) => ({ ...filter, op: opName(column, filter) });

// A new condition on a column, with nothing asked yet.
export const blank = (column) => withOp({ field: column.field }, opsOf(column)[0]);

// The same condition under another operator; its value stays where it has a meaning there.
export function withOp(condition, next) {
  const { field, values, tz, text, span, low, high } = condition;
  const kept = { set: tz ? { values, tz } : { values }, contains: { text }, equals: { text }, starts: { text }, when: { span }, range: { low, high }, empty: {} }[next.kind];
  const made = { field, kind: next.kind, op: next.name, ...kept };
  if (next.negated) made.negated = true;
  if (next.editor === "low" || next.editor === "since") made.high = null;
  if (next.editor === "high" || next.editor === "until") made.low = null;
  if (next.kind === "when" && !made.span) made.span = "last_7_days";
  return made;
}

// Whether the condition says something: one that is not finished narrows nothing.
export function says(condition) {
  if (condition.kind === "set") return Boolean(condition.values?.length);
  if (condition.kind === "range") return condition.low != null || condition.high != null;
  if (condition.kind === "when") return Boolean(condition.span);
  return condition.kind === "empty" || Boolean(condition.text?.trim());
}

// The filter of the door's messages.
export function asFilter({ kind, field, values, tz, text, span, low, high, negated }) {
  const value = { set: tz ? { values, tz } : { values }, range: { low: low ?? null, high: high ?? null }, when: { span }, empty: {} }[kind] ?? { text };
  return negated ? { kind, field, ...value, negated } : { kind, field, ...value };
}
