// Above the rows: search, filters, how many there are, and what of one's own is not saved yet.
import { Filters } from "./filters/pills.jsx";
import { whole } from "./format.js";
import { backToCells } from "./hands/moving.js";
import { leftWords } from "./rows.js";

const STATES = [["waiting", "waiting"], ["invalid", "refused"], ["conflict", "in conflict"], ["draft", "unfinished"]];

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

function Reach({ range }) {
  return range ? <span className="dg-range-size" aria-hidden="true">{whole(range.rows)} × {whole(range.columns)}</span> : null;
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

const Bars = ({ place, desk, shown, tools }) =>
  tools.filter((tool) => tool.Bar && tool.place === place).map((tool) => <tool.Bar key={tool.name} {...{ desk, shown }} />);

export function Toolbar({ desk, shown, tools, columns, noun, searchLabel, searchRef, timeZone }) {
  // The first Escape clears the search, as in any search box.
  const leave = (event) => {
    const leaves = event.key === "ArrowDown" || (event.key === "Escape" && !event.target.value);
    if (leaves && !event.nativeEvent.isComposing && backToCells(desk)) event.preventDefault();
  };
  return (
    <div className="dg-toolbar">
      <div className="dg-tools">
        <Bars place="start" {...{ desk, shown, tools }} />
        <input
          ref={searchRef}
          className="dg-search"
          type="search"
          aria-label={searchLabel}
          placeholder={searchLabel}
          value={shown.search}
          maxLength={200}
          autoComplete="off"
          onChange={(event) => desk.setQuery({ search: event.target.value })}
          onKeyDown={leave}
        />
        <div className="dg-tools-end">
          <Bars place="end" {...{ desk, shown, tools }} />
        </div>
      </div>
      <div className="dg-narrow">
        <Filters {...{ desk, shown, columns, timeZone }} />
        <div className="dg-status">
          <Unsaved entries={shown.entries} go={(to) => desk.goTo(to)} />
          <Meanwhile {...{ shown, noun }} showArrived={() => desk.showArrived()} sweep={() => desk.rows.renew(desk.api)} />
          <Reach range={shown.range} />
          <Bars place="status" {...{ desk, shown, tools }} />
          <Total total={shown.total} noun={noun} />
        </div>
      </div>
    </div>
  );
}
