// Two days and what lies between, by a calendar beside typed days: two clicks or a drag; by keyboard as in the date picker
// of the ARIA practices. Days are those of the viewer's time zone, which the server tells.
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { daysBetween, isDay, monthOf, plusDays, plusMonths, stepOf, weeksOf, words } from "./days.js";
import { PHONE, Popover } from "./popover.jsx";

const ordered = (one, other) => (one <= other ? [one, other] : [other, one]);
const dayAt = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-day]")?.dataset.day;

// `waits`: the first day is chosen, the last is not.
function useRange(given) {
  const [range, setRange] = useState({ ...given, waits: false });
  return {
    ...range,
    set: (part) => setRange((now) => ({ ...now, ...part, waits: false })),
    draw: (one, other) => {
      const [first, last] = ordered(one, other);
      setRange({ first, last, waits: false });
    },
    choose: (day) =>
      setRange((now) => {
        if (!now.waits) return { first: day, last: "", waits: true };
        const [first, last] = ordered(now.first, day);
        return { first, last, waits: false };
      }),
  };
}

function useDrag(range) {
  const press = useRef(null);
  return {
    onPointerDown: (event) => {
      const day = event.target.closest("[data-day]")?.dataset.day;
      press.current = day && event.button === 0 ? { day, drags: false } : null;
    },
    onPointerMove: (event) => {
      const at = press.current;
      const day = at && dayAt(event);
      if (!day || (day === at.day && !at.drags)) return;
      at.drags = true;
      range.draw(at.day, day);
    },
    onPointerUp: () => { if (press.current && !press.current.drags) press.current = null; },
    onPointerCancel: () => { press.current = null; },
    onClick: (event) => {
      const dragged = press.current?.drags;
      press.current = null;
      const day = event.target.closest("[data-day]")?.dataset.day;
      if (day && !dragged) range.choose(day);
    },
  };
}

function Month({ month, begins, cursor, today, range, until, speech }) {
  const id = useId();
  const end = range.waits ? until : range.last;
  const [from, to] = range.first && end ? ordered(range.first, end) : [range.first || end, range.first || end];
  const day = (one, place) => {
    if (!one) return <td key={place} />;
    const isIn = Boolean(from) && one >= from && one <= to;
    return (
      <td
        key={one}
        data-day={one}
        data-first={one === cursor || undefined}
        tabIndex={one === cursor ? 0 : -1}
        aria-label={speech.day(one)}
        aria-selected={isIn}
        aria-current={one === today ? "date" : undefined}
        data-end={one === from ? (one === to ? "both" : "first") : one === to ? "last" : undefined}
      >
        <span>{Number(one.slice(8))}</span>
      </td>
    );
  };
  return (
    <div className="db-month">
      <p id={id} className="db-month-name">{speech.month(month)}</p>
      <table role="grid" aria-labelledby={id} aria-multiselectable="true">
        <thead>
          <tr>
            {Array.from({ length: 7 }, (_, step) => speech.weekday((begins + step) % 7)).map(({ long, short }) => <th key={long} scope="col" abbr={long} aria-label={long}>{short}</th>)}
          </tr>
        </thead>
        <tbody>{weeksOf(month, begins).map((week) => <tr key={week.find(Boolean)}>{week.map(day)}</tr>)}</tbody>
      </table>
    </div>
  );
}

