// The wall: one dashboard after the other, and what a screen that nobody operates needs. It keeps the display awake, hides
// the pointer, says when what stands there is not of now, and shows the way back at any key.
import { useContext, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { Link, useNavigate } from "react-router";
import { EventLoopContext } from "$/utils/context";
import { line } from "../../grid/line.js";
import { post } from "../../grid/transport.js";
import { clock } from "../clock.js";
import { LEAST, nextOf, turnsOf } from "./turns.js";

const IDLE = 4000;
const AGAIN = 15_000;

function useOffline() {
  const [, connectErrors] = useContext(EventLoopContext);
  const lost = (connectErrors?.length ?? 0) > 0;
  useEffect(() => line.socket(lost), [lost]);
  return useSyncExternalStore(line.store.subscribe, line.store.get, line.store.get).since;
}

// The browser gives the lock back whenever the page is hidden.
function useAwake() {
  useEffect(() => {
    let lock = null;
    let left = false;
    const ask = async () => {
      if (document.visibilityState !== "visible" || !navigator.wakeLock) return;
      try {
        lock = await navigator.wakeLock.request("screen");
        if (left) lock.release();
      } catch {
        // A low battery may refuse it.
      }
    };
    ask();
    document.addEventListener("visibilitychange", ask);
    return () => {
      left = true;
      document.removeEventListener("visibilitychange", ask);
      lock?.release();
    };
  }, []);
}

// Whether somebody is at the screen: a key or the pointer says so, for some seconds.
function useSomebody() {
  const [here, setHere] = useState(false);
  useEffect(() => {
    let timer = 0;
    const seen = () => {
      setHere(true);
      clearTimeout(timer);
      timer = setTimeout(() => setHere(false), IDLE);
    };
    const signs = ["pointermove", "pointerdown", "keydown"];
    for (const sign of signs) addEventListener(sign, seen);
    return () => {
      clearTimeout(timer);
      for (const sign of signs) removeEventListener(sign, seen);
    };
  }, []);
  return here;
}

// The session is over: the page stays and says so, for a sign-in page on a wall tells nobody anything. Where somebody has
// signed in since in this browser, the page begins again.
function useSessionOver() {
  const [over, setOver] = useState(null);
  useEffect(() => {
    const stay = (event) => {
      event.preventDefault();
      setOver((before) => before ?? Date.now());
    };
    addEventListener("daybook:leave", stay);
    return () => removeEventListener("daybook:leave", stay);
  }, []);
  useEffect(() => {
    if (over === null) return undefined;
    const timer = setInterval(() => post("/boards/views", {}).then(() => location.reload(), () => {}), AGAIN);
    return () => clearInterval(timer);
  }, [over]);
  return over;
}

function useTurns(board, holds) {
  const go = useNavigate();
  const gone = useRef(new Set());
  const [search, setSearch] = useState("");
  const { ids, seconds, at } = turnsOf(search);
  const open = (step) => {
    const next = nextOf(location.search, step, gone.current);
    if (next) go(next, { replace: true });
  };
  useEffect(() => setSearch(location.search), [board]);
  const isLost = Boolean(at) && board?.asked !== undefined && !board.at && ids.length > 1;
  useEffect(() => {
    if (holds || ids.length < 2) return undefined;
    if (isLost) gone.current.add(at);
    const timer = setTimeout(() => open(1), isLost ? LEAST : seconds * 1000);
    return () => clearTimeout(timer);
  }, [search, holds, isLost]);
  return { ids, at, open };
}

function Way({ here, back, turns, visible }) {
  const full = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(() => {});
  return (
    <nav className="db-wall-way" aria-label="Wall" data-here={here || visible}>
      <Link to={back} onClick={() => document.fullscreenElement && document.exitFullscreen()}>Back to the dashboard</Link>
      {turns.ids.length > 1 && <button type="button" onClick={() => turns.open(-1)}>Previous</button>}
      {turns.ids.length > 1 && <button type="button" onClick={() => turns.open(1)}>Next</button>}
      <button type="button" onClick={full}>Full screen</button>
    </nav>
  );
}

export function Wall({ board, phase, asOf, days, locale, timeZone, children }) {
  const offline = useOffline();
  const over = useSessionOver();
  const here = useSomebody();
  useAwake();
  const turns = useTurns(board, offline !== null || over !== null);
  const { at, look = "" } = board ?? {};
  const back = `/dashboard${at ? `?view=${at.id}` : look && `?${look}`}`;
  const login = `/login?next=${encodeURIComponent(`/dashboard/wall${board?.asked ? `?${board.asked}` : ""}`)}`;
  const kind = over !== null ? "over" : offline !== null ? "offline" : phase;
  const [shown, stamp] = children;
  return (
    <div className="db-wall-screen" data-kind={kind} data-idle={!here}>
      <header className="db-wall-head">
        <h1><bdi>{at ? at.name : "Dashboard"}</bdi></h1>
        <p>{days || "\u00a0"}</p>
        {turns.ids.length > 1 && (
          <ol className="db-wall-turns" aria-hidden="true">
            {turns.ids.map((id) => <li key={id} data-at={id === turns.at} />)}
          </ol>
        )}
        {stamp}
      </header>
      {over === null && shown}
      {over !== null && (
        <div className="db-wall-words" role="alert">
          <p>Signed out at {clock(over, locale, timeZone)}. Nothing is shown any more.</p>
          <a className="button button-primary" href={login}>Sign in on this screen</a>
        </div>
      )}
      {over === null && offline !== null && (
        <p className="db-wall-banner" role="alert">Offline since {clock(offline, locale, timeZone)}. These figures are as of {asOf}; they go on by themselves.</p>
      )}
      <Way {...{ here, back, turns }} visible={over !== null} />
    </div>
  );
}
