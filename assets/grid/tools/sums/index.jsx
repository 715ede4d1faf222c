// What the rows that match come to: their sum beside how many they are, and where it is asked for, a foot with all totals
// that the figures of the dashboard can be held against. Both follow each change, at most once a second.
import { money } from "../../format.js";
import { Foot } from "./Foot.jsx";
import { attach } from "./reading.js";
import { FOOT, toggle } from "./open.js";

function Bar({ desk, shown }) {
  const sums = Object.entries(shown.sums ?? {}).map(([field, amounts]) => {
    const { label } = desk.columns.get(field);
    const words = amounts.map(money).join(" + ");
    return words && <span key={field} className="dg-summed" title="Of all rows that match"><span className="dg-sum-label">{label} </span><span className="dg-sum">{words}</span></span>;
  });
  const isOpen = Boolean(shown.totalsOpen);
  return (
    <>
      {sums}
      <button type="button" className="dg-totals-button" aria-expanded={isOpen} aria-controls={isOpen ? FOOT : undefined} onClick={() => toggle(desk)}>Totals</button>
    </>
  );
}

export const sums = { name: "sums", place: "status", Bar, Foot, attach, offers: (desk) => desk.entity === "orders" };
