// The editor of a condition's value, one for each name in ops.js. `change` takes what of the condition is different.
import { useId, useState } from "react";
import { dayOf, midnight, minorUnits, typed } from "../format.js";
import { HoursValue } from "./hours.jsx";
import { ChoicePicker } from "./picker.jsx";
import { SPANS, daysOf, isListed, optionsOf } from "./words.js";

const DAY = 86_400_000;
const after = (day) => new Date(Date.parse(`${day}T00:00:00Z`) + DAY).toISOString().slice(0, 10);

function TextValue({ label, condition, change }) {
  return (
    <input
      type="text"
      dir="auto"
      aria-label={label}
      value={condition.text ?? ""}
      maxLength={200}
      autoComplete="off"
      spellCheck="false"
      onChange={(event) => change({ text: event.target.value })}
    />
  );
}

// Amounts and numbers are typed; `high` on the wire is exclusive, so a typed end is one unit more there.
const shown = (column, value) => {
  if (value == null) return "";
  return column.kind === "money" ? typed(column, { amount: value, currency: column.currency }) : String(value);
};

function number(column, text) {
  if (!text.trim()) return null;
  if (column.kind === "money") return minorUnits(text, column.currency);
  if (!/^-?\d{1,15}$/.test(text.trim())) throw new Error("Type a whole number");
  return Number(text);
}

function Amounts({ label, column, condition, change, names }) {
  const fault = useId();
  const first = { low: shown(column, condition.low), high: shown(column, condition.high == null ? null : condition.high - 1) };
  const [ends, setEnds] = useState(first);
  const [wrong, setWrong] = useState("");
  const exact = names.length === 1 && names[0] === "exact";
  const edit = (name) => (event) => {
    const next = { ...ends, [name]: event.target.value };
    setEnds(next);
    try {
      const low = number(column, next.low);
      const high = exact ? low : number(column, next.high);
      setWrong("");
      change({ low: names.includes("high") && names.length === 1 ? null : low, high: high === null || names[0] === "low" && names.length === 1 ? null : high + 1 });
    } catch (problem) {
      setWrong(problem.message);
    }
  };
  const field = (name, words) => (
    <input
      key={name}
      type="text"
      inputMode="decimal"
      aria-label={words}
      aria-invalid={Boolean(wrong)}
      aria-describedby={wrong ? fault : undefined}
      placeholder={words === label ? undefined : words.split(", ").at(-1)}
      value={ends[name]}
      autoComplete="off"
      onChange={edit(name)}
    />
  );
  return (
    <>
      <div className="dg-two">
        {names.length === 2 && [field("low", `${label}, from`), field("high", `${label}, to`)]}
        {names.length === 1 && field(names[0] === "high" ? "high" : "low", label)}
        {column.kind === "money" && <span className="dg-unit" aria-hidden="true">{column.currency}</span>}
      </div>
      {wrong && <p id={fault} className="dg-wrong" role="alert">{wrong}</p>}
    </>
  );
}

// Whole days of the viewer's time zone, both included.
function Days({ label, condition, change, timeZone, names }) {
  const first = condition.low ? dayOf(new Date(condition.low), timeZone) : "";
  const last = condition.high ? dayOf(new Date(Date.parse(condition.high) - 1), timeZone) : "";
  const low = (day) => (day ? midnight(day, timeZone) : null);
  const high = (day) => (day ? midnight(after(day), timeZone) : null);
  const field = (words, value, set) => <input type="date" aria-label={words} value={value} max="2999-12-31" onChange={(event) => set(event.target.value)} />;
  if (names === "day") return <div className="dg-two">{field(label, first, (day) => change({ low: low(day), high: high(day) }))}</div>;
  return (
    <div className="dg-two">
      {names !== "until" && field(names === "since" ? label : `${label}, from`, first, (day) => change({ low: low(day) }))}
      {names !== "since" && field(names === "until" ? label : `${label}, to`, last, (day) => change({ high: high(day) }))}
    </div>
  );
}

function SpanValue({ label, condition, change }) {
  const [days, setDays] = useState(() => (isListed(condition.span) ? "" : daysOf(condition.span)));
  const [own, setOwn] = useState(() => !isListed(condition.span));
  const choose = (event) => {
    const other = event.target.value === "";
    setOwn(other);
    change({ span: other ? (days ? `last_${days}_days` : "") : event.target.value });
  };
  const type = (event) => {
    const text = event.target.value.replace(/\D/g, "").replace(/^0+/, "").slice(0, 4);
    setDays(text);
    change({ span: text && Number(text) <= 3660 ? `last_${text}_days` : "" });
  };
  return (
    <div className="dg-two">
      <select aria-label={label} value={own ? "" : condition.span} onChange={choose}>
        {SPANS.map(([name, words]) => <option key={name} value={name}>{words}</option>)}
        <option value="">the last … days</option>
      </select>
      {own && <input className="dg-days" type="text" inputMode="numeric" aria-label={`${label}, number of days`} placeholder="days" value={days} onChange={type} />}
    </div>
  );
}

export function Checks({ label, column, values = [], change }) {
  const chosen = new Set(values);
  const toggle = (value) => {
    if (!chosen.delete(value)) chosen.add(value);
    change(optionsOf(column).map((option) => option.value).filter((one) => chosen.has(one)));
  };
  return (
    <div className="dg-checks" role="group" aria-label={label}>
      {optionsOf(column).map((option) => (
        <label key={option.value} className="dg-check">
          <input type="checkbox" checked={chosen.has(option.value)} onChange={() => toggle(option.value)} />
          <span className={`dg-choice dg-tone-${option.tone ?? "neutral"}`}>{option.tone && <i aria-hidden="true" />}{option.label}</span>
        </label>
      ))}
    </div>
  );
}

function SetValue({ desk, label, column, condition, change }) {
  const set = (values) => change({ values });
  if (column.kind === "facet" || column.filter === "customer") return <ChoicePicker {...{ desk, label, column }} values={condition.values ?? []} change={set} />;
  return <Checks {...{ label, column }} values={condition.values} change={set} />;
}

const of = (Editor, names) => (props) => <Editor {...props} names={names} />;

export const EDITORS = {
  text: TextValue,
  none: () => null,
  between: of(Amounts, ["low", "high"]),
  exact: of(Amounts, ["exact"]),
  low: of(Amounts, ["low"]),
  high: of(Amounts, ["high"]),
  span: SpanValue,
  day: of(Days, "day"),
  days: of(Days, "days"),
  since: of(Days, "since"),
  until: of(Days, "until"),
  set: SetValue,
  hours: HoursValue,
};
