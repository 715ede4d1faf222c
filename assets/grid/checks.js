// Whether a value may stand in a cell, in the words of the server (`app/ui/components/grid/checks.py`, `app/core/text.py`).
import { decimals } from "./format.js";

const CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/;
const LONE = /\p{Surrogate}/u;
const EMAIL = /^[^\s@<>()[\],;:"\\]+@[^\s@.<>()[\],;:"\\]+(\.[^\s@.<>()[\],;:"\\]+)+$/;
const grouped = (n, places = 0) => n.toLocaleString("en-US", { minimumFractionDigits: places, maximumFractionDigits: places });

function wrongText({ label, kind, required, max_length: most }, value) {
  if (typeof value !== "string") return `${label} must be text`;
  if (CONTROL.test(value)) return `${label} must not hold control characters`;
  if (LONE.test(value)) return `${label} must be valid Unicode`;
  if (required && !value.trim()) return `${label} must not be empty`;
  // Counted as the server does: by characters, not by halves of them.
  if (value.length > most && [...value].length > most) return `${label} must be at most ${grouped(most)} characters long`;
  if (kind !== "long_text" && /[\n\r\t]/.test(value)) return `${label} must be on one line`;
  if (kind === "email" && !EMAIL.test(value.trim())) return `${label} must be an e-mail address such as ann@example.com`;
  return "";
}

function wrongMoney({ label, minimum }, value, before) {
  if (!Number.isSafeInteger(value?.amount)) return `${label} must be an amount with its currency`;
  if (before && before.currency !== value.currency) return `${label} stays in ${before.currency}`;
  const places = decimals(value.currency);
  if (minimum != null && value.amount < minimum) return `${label} must be at least ${grouped(minimum / 10 ** places, places)}`;
  return "";
}

function wrongNumber({ label, minimum, maximum }, value) {
  if (!Number.isSafeInteger(value)) return `${label} must be a whole number`;
  if (minimum != null && value < minimum) return `${label} must be at least ${grouped(minimum)}`;
  if (maximum != null && value > maximum) return `${label} must be at most ${grouped(maximum)}`;
  return "";
}

const KINDS = {
  choice: ({ label, options }, value) => (options.some((option) => option.value === value) ? "" : `${label} must be one of its choices`),
  flag: ({ label }, value) => (typeof value === "boolean" ? "" : `${label} must be yes or no`),
  number: wrongNumber,
  money: wrongMoney,
  moment: ({ label }, value) => (typeof value === "string" && !Number.isNaN(Date.parse(value)) ? "" : `${label} must be a date and time`),
};

// What is wrong with the value, as a sentence; empty where nothing is. `before` is what stands in the cell.
export const wrong = (column, value, before) => (KINDS[column.kind] ?? wrongText)(column, value, before);

// Why a choice may not be taken in this row, where the page knows; the other rules are the server's.
export function refusal(column, row, value) {
  if (column.kind !== "choice" || value === row[column.field]) return "";
  return (row._refusals?.[column.field] ?? column.refusals?.[row[column.field]])?.[value] ?? "";
}
