// The two buttons in the toolbar, and what they open.
import { ExportDialog } from "./export_dialog.jsx";
import { exportsOf } from "./exports.js";
import { ImportDialog } from "./import_dialog.jsx";
import { importsOf, percent, runs } from "./imports.js";
import "../../../css/grid/transfer.css";

const icon = (path) => (
  <svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true"><path d={path} /></svg>
);
const IN = icon("M8 2v8m0 0L5 7m3 3 3-3M2.5 11v2.5h11V11");
const OUT = icon("M8 10V2m0 0L5 5m3-3 3 3M2.5 11v2.5h11V11");

const STATES = {
  checking: (told) => `Checking ${percent(told)} %`,
  running: (told) => `Importing ${percent(told)} %`,
  preview: () => "Import ready",
  over: (told) => (told.job.state === "done" ? "Import done" : "Import stopped"),
};

function ImportButton({ desk, wizard }) {
  const { told, step } = wizard;
  const words = told && !wizard.open ? STATES[step]?.(told) : null;
  return (
    <button type="button" className={words ? "dg-tool tx-tool tx-busy" : "dg-tool tx-tool"} aria-label={words ?? "Import"} title="Add or change many from a CSV or Excel file" aria-haspopup="dialog" onClick={() => importsOf(desk).open()}>
      {IN}<span>{words ?? "Import"}</span>
      {runs(told) && !wizard.open && <i className="tx-thread" style={{ width: `${percent(told)}%` }} aria-hidden="true" />}
    </button>
  );
}

export function Bar({ desk, shown }) {
  const { wizard, exported } = shown;
  if (!wizard) return null;
  return (
    <>
      {exported && <span className="tx-news">{exported}</span>}
      {wizard.allowed && <ImportButton {...{ desk, wizard }} />}
      <button type="button" className="dg-tool tx-tool" aria-label="Export" title="Take what is listed to a CSV or Excel file" aria-haspopup="dialog" onClick={() => exportsOf(desk).open()}>{OUT}<span>Export</span></button>
      <ExportDialog {...{ desk, shown }} />
      {wizard.allowed && <ImportDialog {...{ desk, wizard }} />}
    </>
  );
}
