// What is asked before dashboards go on a wall: which ones, and how long each stays.
import { useEffect, useRef, useState } from "react";

const USUAL_SECONDS = 30;

export function ToWall({ desk, shown, close, back }) {
  const { at, views } = shown;
  const [ids, setIds] = useState(() => (at ? [at.id] : []));
  const [seconds, setSeconds] = useState(String(USUAL_SECONDS));
  const box = useRef(null);
  useEffect(() => box.current.querySelector("input, button")?.focus(), [views === null]);
  useEffect(() => { desk.shelf.load().catch((refused) => desk.say(refused.message)); }, []);
  const turn = (id) => setIds(ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id]);
  const start = (event) => {
    event.preventDefault();
    close();
    document.documentElement.requestFullscreen?.().catch(() => {});
    desk.go(ids.length ? `/dashboard/wall?boards=${ids.join(",")}&seconds=${seconds || USUAL_SECONDS}` : `/dashboard/wall${location.search}`);
  };
  return (
    <form ref={box} className="dg-view-form" aria-label="Show on a wall" onSubmit={start}>
      <p>Full screen, in large type, as live as here. Several dashboards take turns.</p>
      {views?.length > 0 && (
        <fieldset className="db-to-wall">
          <legend>Dashboards</legend>
          {views.map((view) => (
            <label key={view.id} className="dg-check">
              <input type="checkbox" checked={ids.includes(view.id)} onChange={() => turn(view.id)} />
              <bdi>{view.name}</bdi>
              {view.owner && <small><bdi>{view.owner}</bdi></small>}
            </label>
          ))}
        </fieldset>
      )}
      {views && ids.length === 0 && <p>{views.length ? "None chosen: " : ""}What is shown now goes on the wall.</p>}
      {ids.length > 1 && (
        <label className="dg-field">
          Seconds for each
          <input type="number" min="5" max="3600" value={seconds} onChange={(event) => setSeconds(event.target.value)} />
        </label>
      )}
      <div className="dg-buttons">
        <button type="submit" disabled={views === null}>Start</button>
        <button type="button" onClick={back}>Cancel</button>
      </div>
    </form>
  );
}
