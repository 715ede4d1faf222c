// The dialog of the import wizard: one step at a time, each with its title, which the focus goes to.
import { useEffect, useRef } from "react";
import { Dialog } from "../../../components/dialog.jsx";
import { Choose, Looking, Sending } from "./choose.jsx";
import { Columns } from "./columns.jsx";
import { importsOf } from "./imports.js";
import { Preview } from "./preview.jsx";
import { Checking, Over, Running } from "./running.jsx";

const STEPS = {
  choose: [(desk) => `Import ${desk.noun[1]}`, Choose],
  sending: [() => "Sending the file", Sending],
  looking: [() => "Reading the file", Looking],
  columns: [() => "Match the columns", Columns],
  checking: [() => "Checking every line", Checking],
  preview: [() => "What would happen", Preview],
  running: [() => "Importing", Running],
  over: [(_desk, { told }) => (told.job.state === "done" ? "Imported" : "The import has stopped"), Over],
};
const TRAIL = [["File", ["choose", "sending", "looking"]], ["Columns", ["columns"]], ["Preview", ["checking", "preview"]], ["Import", ["running", "over"]]];

function Trail({ step }) {
  return (
    <ol className="tx-trail" aria-label="Steps">
      {TRAIL.map(([name, steps]) => <li key={name} aria-current={steps.includes(step) ? "step" : undefined}>{name}</li>)}
    </ol>
  );
}

function Step({ desk, wizard }) {
  const title = useRef(null);
  const [titleOf, Body] = STEPS[wizard.step];
  useEffect(() => title.current?.focus({ preventScroll: true }), [wizard.step]);
  return (
    <div className="tx">
      <header className="tx-head">
        <Trail step={wizard.step} />
        <button type="button" className="dg-icon-button tx-close" aria-label="Close" onClick={() => importsOf(desk).close()}>×</button>
      </header>
      <h2 className="dialog-title" tabIndex={-1} ref={title}>{titleOf(desk, wizard)}</h2>
      {wizard.told?.name && wizard.step !== "choose" && <p className="tx-file">{wizard.told.name}</p>}
      <Body {...{ desk, wizard }} imports={importsOf(desk)} />
      {wizard.problem && <p className="tx-problem" role="alert">{wizard.problem}</p>}
    </div>
  );
}

export function ImportDialog({ desk, wizard }) {
  return (
    <Dialog open={wizard.open} label="Import" className="tx-wide" onDismiss={() => importsOf(desk).close()}>
      {wizard.open && <Step {...{ desk, wizard }} />}
    </Dialog>
  );
}
