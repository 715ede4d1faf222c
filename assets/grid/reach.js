// Rows by their places, whether they are loaded or not.
const WINDOW = 500;

// The rows from one place to another, both included: those that are held here, the others as the server has them now.
// Fewer where the list ends before. Throws a Problem.
export async function rowsBetween(desk, first, last) {
  const rows = [];
  for (let place = first; place <= last; place += 1) {
    const held = heldAt(desk, place);
    if (held) rows[place - first] = held;
    else {
      const limit = Math.min(WINDOW, last - place + 1);
      const answer = await desk.post("rows", { offset: place, limit, sort: desk.sorting(), ...desk.query(), count: false });
      answer.rows.forEach((row, at) => { rows[place + at - first] = heldAt(desk, place + at) ?? row; });
      if (answer.rows.length < limit) break;
      place += limit - 1;
    }
  }
  return rows.filter(Boolean);
}

export const heldAt = (desk, place) => desk.api?.getDisplayedRowAtIndex(place)?.data;

// The same where all of them are held; null where one is not.
export function heldBetween(desk, first, last) {
  const rows = [];
  for (let place = first; place <= last; place += 1) {
    const row = heldAt(desk, place);
    if (!row) return null;
    rows.push(row);
  }
  return rows;
}

// Rows by their ids, in the order of the ids; those that are gone are left out.
export async function rowsOf(desk, ids) {
  const found = new Map();
  const missing = [];
  for (const id of ids) {
    const row = desk.api?.getRowNode(id)?.data;
    if (row) found.set(id, row);
    else missing.push(id);
  }
  for (let at = 0; at < missing.length; at += WINDOW) {
    for (const row of (await desk.post("rows", { ids: missing.slice(at, at + WINDOW) })).rows) found.set(row.id, row);
  }
  return ids.map((id) => found.get(id)).filter(Boolean);
}
