// A range that is too large to be changed cell by cell is offered as a bulk change of its rows.
import { whole } from "../../format.js";
import { MOST_NAMED } from "../../selection.js";
import { bulkOf } from "./bulk.js";

export function offerBulk(desk, rect, field, words) {
  const count = rect.bottom - rect.top + 1;
  const every = rect.top === 0 && count >= (desk.store.get().total ?? Infinity);
  if (!every && count > MOST_NAMED) return desk.tell(`${words}. Narrow the list down with filters, then select all that match.`);
  desk.tell(`${words}.`, { label: `Change ${whole(count)} ${desk.noun[1]} in bulk…`, run: () => begin(desk, rect, field, every) });
}

async function begin(desk, { top, bottom }, field, every) {
  if (every) desk.selection.selectAll();
  else {
    const ids = await desk.rows.idsBetween(top, bottom, desk.sorting());
    desk.selection.clear();
    desk.selection.set(ids, true);
  }
  bulkOf(desk).open(field);
}
