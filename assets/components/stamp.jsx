// How fresh what is shown is: live, some seconds behind, paused, or offline since a time; and the button that pauses it.
import { useContext, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { EventLoopContext } from "$/utils/context";
import { line } from "../grid/line.js";
import { clock } from "./clock.js";

const SECOND = 1000;

// When the line broke, milliseconds since 1970; null while it holds.
function useOffline() {
  const [, connectErrors] = useContext(EventLoopContext);
  const lost = (connectErrors?.length ?? 0) > 0;
  useEffect(() => line.socket(lost), [lost]);
  return useSyncExternalStore(line.store.subscribe, line.store.get, line.store.get).since;
}

// When what is not shown yet happened, by this browser's clock; null where there is nothing.
function useBehind(seconds) {
  const [since, setSince] = useState(null);
  useEffect(() => setSince(seconds > 0 ? Date.now() - seconds * SECOND : null), [seconds]);
  return since;
}

function useEverySecond(runs) {
  const [, turn] = useState(0);
  useEffect(() => {
    if (!runs) return undefined;
    const timer = setInterval(() => turn((count) => count + 1), SECOND);
    return () => clearInterval(timer);
  }, [runs]);
}

// What a screen reader is told: that it changed, not each second of it.
function useNews(kind, words) {
  const before = useRef(kind);
  const [news, setNews] = useState("");
  useEffect(() => {
    if (before.current !== kind && !(before.current === "loading" && kind === "live")) setNews(words);
    before.current = kind;
  }, [kind]);
  return news;
}

export function Stamp({ phase, asOf, behind, paused, waiting, locale, timeZone, onPause, onResume }) {
  const offlineSince = useOffline();
  const behindSince = useBehind(behind);
  useEverySecond(behindSince !== null);
  const seconds = Math.max(1, Math.round((Date.now() - behindSince) / SECOND));
  const [kind, words] = offlineSince !== null
    ? ["offline", `Offline since ${clock(offlineSince, locale, timeZone)}`]
    : phase === "loading" ? ["loading", "Counting"]
    : phase === "failed" ? ["failed", "Not up to date"]
    : paused ? ["paused", "Paused"]
    : behindSince !== null ? ["behind", `${seconds} s behind`]
    : ["live", "Live"];
  const news = useNews(kind === "behind" ? "live" : kind, words);
  const isDated = asOf && kind !== "loading" && kind !== "failed";
  return (
    <div className="db-stamp" data-kind={kind}>
      <span className="db-pulse" aria-hidden="true" />
      <span className="db-stamp-words">
        <span>{words}</span>
        {isDated && <span>as of <time>{asOf}</time></span>}
        {kind === "paused" && waiting && <span>{waiting}</span>}
      </span>
      <span className="visually-hidden" role="status">{news}</span>
      {kind !== "loading" && <button type="button" className="button button-quiet db-pause" onClick={paused ? onResume : onPause}>{paused ? "Resume" : "Pause"}</button>}
    </div>
  );
}
