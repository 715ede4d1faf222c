// The dialog of an export: which format, and what will be in the file.
import { useState } from "react";
import { Dialog } from "../../../components/dialog.jsx";
import { whole } from "../../format.js";
import { exportsOf } from "./exports.js";

// What a sheet of Excel holds beside its header.
const SHEET_ROWS = 1_048_575;
const FORMATS = [
  ["csv", "CSV", "For any spreadsheet or program"],
  ["xlsx", "Excel", "Numbers and dates as such (.xlsx)"],
];

function Formats({ format, choose }) {
  return (
    <fieldset className="tx-choices">
      <legend className="field-label">Format</legend>
      {FORMATS.map(([value, label, hint]) => (
        <label key={value} className="tx-choice">
          <input type="radio" name="format" value={value} checked={format === value} onChange={() => choose(value)} />
          <span><b>{label}</b><small>{hint}</small></span>
        </label>
      ))}
    </fieldset>
  );
}

function Sheets({ total }) {
  const sheets = Math.ceil(total / SHEET_ROWS);
  if (sheets < 2) return null;
  return (
    <p className="tx-warn" role="status">
      A sheet of Excel ends at 1,048,576 rows, so there will be {whole(sheets)} sheets. CSV is one file of any length.
    </p>
  );
}

function Form({ desk, shown }) {
  const exports = exportsOf(desk);
  const [format, setFormat] = useState("csv");
  const [bom, setBom] = useState(true);
  const { total, exporting } = shown;
  const narrowed = shown.search || shown.filters.length;
  const submit = (event) => {
    event.preventDefault();
    if (!exporting.busy) exports.begin({ format, bom });
  };
  return (
    <form className="tx" onSubmit={submit}>
      <h2 className="dialog-title">Export {total === null ? desk.noun[1] : exports.nouns(total)}</h2>
      <p className="tx-hint">
        {narrowed ? "Those that match your search and filters" : "All of them"}, in the order of the list, with the columns it shows:{" "}
        {exports.columns.map(({ label }) => label).join(", ")}.
      </p>
      <Formats format={format} choose={setFormat} />
      {format === "xlsx" && <Sheets total={total ?? 0} />}
      {format === "csv" && (
        <label className="tx-check">
          <input type="checkbox" checked={bom} onChange={(event) => setBom(event.target.checked)} />
          Mark it as UTF-8, so that Excel shows every letter right
        </label>
      )}
      {exporting.problem && <p className="tx-problem" role="alert">{exporting.problem}</p>}
      <div className="form-actions">
        <button type="button" className="button" onClick={() => exports.close()}>Cancel</button>
        <button type="submit" className="button button-primary" disabled={exporting.busy || total === 0}>
          {exporting.busy ? "Getting ready…" : format === "csv" ? "Export CSV" : "Export Excel"}
        </button>
      </div>
    </form>
  );
}

export function ExportDialog({ desk, shown }) {
  const open = Boolean(shown.exporting);
  return (
    <Dialog open={open} label="Export" onDismiss={() => exportsOf(desk).close()}>
      {open && <Form {...{ desk, shown }} />}
    </Dialog>
  );
}
