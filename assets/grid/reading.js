// Text that was typed or pasted, as the value it stands for; throws an Error with a sentence where it stands for none.
import { decimalMark, decimals, digits, minorUnits, typed } from "./format.js";
import { momentText, readMoment } from "./moments.js";

const YES = new Set(["yes", "y", "true", "t", "1", "on", "x", "✓", "✔", "☑", "ja", "j", "wahr", "oui", "vrai", "sí", "si"]);
const NO = new Set(["no", "n", "false", "f", "0", "off", "✗", "☐", "nein", "falsch", "non", "faux"]);
const fold = (text) => text.trim().replace(/\s+/g, " ").toLocaleLowerCase();

function choice(column, text) {
  const wanted = fold(text);
  const found = column.options.find((option) => fold(option.value) === wanted || fold(option.label) === wanted);
  if (!found) throw new Error(`${column.label} must be one of its choices`);
  return found.value;
}

function flag(column, text) {
  const wanted = fold(text);
  if (YES.has(wanted)) return true;
  if (NO.has(wanted)) return false;
  throw new Error(`${column.label} must be yes or no`);
}

const signOf = (currency) =>
  new Intl.NumberFormat("en", { style: "currency", currency, currencyDisplay: "narrowSymbol" }).formatToParts(0).find((part) => part.type === "currency").value;

// The amount alone: without the sign or the code of the cell's own currency; those of another are refused.
function money(column, text, before, locale) {
  const currency = before?.currency ?? column.currency;
  let bare = text.replace(/[−–]/g, "-").replace(/[\u2019]/g, "'").trim();
  if (/^\(.*\)$/.test(bare)) bare = `-${bare.slice(1, -1)}`;
  for (const own of [currency, signOf(currency)]) bare = bare.replace(own, "");
  if (/\p{Sc}|\b[A-Z]{3}\b/u.test(bare)) throw new Error(`${column.label} stays in ${currency}`);
  return { amount: minorUnits(bare.replace(/^\+/, ""), currency, locale), currency };
}

function number(column, text, locale) {
  const [, sign, bare] = /^([-+]?)(.*)$/.exec(text.replace(/[−–]/g, "-").replace(/[\s\u00a0\u202f'’]/g, ""));
  const all = digits(bare, decimalMark(locale));
  if (all === null) throw new Error(`${column.label} must be a whole number`);
  return Number(sign + all);
}

// `before` is what stands in the cell: text that shows it is no change, though it may show less than all of it.
export function read(column, text, { before, timeZone, now, locale } = {}) {
  switch (column.kind) {
    case "choice": return choice(column, text);
    case "flag": return flag(column, text);
    case "money": return money(column, text, before, locale);
    case "number": return number(column, text, locale);
    case "moment": return before && momentText(before, timeZone) === text.trim() ? before : readMoment(text, { timeZone, now, locale });
    case "long_text": return text.replace(/\r\n?/g, "\n");
    case "email": return text.trim();
    default: return text;
  }
}

// What stands in the editor when it opens, and in a cell that is copied.
export function written(column, value, timeZone) {
  if (value === null || value === undefined || value === "") return "";
  if (column.kind === "moment") return momentText(value, timeZone);
  if (column.kind === "choice") return column.options.find((option) => option.value === value)?.label ?? String(value);
  if (column.kind === "flag") return value ? "Yes" : "No";
  return typed(column, value);
}

// An amount to show what may be typed: 0.00 EUR.
export const zero = (currency) => (0).toFixed(decimals(currency));
