// What the rows that match sum up to, beside how many they are: it follows each change, at most once a second.
import { money } from "../../format.js";
import { Problem, pause } from "../../transport.js";

const SOON = 300;
const REST = 1000;

function attach(desk) {
  let [wanted, reading, attached] = [false, false, true];
  const read = async () => {
    reading = true;
    await pause(SOON);
    while (wanted && attached) {
      wanted = false;
      const query = desk.query();
      try {
        const { sums } = await desk.post("sums", query);
        if (!wanted) desk.store.set({ sums });
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        // The rows say what is wrong; a sum of other rows would be worse than none.
        desk.store.set({ sums: null });
      }
      await pause(REST);
    }
    reading = false;
  };
  const ask = () => {
    wanted = true;
    if (!reading) read();
  };
  let before = {};
  const looked = () => {
    const { total, filters, search } = desk.store.get();
    const narrowed = filters !== before.filters || search !== before.search;
    if (!narrowed && total === before.total) return;
    before = { total, filters, search };
    if (narrowed && desk.store.get().sums) desk.store.set({ sums: null });
    if (total !== null) ask();
  };
  const unsubscribe = desk.store.subscribe(looked);
  const unwatch = desk.rows.watch(null, ask);
  looked();
  return () => {
    attached = false;
    unsubscribe();
    unwatch();
  };
}

function Bar({ desk, shown }) {
  return Object.entries(shown.sums ?? {}).map(([field, amounts]) => {
    const { label } = desk.columns.get(field);
    const words = amounts.map(money).join(" + ");
    return words && <span key={field} className="dg-summed" title="Of all rows that match"><span className="dg-sum-label">{label} </span><span className="dg-sum">{words}</span></span>;
  });
}

export const sums = { name: "sums", place: "status", Bar, attach, offers: (desk) => desk.entity === "orders" };
