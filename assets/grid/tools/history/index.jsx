// History at hand: Alt+H on a cell, or the button above the rows, opens its story and that of its row. The panel follows the
// cell with the focus.
import { useState } from "react";
import { cellAtHand } from "../../at.js";
import { text } from "../../format.js";
import { CellStory } from "./CellStory.jsx";
import { Timeline } from "./Timeline.jsx";

const NAME = "history";
const PATH = "M8 4.5V8l2.5 1.5M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0";

const noun = (desk) => desk.noun[0][0].toUpperCase() + desk.noun[0].slice(1);

// The cell with the focus, where it is one of a record.
function cellAt(desk) {
  const { focus } = desk.store.get();
  return focus && desk.columns.has(focus.field) && desk.api?.getRowNode(focus.id)?.data ? focus : null;
}

function rowName(desk, id) {
  const row = desk.api?.getRowNode(id)?.data;
  const [first] = desk.columns.values();
  return row ? text(first, row[first.field], "") : "";
}

function show(desk) {
  const cell = cellAtHand(desk) ?? cellAt(desk);
  if (!cell) {
    desk.say("Go to a cell first");
    return false;
  }
  desk.open(NAME, { ...cell });
  return true;
}

function Panel({ desk, shown, id, field }) {
  const [whole, setWhole] = useState(false);
  const cell = (shown.focus && cellAt(desk)) || { id, field };
  const column = desk.columns.get(cell.field);
  return (
    <div className="dg-history">
      <p className="dg-history-what"><b>{noun(desk)} {rowName(desk, cell.id)}</b></p>
      <div className="dg-switch" role="group" aria-label="History of">
        <button type="button" aria-pressed={!whole} onClick={() => setWhole(false)}>{column?.label ?? "Cell"}</button>
        <button type="button" aria-pressed={whole} onClick={() => setWhole(true)}>Whole {desk.noun[0]}</button>
      </div>
      {whole ? <Timeline key={cell.id} desk={desk} id={cell.id} /> : <CellStory key={`${cell.id} ${cell.field}`} desk={desk} id={cell.id} field={cell.field} />}
    </div>
  );
}

function Bar({ desk, shown }) {
  const open = shown.panel?.name === NAME;
  return (
    <button type="button" className="dg-tool" aria-pressed={open} aria-disabled={!cellAt(desk) && !open} title="History of the cell (Alt+H)" aria-label="History of the cell" onClick={() => (open ? desk.close() : show(desk))}>
      <svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true"><path d={PATH} /></svg>
      <span>History</span>
    </button>
  );
}

export const history = {
  name: NAME,
  place: "end",
  title: () => "History",
  Bar,
  Panel,
  keys: [{ key: "alt+h", run: show }],
};
