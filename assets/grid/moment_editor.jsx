// A date and time in the viewer's zone: typed, stepped by the arrow keys, or picked from a month. The month is for the
// pointer; keys and screen readers have all of it in the text.
import { useState } from "react";
import { useField, useProblem } from "./editors.jsx";
import { momentText, readMoment, stepped, wall } from "./moments.js";

const STEPS = { ArrowUp: { days: 1 }, ArrowDown: { days: -1 }, PageUp: { months: 1 }, PageDown: { months: -1 } };
const WEEK = 7;

const firstDay = () => new Intl.Locale(navigator.language).weekInfo?.firstDay ?? 1;

// The days of six weeks around a month (1 to 12), as UTC midnights.
function daysOf(year, month) {
  const first = Date.UTC(year, month - 1, 1);
  const before = (new Date(first).getUTCDay() - (firstDay() % WEEK) + WEEK) % WEEK;
  return Array.from({ length: 6 * WEEK }, (_, n) => new Date(first + (n - before) * 86_400_000));
}

const format = (options, date) => new Intl.DateTimeFormat(undefined, { timeZone: "UTC", ...options }).format(date);

function Month({ shown, today, pick, turn }) {
  const [year, month, day] = shown;
  const days = daysOf(year, month);
  const is = (date, [y, m, d]) => date.getUTCFullYear() === y && date.getUTCMonth() + 1 === m && date.getUTCDate() === d;
  return (
    <div className="dg-month" aria-hidden="true" onMouseDown={(event) => event.preventDefault()}>
      <div className="dg-month-head">
        <button type="button" tabIndex={-1} onClick={() => turn(-1)}>‹</button>
        <b>{format({ month: "long", year: "numeric" }, Date.UTC(year, month - 1, 1))}</b>
        <button type="button" tabIndex={-1} onClick={() => turn(1)}>›</button>
      </div>
      <div className="dg-days">
        {days.slice(0, WEEK).map((date) => <i key={date.getUTCDay()}>{format({ weekday: "narrow" }, date)}</i>)}
        {days.map((date) => {
          const names = ["", date.getUTCMonth() + 1 !== month && "dg-other", is(date, today) && "dg-today", is(date, shown) && "dg-picked"].filter(Boolean);
          return <button key={date.getTime()} type="button" tabIndex={-1} className={names.join(" ") || undefined} onClick={() => pick(date)}>{date.getUTCDate()}</button>;
        })}
      </div>
    </div>
  );
}

export function MomentEditor(props) {
  const { ref, start } = useField(props);
  const [text, setText] = useState(start);
  const [problem, look] = useProblem(props);
  const { timeZone } = props.context;
  const settings = { timeZone };
  const put = (next) => {
    setText(next);
    props.onValueChange(next);
    look(next);
  };
  // What the text shows; where it is no date, what stood in the cell.
  const shown = (() => {
    try {
      return wall(Date.parse(readMoment(text, settings)), timeZone);
    } catch {
      return wall(Date.parse(props.data[props.declared.field]), timeZone);
    }
  })();
  const step = (event) => {
    const by = STEPS[event.key];
    if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    put(stepped(text, by, settings));
  };
  const pick = (date) => put(`${date.toISOString().slice(0, 10)} ${shown.slice(3, 5).map((n) => String(n).padStart(2, "0")).join(":")}`);
  const turn = (months) => put(stepped(momentText(readable(text, props, settings), timeZone), { months }, settings));
  return (
    <div className="dg-moment-editor">
      <input
        ref={ref}
        className="dg-input"
        type="text"
        aria-label={props.declared.label}
        aria-description="Arrow up and down change the day, Page up and down the month"
        aria-invalid={Boolean(problem)}
        aria-errormessage={problem ? "dg-moment-wrong" : undefined}
        value={text}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => put(event.target.value)}
        onKeyDownCapture={step}
      />
      {problem && <p id="dg-moment-wrong" className="dg-wrong" role="alert">{problem}</p>}
      <Month {...{ shown, pick, turn }} today={wall(Date.now(), timeZone)} />
      <p className="dg-hint"><span><kbd>↑</kbd> <kbd>↓</kbd> day · <kbd>PgUp</kbd> <kbd>PgDn</kbd> month · <kbd>Enter</kbd> saves</span> {timeZone.replaceAll("_", " ")}</p>
    </div>
  );
}

function readable(text, props, settings) {
  try {
    return readMoment(text, settings);
  } catch {
    return props.data[props.declared.field];
  }
}
