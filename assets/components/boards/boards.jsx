// The dashboard's name, as the title of the page. A click opens the saved dashboards and what can be done with this one.
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { Link, useNavigate } from "react-router";
import { Menu } from "../../grid/tools/views/Menu.jsx";
import { Deleted } from "../../grid/tools/views/Switcher.jsx";
import { Board } from "./board.js";
import { ToWall } from "./to_wall.jsx";
import "../../css/grid/views.css";

function useAway(open, box, close) {
  useEffect(() => {
    if (!open) return undefined;
    const away = (event) => box.current?.contains(event.target) || close();
    addEventListener("pointerdown", away, true);
    return () => removeEventListener("pointerdown", away, true);
  }, [open]);
}

function More({ toWall, about }) {
  return (
    <div className="dg-view-actions db-board-more">
      <button type="button" onClick={toWall}>Show on a wall…</button>
      <Link to={`/dashboard/notices?about=${encodeURIComponent(about)}`}>Mails and alerts…</Link>
    </div>
  );
}

export function Boards({ board, timeZone, onChanged }) {
  const [desk] = useState(() => new Board());
  const [open, setOpen] = useState(false);
  const [toWall, setToWall] = useState(false);
  const box = useRef(null);
  const button = useRef(null);
  desk.follow({ go: useNavigate(), timeZone, changed: onChanged });
  useEffect(() => desk.show(board ?? {}), [board]);
  const shown = useSyncExternalStore(desk.store.subscribe, desk.store.get, desk.store.get);
  useAway(open, box, () => setOpen(false));
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const escape = (event) => {
    if (event.key !== "Escape" || !open) return;
    event.stopPropagation();
    close();
  };
  const { at, modified, voice, spoken, deleted } = shown;
  return (
    <div className="db-boards" ref={box} onKeyDown={escape}>
      <h1>
        <button ref={button} type="button" className="db-board" aria-haspopup="dialog" aria-expanded={open} onClick={() => { setToWall(false); setOpen(!open); }}>
          <bdi>{at ? at.name : "Dashboard"}</bdi>
          {at && modified && <i className="dg-view-dot" title="Changed, not saved" aria-hidden="true" />}
          {at && modified && <span className="visually-hidden">, changed since it was saved</span>}
        </button>
      </h1>
      {open && (
        <div className="dg-panel dg-views-panel" role="dialog" aria-label="Dashboards">
          {toWall ? <ToWall {...{ desk, shown, close }} back={() => setToWall(false)} /> : (
            <Menu {...{ desk, shown, close }} more={<More about={desk.arranged} toWall={() => setToWall(true)} />} />
          )}
        </div>
      )}
      <Deleted desk={desk} view={deleted} />
      <p className="visually-hidden" role="status" key={spoken}>{voice}</p>
    </div>
  );
}
