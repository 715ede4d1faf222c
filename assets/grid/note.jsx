// The small box under a cell whose edit was refused or met someone else's: what happened, and what can be done.
import { useEffect, useLayoutEffect, useRef, useState } from "react";
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

// Where a box of this size goes: under the cell, or over it where there is no room.
function beside(cell, box) {
  const at = cell.getBoundingClientRect();
  const size = box?.getBoundingClientRect() ?? { width: 280, height: 160 };
  const below = at.bottom + 4 + size.height < innerHeight;
  return { left: Math.max(8, Math.min(at.left, innerWidth - size.width - 8)), top: below ? at.bottom + 4 : Math.max(8, at.top - 4 - size.height) };
}

// All of a text that its cell cuts off, while the cell has the focus; Escape puts it away.
export function FullText({ at, anchor, moved }) {
  const box = useRef(null);
  const [shown, setShown] = useState(null);
  const [away, setAway] = useState(null);
  const here = `${at.id} ${at.field}`;
  useLayoutEffect(() => {
    const cell = anchor();
    const value = cell?.querySelector(".dg-value");
    const isCut = value && value.scrollWidth > value.clientWidth && cell.contains(document.activeElement);
    setShown(isCut ? { words: value.textContent, place: beside(cell, box.current) } : null);
  }, [here, moved, shown?.words]);
  useEffect(() => {
    const put = (event) => event.key === "Escape" && setAway(here);
    const leave = () => setShown(null);
    const grid = anchor()?.closest(".dg");
    addEventListener("keydown", put);
    grid?.addEventListener("focusout", leave);
    return () => {
      removeEventListener("keydown", put);
      grid?.removeEventListener("focusout", leave);
    };
  }, [here]);
  if (!shown || away === here) return null;
  return <div ref={box} className="dg-full" role="tooltip" style={shown.place}><p>{shown.words}</p></div>;
}

export function CellNote({ entry, column, anchor, moved, timeZone, actions }) {
  const box = useRef(null);
  const [place, setPlace] = useState(null);
  useLayoutEffect(() => {
    const cell = anchor();
    if (!cell) return setPlace(null);
    setPlace(beside(cell, box.current));
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
