// How gestures on line items travel: by the orders' own route, whose answer also holds the order as it then stands.
import { WAYS } from "../../acts.js";
import { post } from "../../transport.js";
import { wire } from "./lines.js";

const listeners = new Set();

// Calls `heard({row, sheet})` with each answer about this order, until the function that comes back is called.
export function watchSheet(id, heard) {
  const listener = (answer) => answer.rows[0]?.id === id && heard({ row: answer.rows[0], sheet: answer.sheet });
  listeners.add(listener);
  return () => listeners.delete(listener);
}

async function send(path, act, cells) {
  const answer = await post(`${path}/lines`, { id: cells[0].id, edits: cells.map(wire), key: act.id }, { last: true });
  for (const listener of listeners) listener(answer);
  return answer;
}

WAYS.set("lines", send);
