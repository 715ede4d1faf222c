// Above the rows: search, filters, how many there are, and what of one's own is not saved yet.
import { Filters } from "./filters.jsx";
import { whole } from "./format.js";
import { leftWords } from "./rows.js";

const STATES = [["waiting", "waiting"], ["invalid", "refused"], ["conflict", "in conflict"]];

function Unsaved({ entries, go }) {
  return STATES.map(([state, word]) => {
    const those = entries.filter((entry) => entry.state === state);
    if (!those.length) return null;
    const label = `${those.length} ${those.length === 1 ? "edit" : "edits"} ${word}`;
    return <button key={state} type="button" className={`dg-state dg-state-${state}`} onClick={() => go(those[0])}>{label}</button>;
  });
}

function Total({ total, noun }) {
  if (total === null) return <span className="dg-total"><span className="dg-skeleton" aria-hidden="true" /></span>;
  return <span className="dg-total">{whole(total)} {noun[total === 1 ? 0 : 1]}</span>;
}

// What happened to the list meanwhile: rows that wait to be shown, that have just appeared, that stay only until the
// next reading.
function Meanwhile({ shown, noun, showArrived, sweep }) {
  const { arrived, left, news } = shown;
  return (
    <>
      {left > 0 && <button type="button" className="dg-left-count" title="Read the list again without them" onClick={sweep}>{leftWords(left)}</button>}
      {arrived > 0 && <button type="button" className="dg-arrived" onClick={showArrived}>{whole(arrived)} new {noun[arrived === 1 ? 0 : 1]}</button>}
      {arrived === 0 && news && <span className="dg-news">{news}</span>}
    </>
  );
}

export function Toolbar({ columns, noun, searchLabel, searchRef, search, setSearch, filters, setFilters, shown, go, showArrived, sweep, timeZone }) {
  return (
    <div className="dg-toolbar">
      <input
        ref={searchRef}
        className="dg-search"
        type="search"
        aria-label={searchLabel}
        placeholder={searchLabel}
        value={search}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => setSearch(event.target.value)}
      />
      <Filters columns={columns} filters={filters} change={setFilters} timeZone={timeZone} />
      <div className="dg-status">
        <Unsaved entries={shown.entries} go={go} />
        <Meanwhile {...{ shown, noun, showArrived, sweep }} />
        <Total total={shown.total} noun={noun} />
      </div>
    </div>
  );
}
