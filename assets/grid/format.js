// Values as the viewer reads and types them: locale formats through Intl, made once per setting.
const cache = new Map();

function once(key, make) {
  if (!cache.has(key)) cache.set(key, make());
  return cache.get(key);
}

const plain = new Intl.NumberFormat();
export const whole = (n) => plain.format(n);

const currencyFormat = (currency) =>
  once(`m:${currency}`, () => new Intl.NumberFormat(undefined, { style: "currency", currency }));

export const decimals = (currency) => currencyFormat(currency).resolvedOptions().maximumFractionDigits;

export function money(value) {
  const format = currencyFormat(value.currency);
  return format.format(value.amount / 10 ** decimals(value.currency));
}

export function moment(value, timeZone) {
  const options = { dateStyle: "medium", timeStyle: "short" };
  if (timeZone) options.timeZone = timeZone;
  return once(`t:${timeZone}`, () => new Intl.DateTimeFormat(undefined, options)).format(new Date(value));
}

// A cell's value as one line of text: what a screen reader hears and what is copied.
export function text(column, value, timeZone) {
  if (value === null || value === undefined || value === "") return "";
  if (column.kind === "money") return money(value);
  if (column.kind === "moment") return moment(value, timeZone);
  if (column.kind === "number") return whole(value);
  if (column.kind === "flag") return value ? "Yes" : "No";
  if (column.kind === "choice") return column.options.find((o) => o.value === value)?.label ?? value;
  return String(value);
}

const minorText = (amount, places) => {
  const digits = String(Math.abs(amount)).padStart(places + 1, "0");
  const cut = digits.length - places;
  return (amount < 0 ? "-" : "") + digits.slice(0, cut) + (places ? "." + digits.slice(cut) : "");
};

// What stands in the editor when it opens.
export function typed(column, value) {
  if (value === null || value === undefined) return "";
  return column.kind === "money" ? minorText(value.amount, decimals(value.currency)) : String(value);
}

export const decimalMark = (locale) =>
  once(`.:${locale}`, () => new Intl.NumberFormat(locale).formatToParts(0.5).find((part) => part.type === "decimal").value);

// The digits of a whole number without its thousands marks; null where it is none. A single group after the mark of the
// decimals may be meant as decimals, so it is none.
export function digits(text, decimal) {
  const [, mark] = /^[1-9]\d{0,2}([.,])\d{3}(?:\1\d{3})*$/.exec(text) ?? [];
  const parts = mark ? text.split(mark) : [text];
  const all = parts.join("");
  return /^\d{1,15}$/.test(all) && !(parts.length === 2 && mark === decimal) ? all : null;
}

// Minor units of a typed decimal, with either a point or a comma; throws an Error that says what to type instead.
export function minorUnits(typedText, currency, locale) {
  const places = decimals(currency);
  const [, minus, compact] = /^(-?)(.*)$/.exec(typedText.replace(/[\s\u00a0\u202f']/g, ""));
  const at = Math.max(compact.lastIndexOf("."), compact.lastIndexOf(","));
  const isDecimal = at >= 0 && compact.length - at - 1 <= places;
  const tail = isDecimal ? compact.slice(at + 1) : "";
  const head = isDecimal ? compact.slice(0, at) || (tail && "0") : compact;
  const all = digits(head, isDecimal ? compact[at] : decimalMark(locale));
  if (all === null || all.length > 13 || !/^\d*$/.test(tail)) {
    throw new Error(`Type an amount such as ${places ? "12" + "." + "50".padEnd(places, "0") : "12"}`);
  }
  return (minus ? -1 : 1) * (Number(all) * 10 ** places + Number(tail.padEnd(places, "0") || 0));
}

// Midnight at the start of a day (YYYY-MM-DD) in a time zone, as ISO 8601 in UTC.
export function midnight(day, timeZone) {
  const guess = Date.parse(`${day}T00:00:00Z`);
  const zoned = (at) => {
    const parts = new Intl.DateTimeFormat("en-CA", {
      timeZone: timeZone || undefined, hourCycle: "h23",
      year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit",
    }).formatToParts(new Date(at));
    const part = (type) => parts.find((p) => p.type === type).value;
    return Date.parse(`${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}:${part("second")}Z`);
  };
  const first = guess - (zoned(guess) - guess);
  // Once more from the answer: the offset may change between the guess and local midnight.
  return new Date(guess - (zoned(first) - first)).toISOString();
}

export const day = (value, timeZone) =>
  once(`d:${timeZone}`, () => new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone: timeZone || undefined })).format(new Date(value));

// A day as YYYY-MM-DD, as date inputs want it.
export function dayOf(date, timeZone) {
  return new Intl.DateTimeFormat("en-CA", { timeZone: timeZone || undefined, year: "numeric", month: "2-digit", day: "2-digit" }).format(date);
}

export const same = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