function Months({ range, today, begins, speech }) {
  const box = useRef(null);
  const count = useMemo(() => (matchMedia(PHONE).matches ? 1 : 2), []);
  const begin = [range.last, range.first, today].find(isDay);
  const [cursor, setCursor] = useState(begin);
  const [view, setView] = useState(plusMonths(`${monthOf(begin)}-01`, 1 - count));
  const [until, setUntil] = useState("");
  const byKey = useRef(false);
  const months = Array.from({ length: count }, (_, step) => monthOf(plusMonths(view, step)));
  const go = (day) => {
    setCursor(day);
    setUntil(day);
    if (monthOf(day) < months[0]) setView(`${monthOf(day)}-01`);
    else if (monthOf(day) > months.at(-1)) setView(plusMonths(`${monthOf(day)}-01`, 1 - count));
  };
  // A typed day is shown.
  const isNew = useRef(true);
  useEffect(() => { if (isDay(range.first) && !range.waits && !isNew.current) go(range.first); }, [range.first]);
  useEffect(() => {
    if (isDay(range.last)) go(range.last);
    isNew.current = false;
  }, [range.last]);
  useEffect(() => {
    if (byKey.current) box.current.querySelector(`[data-day="${cursor}"]`)?.focus();
    byKey.current = false;
  }, [cursor, view]);
  const turn = (step) => {
    setView(plusMonths(view, step));
    setCursor(plusMonths(cursor, step));
  };
  const keyed = (event) => {
    const { day } = event.target.dataset;
    if (!day) return;
    const next = stepOf(event.key, event.shiftKey, day, begins);
    if (next) {
      byKey.current = true;
      go(next);
    } else if (event.key === "Enter" || event.key === " ") range.choose(day);
    else return;
    event.preventDefault();
  };
  const drag = useDrag(range);
  const over = (event) => {
    const day = event.target.closest("[data-day]")?.dataset.day;
    if (day) setUntil(day);
  };
  const focused = (event) => {
    const day = event.target.dataset.day;
    if (day) setCursor(day);
  };
  return (
    <div className="db-months">
      <button type="button" className="db-turn" aria-label="Earlier month" onClick={() => turn(-1)}>‹</button>
      <button type="button" className="db-turn" aria-label="Later month" onClick={() => turn(1)}>›</button>
      <div ref={box} className="db-month-grids" onKeyDown={keyed} onMouseOver={over} onFocus={focused} {...drag}>
        {months.map((month) => <Month key={month} {...{ month, begins, cursor: shownCursor(cursor, months), today, range, until, speech }} />)}
      </div>
    </div>
  );
}

// One day can always be reached by Tab, also where the months were turned away from it.
const shownCursor = (cursor, months) => (months.includes(monthOf(cursor)) ? cursor : `${months[0]}-01`);

function said({ first, last, waits }, speech) {
  if (waits) return `From ${speech.since(first)}. Choose the last day.`;
  if (isDay(first) && isDay(last) && first <= last) {
    const count = daysBetween(first, last);
    return `${speech.range(first, last)}, ${count} ${count === 1 ? "day" : "days"}`;
  }
  if (isDay(first) && !last) return `Since ${speech.since(first)}`;
  if (isDay(last) && !first) return `Up to ${speech.since(last)}`;
  return first > last ? "The last day lies before the first" : "Choose the first day";
}

// What was refused is forgotten once it is not what stands there any more.
function useForgetting({ first, last }, problem, forget) {
  const said = useRef("");
  said.current = problem;
  const drop = () => { if (said.current) forget(); };
  useEffect(() => drop, []);
  useEffect(drop, [first, last]);
}

function Body({ first, last, today, locale, begins, problem, onPick, onForget }) {
  const range = useRange({ first, last });
  useForgetting(range, problem, onForget);
  const speech = useMemo(() => words(locale), [locale]);
  const form = useRef(null);
  // Where it comes after it was opened (see below), the focus comes with it.
  useEffect(() => { form.current.querySelector("[data-first]")?.focus(); }, []);
  const submit = (event) => {
    event.preventDefault();
    onPick(range.first, range.waits ? range.first : range.last);
  };
  const field = (label, name) => (
    <label className="field-label">
      {label}
      <input type="date" className="field-input" value={range[name]} max="8999-12-31" onChange={(event) => range.set({ [name]: event.target.value })} />
    </label>
  );
  return (
    <form ref={form} className="db-calendar" onSubmit={submit}>
      <Months {...{ range, today, begins, speech }} />
      <div className="db-typed">
        {field("First day", "first")}
        {field("Last day", "last")}
      </div>
      <p className="db-said" aria-live="polite">{said(range, speech)}</p>
      <p className="field-error" role="alert">{problem}</p>
      <button type="submit" className="button button-primary">Show</button>
    </form>
  );
}

export function Calendar({ label, trigger, chosen, until, ...given }) {
  return (
    <Popover {...{ label, trigger, chosen, until }} className="db-preset" panelClass="db-calendar-box">
      {/* Before the page has learned what it shows there is no day to begin with. */}
      {() => given.today && <Body {...given} />}
    </Popover>
  );
}
