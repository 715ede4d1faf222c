// The dialog of a paste: what goes where, what is refused and why; then it is saved as one gesture.
import { useState } from "react";
import { Dialog } from "../../../components/dialog.jsx";
import { pasteOf } from "../../clipboard/pasting.js";
import { whole } from "../../format.js";
import { Preview } from "./preview.jsx";

const SPLITS = [["tab", "Tabs"], ["comma", "Commas"], ["semicolon", "Semicolons"], ["none", "Not at all"]];
// Where the focus goes when the dialog opens: the browser looks for this attribute then, React has no part in it.
const first = (element) => element?.setAttribute("autofocus", "");
const takesFocus = (element) => element?.focus();
const nounOf = (count) => `${whole(count)} ${count === 1 ? "cell" : "cells"}`;

// Where the browser does not give its clipboard away.
function Ask({ paste }) {
  const [text, setText] = useState("");
  const submit = (event) => {
    event.preventDefault();
    paste.paste(text);
  };
  return (
    <form className="dg-paste" onSubmit={submit}>
      <label className="dg-field">
        Paste the cells here
        <textarea ref={first} rows={8} value={text} onChange={(event) => setText(event.target.value)} spellCheck={false} />
      </label>
      <div className="dg-acts">
        <button type="button" onClick={() => paste.close()}>Cancel</button>
        <button type="submit" className="dg-primary" disabled={!text}>Preview</button>
      </div>
    </form>
  );
}

function Settings({ paste, state }) {
  return (
    <div className="dg-paste-settings">
      <label>Split at <select value={state.split} onChange={(event) => paste.change({ split: event.target.value })}>{SPLITS.map(([value, words]) => <option key={value} value={value}>{words}</option>)}</select></label>
      <label className="dg-check"><input type="checkbox" checked={state.header} onChange={(event) => paste.change({ header: event.target.checked })} />The first line names the columns</label>
    </div>
  );
}

function Before({ desk, paste, state }) {
  const good = state.cells.filter((cell) => cell.state === "change").length;
  const waits = state.checking || !good;
  return (
    <div className="dg-paste">
      <Settings {...{ paste, state }} />
      {state.problem ? <p className="dg-paste-problem" role="alert">{state.problem} {state.again && <button type="button" className="dg-text-button" onClick={() => paste.change({})}>Try again</button>}</p> : <Preview {...{ desk, paste, state }} />}
      <p className="dg-paste-counts" role="status">{state.checking ? "Looking at each cell… Nothing is changed yet." : state.counts}</p>
      <div className="dg-acts">
        <button type="button" onClick={() => paste.close()}>Cancel</button>
        <button ref={first} type="button" className="dg-primary" aria-disabled={waits} onClick={() => waits || paste.save()}>
          {state.checking || good ? `Paste ${good ? nounOf(good) : ""}` : "Nothing to paste"}
        </button>
      </div>
    </div>
  );
}

function After({ paste, state }) {
  const { refused } = paste;
  return (
    <div className="dg-paste">
      <p role="status">{state.saving ? `Saving ${nounOf(state.count)}…` : `${nounOf(state.count)} pasted.`} {nounOf(refused.length)} {refused.length === 1 ? "was" : "were"} refused:</p>
      <ul className="dg-paste-refused" tabIndex={0} aria-label="Refused">
        {refused.map((cell) => <li key={`${cell.line} ${cell.place}`}><b>{paste.nameOf(cell)}</b> {cell.column.label}: <q>{cell.text.slice(0, 80)}</q><small>{cell.problem}</small></li>)}
      </ul>
      <div className="dg-acts">
        <button type="button" onClick={() => paste.copyRefused()}>{state.copied ? "Copied" : "Copy the refused"}</button>
        <button ref={takesFocus} type="button" className="dg-primary" onClick={() => paste.close()}>Close</button>
      </div>
    </div>
  );
}

const STEPS = { ask: Ask, preview: Before, done: After };

function title(desk, state) {
  if (state.step !== "preview") return "Paste";
  const { at, rows, lines } = state;
  const where = rows[0] ? `, from ${desk.edits.nameOf(rows[0])}, ${desk.columns.get(at.field).label}` : "";
  return `Paste ${whole(lines ?? 0)} ${lines === 1 ? "row" : "rows"}${where}`;
}

export function PasteDialog({ desk, shown }) {
  const paste = pasteOf(desk);
  const state = shown.paste;
  const Step = state && STEPS[state.step];
  return (
    <Dialog open={Boolean(state)} label={state ? title(desk, state) : "Paste"} onDismiss={() => paste.close()}>
      {Step && <><h2 className="dg-paste-title">{title(desk, state)}</h2><Step {...{ desk, paste, state }} /></>}
    </Dialog>
  );
}
