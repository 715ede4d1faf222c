// What an act is called: "Status → Shipped on 12 orders".
import { text, whole } from "../../format.js";

const OTHERS = { lines: "Lines" };
const VERBS = { paste: "Paste", fill: "Fill", clear: "Clear", import: "Import" };

export const fieldWords = (desk, field) => desk.columns.get(field)?.label ?? OTHERS[field] ?? field;

export const rowsWords = (desk, count) => `${whole(count)} ${desk.noun[count === 1 ? 0 : 1]}`;

function became(desk, step) {
  const [field] = step.fields;
  if (step.fields.length !== 1) return null;
  if (step.value === null) return fieldWords(desk, field);
  const column = desk.columns.get(field);
  const words = column ? text(column, step.value, desk.context.timeZone) : String(step.value);
  return `${fieldWords(desk, field)} → ${words || "empty"}`;
}

export function stepWords(desk, step) {
  const where = step.row?.name || rowsWords(desk, step.rows);
  const what = became(desk, step);
  if (what) return `${what} on ${where}`;
  const verb = VERBS[step.kind] ?? step.fields.map((field) => fieldWords(desk, field)).join(", ");
  return `${verb}: ${whole(step.cells)} cells on ${where}`;
}
