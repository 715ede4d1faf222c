// Asks for the sums, and for all totals while the foot is open, when what is looked at becomes another.
import { Problem, pause } from "../../transport.js";
import { isAsked } from "./open.js";

const SOON = 300;
const REST = 1000;
const NOTHING = { sums: null, totals: null };

export function attach(desk) {
  let [wanted, reading, attached] = [false, false, true];
  const ask = async () => {
    const query = desk.query();
    try {
      const [{ sums }, { totals }] = await Promise.all([
        desk.post("sums", query),
        desk.store.get().totalsOpen ? desk.post("totals", query) : { totals: null },
      ]);
      if (!wanted) desk.store.set({ sums, totals });
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      // The rows say what is wrong; a sum of other rows would be worse than none.
      desk.store.set(NOTHING);
    }
  };
  const read = async () => {
    reading = true;
    await pause(SOON);
    while (wanted && attached) {
      wanted = false;
      await ask();
      await pause(REST);
    }
    reading = false;
  };
  const want = () => {
    wanted = true;
    if (!reading) read();
  };
  let before = {};
  const looked = () => {
    const { total, filters, search, totalsOpen, sums } = desk.store.get();
    const narrowed = filters !== before.filters || search !== before.search;
    const opened = totalsOpen && !before.totalsOpen;
    if (!narrowed && !opened && total === before.total && totalsOpen === before.totalsOpen) return;
    before = { total, filters, search, totalsOpen };
    if (narrowed && sums) desk.store.set(NOTHING);
    if (total !== null) want();
  };
  const unsubscribe = desk.store.subscribe(looked);
  const unwatch = desk.rows.watch(null, want);
  if (isAsked(location.search)) desk.store.set({ totalsOpen: true });
  looked();
  return () => {
    attached = false;
    unsubscribe();
    unwatch();
  };
}
