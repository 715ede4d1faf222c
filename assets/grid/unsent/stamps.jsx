// Over the rows: that the line is down and what waits here, and what became of the edits an ended page left.
import { useContext, useEffect, useSyncExternalStore } from "react";
import { EventLoopContext } from "$/utils/context";
import { line } from "../line.js";
import { summary, wordOf } from "./unsent.js";
import "../../css/grid/unsent.css";

const MOST = 200;
const use = (store) => useSyncExternalStore(store.subscribe, store.get, store.get);
const clock = (at) => new Intl.DateTimeFormat(undefined, { timeStyle: "short" }).format(at);
const edits = (count) => `${count} ${count === 1 ? "edit" : "edits"}`;

function held(count, kept) {
  if (kept === "none") return count ? `${edits(count)} would be lost with this page: this browser keeps nothing` : "Edits cannot be kept in this browser; leave the page open";
  if (!count) return "You can go on editing";
  return `${edits(count)} ${count === 1 ? "waits" : "wait"} here`;
}

export function Offline({ desk, entries }) {
  const [, connectErrors] = useContext(EventLoopContext);
  const lost = (connectErrors?.length ?? 0) > 0;
  const { since } = use(line.store);
  const { kept } = use(desk.edits.away);
  useEffect(() => line.socket(lost), [lost]);
  if (since === null) return null;
  const waiting = entries.filter((entry) => ["queued", "sending", "waiting"].includes(entry.state)).length;
  return (
    <div className="dg-offline" role="status">
      <b>Offline since {clock(since)}</b>
      <span>{held(waiting, kept)}. What you see is as of then.</span>
    </div>
  );
}

function Result({ result, label, show }) {
  const { state, message } = result;
  return (
    <li className={`dg-away-${state}`}>
      <button type="button" onClick={() => show(result)}>{label}</button>
      <span>{wordOf(state)}{message && state !== "saved" && state !== "conflict" ? `: ${message}` : ""}</span>
    </li>
  );
}

function Elsewhere({ elsewhere }) {
  return Object.entries(elsewhere).map(([entity, count]) => (
    <p key={entity}><a href={`/admin/${entity}`}>{edits(count)} from another list</a> {count === 1 ? "is" : "are"} saved once you open {entity}.</p>
  ));
}

export function Away({ desk }) {
  const away = use(desk.edits.away);
  if (!away.open) return null;
  const { results, elsewhere } = away;
  // A row that is not at hand is searched for.
  const show = ({ id, field, label }) => (desk.api.getRowNode(id) ? desk.goTo({ id, field }) : desk.setQuery({ search: label, filters: [] }));
  const close = () => desk.edits.away.set({ open: false, results: [], old: 0, broken: 0, elsewhere: {} });
  const named = ({ field, label }) => `${desk.columns.get(field)?.label ?? "Line item"} of ${desk.noun[0]} ${label ?? ""}`;
  return (
    <section className="dg-away" aria-label="What became of your edits" onKeyDown={(event) => event.key === "Escape" && close()}>
      <header>
        <h2>{summary(away) || "While you were away"}</h2>
        <button type="button" className="dg-away-close" aria-label="Close" onClick={close}>×</button>
      </header>
      <ul>{results.slice(0, MOST).map((result, place) => <Result key={place} {...{ result, show }} label={named(result)} />)}</ul>
      {results.length > MOST && <p>and {results.length - MOST} more</p>}
      <Elsewhere elsewhere={elsewhere} />
    </section>
  );
}
