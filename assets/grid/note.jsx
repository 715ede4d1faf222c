// The small box under a cell whose edit was refused or met someone else's: what happened, and what can be done.
import { useLayoutEffect, useRef, useState } from "react";
import { text } from "./format.js";

function Refused({ entry, actions }) {
  return (
    <>
      <p>{entry.message}</p>
      <div className="dg-buttons">
        <button type="button" onClick={() => actions.reopen(entry)}>Edit again</button>
        <button type="button" onClick={() => actions.discard(entry)}>Discard</button>
      </div>
    </>
  );
}

function Conflict({ entry, column, timeZone, actions }) {
  const line = (label, value) => (
    <div key={label}><dt>{label}</dt><dd>{text(column, value, timeZone) || <i>empty</i>}</dd></div>
  );
  return (
    <>
      <p>{entry.message}</p>
      <dl>{[line("Was", entry.base), line("Theirs", entry.theirs), line("Mine", entry.value)]}</dl>
      <div className="dg-buttons">
        <button type="button" onClick={() => actions.keepMine(entry)}>Keep mine</button>
        <button type="button" onClick={() => actions.takeTheirs(entry)}>Take theirs</button>
      </div>
    </>
  );
}

export function CellNote({ entry, column, anchor, moved, timeZone, actions }) {
  const box = useRef(null);
  const [place, setPlace] = useState(null);
  useLayoutEffect(() => {
    const cell = anchor();
    if (!cell) return setPlace(null);
    const at = cell.getBoundingClientRect();
    const size = box.current?.getBoundingClientRect() ?? { width: 280, height: 160 };
    const below = at.bottom + 4 + size.height < innerHeight;
    setPlace({ left: Math.max(8, Math.min(at.left, innerWidth - size.width - 8)), top: below ? at.bottom + 4 : Math.max(8, at.top - 4 - size.height) });
  }, [entry, entry.state, moved]);
  const leave = (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    actions.back(entry);
  };
  const Body = entry.state === "conflict" ? Conflict : Refused;
  return (
    <div
      ref={box}
      className={`dg-note dg-note-${entry.state}`}
      role="dialog"
      aria-label={`${column.label}: ${entry.state === "conflict" ? "conflict" : "not saved"}`}
      style={place ?? { visibility: "hidden" }}
      onKeyDown={leave}
    >
      <Body {...{ entry, column, timeZone, actions }} />
    </div>
  );
}
