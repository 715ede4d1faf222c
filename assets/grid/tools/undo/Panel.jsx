// The list of what one did, the newest first.
import { useEffect } from "react";
import { moment, whole } from "../../format.js";
import { trailOf } from "./trail.js";
import { stepWords } from "./words.js";

const partly = (step) => `Partly undone: ${whole(step.undone)} of ${whole(step.cells)} cells`;

function Step({ desk, trail, step }) {
  const words = stepWords(desk, step);
  const isDone = step.state === "done";
  return (
    <li className={isDone ? undefined : "dg-step-undone"}>
      <div>
        <p className="dg-step-words">{words}</p>
        <p className="dg-step-when">
          <time dateTime={step.at}>{moment(step.at, desk.context.timeZone)}</time>
          {step.state === "undone" && " · Undone"}
          {step.state === "partly" && ` · ${partly(step)}`}
          {step.cells > 1 && <> · <a className="link" href={`/admin/changes?act=${step.id}`} onClick={(event) => { if (event.ctrlKey || event.metaKey) return; event.preventDefault(); desk.go(`/admin/changes?act=${step.id}`); }}>all changes</a></>}
        </p>
      </div>
      {isDone && <button type="button" aria-label={`Undo: ${words}`} onClick={() => trail.undo(step.id)}>Undo</button>}
      {!isDone && step.redo && <button type="button" aria-label={`Do again: ${words}`} onClick={() => trail.redo(step.id)}>Do again</button>}
    </li>
  );
}

export function Panel({ desk, shown }) {
  const trail = trailOf(desk);
  useEffect(() => { trail.load(); }, []);
  const { steps } = shown.trail;
  if (!steps.length) return <p className="dg-hint">What you change here stands in this list, and can be taken back from it.</p>;
  return <ol className="dg-steps">{steps.map((step) => <Step key={step.id} {...{ desk, trail, step }} />)}</ol>;
}
