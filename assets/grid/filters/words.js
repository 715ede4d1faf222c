// A filter in words, as its chip and a screen reader say it.
import { day, dayOf, midnight, moment, money, whole } from "../format.js";
import { opName, opsOf } from "./ops.js";
import { hoursWords } from "./week.js";

export const SPANS = [
  ["today", "today"], ["yesterday", "yesterday"], ["this_week", "this week"], ["last_week", "last week"],
  ["last_7_days", "the last 7 days"], ["last_30_days", "the last 30 days"], ["last_90_days", "the last 90 days"],
  ["this_month", "this month"], ["last_month", "last month"], ["this_quarter", "this quarter"], ["last_quarter", "last quarter"],
  ["this_year", "this year"], ["last_year", "last year"],
];
const LAST_DAYS = /^last_(\d{1,4})_days$/;

export const daysOf = (span) => LAST_DAYS.exec(span ?? "")?.[1] ?? "";
export const isListed = (span) => SPANS.some(([name]) => name === span);
export const spanWords = (span) => SPANS.find(([name]) => name === span)?.[1] ?? `the last ${daysOf(span)} days`;

const either = (words) => (words.length < 3 ? words.join(" or ") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`);

export const optionsOf = (column) => column.options ?? [{ value: "true", label: "Yes" }, { value: "false", label: "No" }];

// A value that says nothing is named by what is missing.
export const facetWords = (column, value) => value || `No ${column.label.toLowerCase()}`;

function chosen(column, values) {
  if (column.kind === "facet") return values.map((value) => facetWords(column, value));
  if (column.filter === "customer") return values.map((value) => column.names?.[value] ?? "…");
  return values.map((value) => optionsOf(column).find((option) => option.value === value)?.label ?? value);
}

const isMidnight = (value, timeZone) => value == null || Date.parse(midnight(dayOf(new Date(value), timeZone), timeZone)) === Date.parse(value);

// Days where both ends are midnights, else the moments themselves.
function times({ low, high }, timeZone) {
  if (isMidnight(low, timeZone) && isMidnight(high, timeZone)) return null;
  if (low == null) return `before ${moment(high, timeZone)}`;
  return high == null ? `from ${moment(low, timeZone)}` : `${moment(low, timeZone)} – ${moment(high, timeZone)}`;
}

// A bound as it is read. The upper one is exclusive on the wire and included in words.
function bound(column, value, timeZone) {
  if (column.filter === "time") return day(value, timeZone);
  return column.kind === "money" ? money({ amount: value, currency: column.currency }) : whole(value);
}
const last = (column, high) => (column.filter === "time" ? Date.parse(high) - 1 : high - 1);

function range(column, { low, high }, timeZone) {
  const show = (value) => bound(column, value, timeZone);
  const exact = column.filter === "time" && times({ low, high }, timeZone);
  if (exact) return exact;
  if (low == null) return `up to ${show(last(column, high))}`;
  if (high == null) return `from ${show(low)}`;
  const [first, final] = [show(low), show(last(column, high))];
  return first === final ? first : `${first} – ${final}`;
}

// What is asked of the column, without its name.
export function valueWords(column, filter, timeZone) {
  if (column.filter === "hours") return hoursWords(filter, timeZone);
  if (filter.kind === "set") return either(chosen(column, filter.values));
  if (filter.kind === "when") return spanWords(filter.span);
  if (filter.kind === "range") return range(column, filter, timeZone);
  return filter.kind === "empty" ? "" : `“${filter.text}”`;
}

const SHORT = { "is any of": "is", "is none of": "is not", "is between": "is", "is at least": "is", "is at most": "is", "is not between": "is not", "is on or after": "is", "is on or before": "is", "is on": "is" };

export function words(columns, part, timeZone) {
  if (part.parts) {
    const inner = part.parts.map((one) => (one.parts ? `(${words(columns, one, timeZone)})` : words(columns, one, timeZone)));
    return inner.join(part.kind === "all" ? " and " : " or ");
  }
  const column = columns.get(part.field);
  if (!column) return part.field;
  const name = opsOf(column).find((one) => one.name === opName(column, part)).words;
  return [column.label, SHORT[name] ?? name, valueWords(column, part, timeZone)].filter(Boolean).join(" ");
}

// What a pill shows of the filter of its column.
export function summary(column, filter, timeZone) {
  if (filter.kind === "set" && filter.values.length > 2) return `${filter.negated ? "not " : ""}${filter.values.length} chosen`;
  if (filter.kind === "empty") return filter.negated ? "not empty" : "empty";
  return `${filter.negated ? "not " : ""}${valueWords(column, filter, timeZone)}`;
}
