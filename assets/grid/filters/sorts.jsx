// What the rows are sorted by, first things first. The same as Shift+click on the headers, for everybody.
import { useRef } from "react";

export const MOST_SORTS = 5;

const WAYS = { moment: ["Old → new", "New → old"], number: ["1 → 9", "9 → 1"], flag: ["No → yes", "Yes → no"], choice: ["Forwards", "Backwards"], text: ["A → Z", "Z → A"] };
const kindOf = ({ kind, filter }) => (filter === "range" ? "number" : kind in WAYS ? kind : "text");
export const wayWords = (column, desc) => WAYS[kindOf(column)][desc ? 1 : 0];

function Sort({ columns, sort, place, all, set }) {
  const column = columns.get(sort.field);
  const replace = (next) => set(all.map((one, at) => (at === place ? next : one)), place);
  const move = (to) => {
    const rest = all.filter((_, at) => at !== place);
    set([...rest.slice(0, to), sort, ...rest.slice(to)], to);
  };
  const free = [...columns.values()].filter((one) => one.sortable && (one.field === sort.field || !all.some(({ field }) => field === one.field)));
  return (
    <li className="dg-sort" data-sort={place}>
      <span className="dg-join">{place ? "then" : "By"}</span>
      <div className="dg-two">
        <select aria-label={`Sort ${place + 1}`} value={sort.field} onChange={(event) => replace({ ...sort, field: event.target.value })}>
          {free.map((one) => <option key={one.field} value={one.field}>{one.label}</option>)}
        </select>
        <select aria-label={`${column.label}: direction`} value={String(Boolean(sort.desc))} onChange={(event) => replace({ ...sort, desc: event.target.value === "true" })}>
          <option value="false">{wayWords(column, false)}</option>
          <option value="true">{wayWords(column, true)}</option>
        </select>
        <button type="button" className="dg-icon-button" aria-label={`Sort by ${column.label} sooner`} disabled={place === 0} onClick={() => move(place - 1)}>↑</button>
        <button type="button" className="dg-icon-button" aria-label={`Sort by ${column.label} later`} disabled={place === all.length - 1} onClick={() => move(place + 1)}>↓</button>
        <button type="button" className="dg-icon-button" aria-label={`Do not sort by ${column.label}`} onClick={() => set(all.filter((_, at) => at !== place), Math.max(0, place - 1))}>×</button>
      </div>
    </li>
  );
}

export function Sorts({ desk, shown, columns }) {
  const box = useRef(null);
  const all = shown.sort ?? [];
  const unused = [...columns.values()].find((column) => column.sortable && !all.some(({ field }) => field === column.field));
  const set = (next, place) => {
    desk.sortBy(next);
    desk.say(next.length ? `Sorted by ${next.map(({ field, desc }) => `${columns.get(field).label}, ${desc ? "falling" : "rising"}`).join("; then ")}` : "Sorted as usual");
    setTimeout(() => (box.current?.querySelector(`[data-sort="${place}"] select`) ?? box.current?.querySelector(".dg-adding button"))?.focus());
  };
  return (
    <div ref={box} className="dg-sorts">
      {all.length === 0 && <p className="dg-quiet">In the usual order.</p>}
      <ol className="dg-parts">
        {all.map((sort, place) => <Sort key={sort.field} {...{ columns, sort, place, all, set }} />)}
      </ol>
      <div className="dg-adding">
        <button type="button" className="dg-text-button" disabled={!unused || all.length >= MOST_SORTS} onClick={() => set([...all, { field: unused.field, desc: unused.kind === "moment" }], all.length)}>+ Sort</button>
      </div>
    </div>
  );
}
