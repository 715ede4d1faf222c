// The total row: each figure with its name, and on demand the sentence that says what it is.
import { useState } from "react";
import { money, whole } from "../../format.js";
import { FOOT } from "./open.js";
import "../../../css/grid/totals.css";

const counted = (number, [one, many]) => [whole(number), number === 1 ? one : many].filter(Boolean).join(" ");

function Value({ total }) {
  const { number, unit, amounts } = total;
  const parts = amounts.map(money).join(" + ");
  const count = number === null ? "" : counted(number, unit);
  if (!parts) return count || "–";
  return <>{parts}{count && <small> {count}</small>}</>;
}

const Waiting = () => <div className="dg-foot-waits" aria-hidden="true">{[0, 1, 2, 3, 4].map((place) => <span key={place} className="dg-skeleton" />)}</div>;

export function Foot({ desk, shown }) {
  const [told, setTold] = useState(false);
  if (!shown.totalsOpen) return null;
  const { totals } = shown;
  return (
    <section className="dg-foot" id={FOOT} aria-label={`Totals of all ${desk.noun[1]} that match`} aria-busy={!totals}>
      {totals ? (
        <dl className={told ? "dg-foot-list dg-foot-told" : "dg-foot-list"}>
          {totals.map((total) => (
            <div key={total.label} className="dg-foot-total" title={total.about}>
              <dt>{total.label}</dt>
              <dd><Value total={total} /></dd>
              {told && <dd className="dg-foot-about">{total.about}</dd>}
            </div>
          ))}
        </dl>
      ) : <Waiting />}
      <button type="button" className="dg-text-button" aria-pressed={told} onClick={() => setTold(!told)}>What is what</button>
    </section>
  );
}
