// Undo with a name: two buttons, the list of one's acts, the line that says what an act did, and the dialog of what stands
// against taking it back.
import { createPortal } from "react-dom";
import { whole } from "../../format.js";
import { Blocked } from "./Blocked.jsx";
import { Panel } from "./Panel.jsx";
import { trailOf } from "./trail.js";
import { stepWords } from "./words.js";
import "../../../css/grid/undo.css";

const ARROW = "M5.5 3 2.5 6l3 3M3 6h6.5a3.5 3.5 0 0 1 0 7H7";
const LIST = "M6 4h7.5M6 8h7.5M6 12h7.5M2.5 4h.01M2.5 8h.01M2.5 12h.01";

const Icon = ({ path, flipped }) => (
  <svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" style={flipped ? { transform: "scaleX(-1)" } : undefined}><path d={path} /></svg>
);

function Move({ desk, trail, verb, words, nothing, keys, flipped }) {
  const { steps, [verb]: next } = trail.shown;
  const step = steps.find((one) => one.id === next);
  const label = step ? `${words}: ${stepWords(desk, step)}` : nothing;
  return (
    <button type="button" className="dg-tool dg-move" aria-label={label} title={`${label} (${keys})`} aria-disabled={!step} onClick={() => trail[verb]()}>
      <Icon path={ARROW} flipped={flipped} />
    </button>
  );
}

function Line({ trail, line, job }) {
  if (job) {
    return (
      <div className="dg-line">
        <span>Undoing… {whole(job.changed + job.refused)} of {whole(job.total)}</span>
        <progress max={job.total} value={job.changed + job.refused} aria-label="Undone" />
        <button type="button" disabled={job.state === "stopping"} onClick={() => trail.stop()}>Stop</button>
      </div>
    );
  }
  if (!line) return null;
  return (
    <div className="dg-line" key={line.key} onMouseEnter={() => trail.hold(true)} onMouseLeave={() => trail.hold(false)} onFocus={() => trail.hold(true)} onBlur={() => trail.hold(false)}>
      <span>{line.words}</span>
      {line.verb && <button type="button" onClick={() => trail[line.verb](line.id)}>{line.label}</button>}
    </div>
  );
}

function Bar({ desk, shown }) {
  const trail = trailOf(desk);
  const root = desk.root.current;
  if (!shown.trail || !root) return null;
  const { line, job, blocked } = shown.trail;
  const open = shown.panel?.name === "undo";
  return (
    <div className="dg-trail" role="group" aria-label="Undo">
      <Move {...{ desk, trail }} verb="undo" words="Undo" nothing="Nothing to undo" keys="Ctrl+Z" />
      <Move {...{ desk, trail }} verb="redo" words="Do again" nothing="Nothing to do again" keys="Ctrl+Shift+Z" flipped />
      <button type="button" className="dg-tool dg-move" aria-label="What I did" title="What I did" aria-pressed={open} onClick={() => desk.toggle("undo")}><Icon path={LIST} /></button>
      {(line || job) && createPortal(<Line {...{ trail, line, job }} />, root.querySelector(".dg-body"))}
      {blocked && createPortal(<Blocked {...{ desk, trail, blocked }} />, root)}
    </div>
  );
}

const isEditing = (desk) => Boolean(desk.api?.getEditingCells().length);
const press = (verb) => (desk) => {
  if (isEditing(desk)) return false;
  trailOf(desk)[verb]();
  return true;
};

export const undo = {
  name: "undo",
  place: "end",
  title: () => "What I did",
  Bar,
  Panel,
  keys: [
    { key: "mod+z", run: press("undo") },
    { key: "mod+shift+z", run: press("redo") },
    { key: "mod+y", run: press("redo") },
  ],
  attach: (desk) => trailOf(desk).attach(),
  offers: (desk) => [...desk.columns.values()].some((column) => column.editable),
};
