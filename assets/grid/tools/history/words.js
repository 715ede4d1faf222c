// Entries of the log in words: what a field is called, what a value looks like, who did it.
import { moment, money, text } from "../../format.js";
import { isLine } from "../drawer/lines.js";

export const MADE = "*";
const OTHERS = { total: "Total", email: "Email", password: "Password", locale: "Language", time_zone: "Time zone" };

export function fieldWords(desk, field) {
  if (field === MADE) return "Created";
  if (isLine(field)) return "Line";
  return desk.columns.get(field)?.label ?? OTHERS[field] ?? field.replaceAll("_", " ");
}

const isMoney = (value) => typeof value === "object" && "amount" in value && "currency" in value;

export function valueWords(desk, field, value) {
  if (value === null || value === undefined || value === "") return "";
  if (typeof value === "object" && !isMoney(value)) return isLine(field) ? `${value.quantity} × ${value.name}` : "";
  const column = desk.columns.get(field);
  if (column) return text(column, value, desk.context.timeZone);
  if (isMoney(value)) return money(value);
  return typeof value === "boolean" ? (value ? "Yes" : "No") : String(value);
}

const clocks = new Map();

// The time of day, where the day stands above it.
export function clockWords(desk, at) {
  const { timeZone } = desk.context;
  if (!clocks.has(timeZone)) clocks.set(timeZone, new Intl.DateTimeFormat(undefined, { timeStyle: "short", timeZone: timeZone || undefined }));
  return clocks.get(timeZone).format(new Date(at));
}

// Daybook itself has no door.
export const byWords = ({ who, door }) => (who === door ? "" : ` · ${door}`);

export const whenWords = (desk, at) => moment(at, desk.context.timeZone);

// Entries of one act stand together; acts of one day too. The newest first, as they come.
export function grouped(entries, dayOf) {
  const days = [];
  for (const entry of entries) {
    const day = dayOf(entry.at);
    if (days.at(-1)?.day !== day) days.push({ day, acts: [] });
    const { acts } = days.at(-1);
    if (acts.at(-1)?.act !== entry.act) acts.push({ act: entry.act, entries: [] });
    acts.at(-1).entries.push(entry);
  }
  return days;
}
