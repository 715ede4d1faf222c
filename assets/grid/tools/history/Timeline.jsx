// What happened to a record, by day and act, the newest first, live.
import { day, whole } from "../../format.js";
import { useStory } from "./story.js";
import { MADE, byWords, clockWords, fieldWords, grouped, valueWords, whenWords } from "./words.js";
import "../../../css/grid/history.css";

const MASKED = "hidden from you";
// The server counts no further.
const COUNTED = 1000;
const manyWords = (size) => (size >= COUNTED ? `${whole(COUNTED)} or more changes made at once` : `${size} changes made at once`);

function Change({ desk, entry }) {
  const { field, old, new: fresh, masked } = entry;
  const label = <b>{fieldWords(desk, field)}</b>;
  if (masked) return <p className="dg-change">{label} <i>{MASKED}</i></p>;
  const before = valueWords(desk, field, old);
  const after = valueWords(desk, field, fresh);
  return (
    <p className="dg-change">
      {label} {before && <del>{before}</del>} {after ? <ins>{after}</ins> : <i>{before ? "removed" : "empty"}</i>}
    </p>
  );
}

function Act({ desk, entries }) {
  const [first] = entries;
  const made = entries.some((entry) => entry.field === MADE);
  const told = entries.filter((entry) => entry.field !== MADE && !(made && entry.old === null && !entry.masked && !valueWords(desk, entry.field, entry.new))).toReversed();
  const elsewhere = first.size > entries.length;
  const href = `/admin/changes?act=${first.act}`;
  const follow = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    desk.go(href);
  };
  return (
    <li className="dg-act">
      <p className="dg-act-who"><b>{first.who}</b>{byWords(first)} · <time dateTime={first.at} title={whenWords(desk, first.at)}>{clockWords(desk, first.at)}</time></p>
      {made && <p className="dg-change"><b>Created</b></p>}
      {told.map((entry) => <Change key={entry.id} {...{ desk, entry }} />)}
      {elsewhere && <a className="link" href={href} onClick={follow}>{manyWords(first.size)}</a>}
    </li>
  );
}

export function Timeline({ desk, id }) {
  const { entries, next, problem, more } = useStory(desk, id);
  if (problem && !problem.passes) return <p className="dg-hint" role="alert">{problem.message}</p>;
  if (!entries) return <p className="dg-hint" role="status">Loading…</p>;
  return (
    <div className="dg-story">
      {grouped(entries, (at) => day(at, desk.context.timeZone)).map(({ day: name, acts }) => (
        <section key={name} aria-label={name}>
          <h3>{name}</h3>
          <ol>{acts.map(({ act, entries: those }) => <Act key={`${act} ${those[0].id}`} desk={desk} entries={those} />)}</ol>
        </section>
      ))}
      {next && <button type="button" className="dg-more-button" onClick={more}>Show earlier</button>}
    </div>
  );
}
