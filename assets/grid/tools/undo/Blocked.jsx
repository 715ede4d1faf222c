// What stands against an undo: the rows and the reasons, and the choice to take back the rest.
import { useEffect, useRef } from "react";
import { moment, whole } from "../../format.js";
import { fieldWords, rowsWords, stepWords } from "./words.js";

function Reason({ desk, obstacle }) {
  const { row, field, who, at, code, detail } = obstacle;
  const when = at && moment(at, desk.context.timeZone);
  const words = code === "changed_since" ? `changed by ${who === "Someone else" ? "someone else" : who}, ${when}` : code === "changed_by_you" ? `you changed it again, ${when}` : detail;
  return (
    <li>
      <b>{row.name || "A row that is gone"}</b>
      {field && <span>{fieldWords(desk, field)}</span>}
      <span className="dg-blocked-why">{words}</span>
    </li>
  );
}

export function Blocked({ desk, trail, blocked }) {
  const box = useRef(null);
  useEffect(() => {
    if (!box.current.open) box.current.showModal();
    box.current.querySelector(".dg-blocked-acts button").focus();
  }, []);
  const { verb, step, obstacles, blocked: count, possible } = blocked;
  const word = verb === "undo" ? "Undo" : "Do again";
  const more = count - obstacles.length;
  return (
    <dialog ref={box} className="dg-blocked" aria-labelledby="dg-blocked-title" aria-describedby="dg-blocked-count" onCancel={(event) => { event.preventDefault(); trail.answer(false); }}>
      <h2 id="dg-blocked-title">{possible ? "Not all of it can be taken back" : "This cannot be taken back"}</h2>
      {step && <p className="dg-blocked-step">{stepWords(desk, step)}</p>}
      <p id="dg-blocked-count">{count === 1 ? "1 cell stays as it is" : `${whole(count)} cells stay as they are`}{possible ? ". Nothing has been changed yet." : "."}</p>
      <ul tabIndex={0} aria-label="What stands against it">
        {obstacles.map((one) => <Reason key={`${one.row.id} ${one.field}`} desk={desk} obstacle={one} />)}
        {more > 0 && <li>and {whole(more)} more</li>}
      </ul>
      <div className="dg-blocked-acts">
        <button type="button" onClick={() => trail.answer(false)}>{possible ? "Leave it as it is" : "Close"}</button>
        {possible > 0 && <button type="button" className="dg-primary" onClick={() => trail.answer(true)}>{word} the other {step && step.cells === step.rows ? rowsWords(desk, possible) : `${whole(possible)} cells`}</button>}
      </div>
    </dialog>
  );
}
