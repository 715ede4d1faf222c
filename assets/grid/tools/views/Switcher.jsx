// The name of the view at the left of the toolbar; a click opens the list of views and what can be done with this one.
import { useEffect, useRef, useState } from "react";
import { Menu } from "./Menu.jsx";
import { wordsOf } from "./words.js";

const WIDTH = 336;

export function Deleted({ desk, view }) {
  const [problem, setProblem] = useState("");
  const bringBack = () => desk.shelf.bringBack().catch((refused) => setProblem(refused.message));
  if (!view) return problem ? <div className="dg-banner dg-undo" role="alert">{problem}<button type="button" onClick={() => setProblem("")}>Close</button></div> : null;
  return (
    <div className="dg-banner dg-undo" role="status">
      <span>Deleted <b><bdi>{view.name}</bdi></b></span>
      <button type="button" onClick={bringBack}>Undo</button>
    </div>
  );
}

export function Switcher({ desk, shown }) {
  const [open, setOpen] = useState(false);
  const [place, setPlace] = useState({});
  const box = useRef(null);
  const button = useRef(null);
  const { at, modified } = shown;
  const name = at ? at.name : wordsOf(desk).all;
  useEffect(() => {
    if (!open) return undefined;
    const away = (event) => box.current?.contains(event.target) || setOpen(false);
    addEventListener("pointerdown", away, true);
    return () => removeEventListener("pointerdown", away, true);
  }, [open]);
  const toggle = () => {
    const at = button.current.getBoundingClientRect();
    setPlace({ top: at.bottom + 4, left: Math.max(8, Math.min(at.left, innerWidth - WIDTH - 8)), maxHeight: innerHeight - at.bottom - 16 });
    setOpen(!open);
  };
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const escape = (event) => {
    if (event.key !== "Escape" || !open) return;
    event.stopPropagation();
    close();
  };
  const label = `View: ${name}${modified ? ", changed since it was saved" : ""}`;
  return (
    <div className="dg-views" ref={box} onKeyDown={escape}>
      <button ref={button} type="button" className="dg-view-button" aria-haspopup="dialog" aria-expanded={open} aria-label={label} title={name} onClick={toggle}>
        <bdi className="dg-view-name">{name}</bdi>
        {modified && <i className="dg-view-dot" aria-hidden="true" title="Changed, not saved" />}
      </button>
      {open && (
        <div className="dg-panel dg-views-panel" role="dialog" aria-label="Views" style={place}>
          <Menu {...{ desk, shown, close }} />
        </div>
      )}
      <Deleted desk={desk} view={shown.deleted} />
    </div>
  );
}
