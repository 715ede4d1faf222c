// Above the rows: search, filters, how many there are, and what of one's own is not saved yet.
import { Filters } from "./filters.jsx";
import { whole } from "./format.js";

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

export function Toolbar({ columns, noun, searchLabel, searchRef, search, setSearch, filters, setFilters, total, entries, go, timeZone }) {
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
        <Unsaved entries={entries} go={go} />
        <Total total={total} noun={noun} />
      </div>
    </div>
  );
}
