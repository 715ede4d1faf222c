// The quick way: one pill per column that can be filtered, each with a small panel. What a pill cannot show (groups, what
// does not hold, a second condition on a column) stands beside them as a chip in words; the builder opens behind it.
import { useEffect, useId, useRef, useState } from "react";
import { dayOf, midnight, minorUnits, same, typed } from "../format.js";
import { Checks } from "./editors.jsx";
import { useKnown } from "./known.js";
import { count, fromFilters } from "./tree.js";
import { summary, words } from "./words.js";

const DAY = 86_400_000;

function SetPanel({ column, filter, change }) {
  const set = (values) => change(values.length ? { kind: "set", field: column.field, values } : null);
  return <Checks label={column.label} column={column} values={filter?.values} change={set} />;
}

// Both ends as typed; `high` on the wire is exclusive, so a typed end is one unit more there.
function RangePanel({ column, filter, change }) {
  const isMoney = column.kind === "money";
  const show = (n) => (n === null || n === undefined ? "" : isMoney ? typed(column, { amount: n, currency: column.currency }) : String(n));
  const [ends, setEnds] = useState({ low: show(filter?.low), high: show(filter?.high == null ? null : filter.high - 1) });
  const [wrong, setWrong] = useState("");
  const number = (t) => {
    if (!t.trim()) return null;
    if (isMoney) return minorUnits(t, column.currency);
    if (!/^-?\d{1,15}$/.test(t.trim())) throw new Error("Type a whole number");
    return Number(t);
  };
  const edit = (name) => (event) => {
    const next = { ...ends, [name]: event.target.value };
    setEnds(next);
    try {
      const low = number(next.low);
      const high = number(next.high);
      setWrong("");
      change(low === null && high === null ? null : { kind: "range", field: column.field, low, high: high === null ? null : high + 1 });
    } catch (problem) {
      setWrong(problem.message);
    }
  };
  return (
    <div className="dg-ends">
      <label>From<input value={ends.low} onChange={edit("low")} inputMode="decimal" /></label>
      <label>To<input value={ends.high} onChange={edit("high")} inputMode="decimal" /></label>
      {wrong && <p role="alert">{wrong}</p>}
    </div>
  );
}

// Days of the viewer's time zone: told from today, which the server counts, or both ends, which are included.
const PRESETS = [["Today", "today"], ["Yesterday", "yesterday"], ["Last 7 days", "last_7_days"], ["Last 30 days", "last_30_days"], ["This month", "this_month"], ["Last month", "last_month"], ["This year", "this_year"]];

function TimePanel({ column, filter, change, timeZone }) {
  const first = filter?.low ? dayOf(new Date(filter.low), timeZone) : "";
  const last = filter?.high ? dayOf(new Date(Date.parse(filter.high) - 1), timeZone) : "";
  const span = filter?.kind === "when" ? filter.span : "";
  const set = (from, to) => {
    const next = to && new Date(Date.parse(`${to}T00:00:00Z`) + DAY).toISOString().slice(0, 10);
    const low = from ? midnight(from, timeZone) : null;
    const high = next ? midnight(next, timeZone) : null;
    change(low || high ? { kind: "range", field: column.field, low, high } : null);
  };
  const choose = (name) => change(name === span ? null : { kind: "when", field: column.field, span: name });
  return (
    <>
      <div className="dg-presets">
        {PRESETS.map(([label, name]) => (
          <button key={name} type="button" aria-pressed={name === span} onClick={() => choose(name)}>{label}</button>
        ))}
      </div>
      <div className="dg-ends">
        <label>From<input type="date" value={first} onChange={(e) => set(e.target.value, last)} /></label>
        <label>To<input type="date" value={last} onChange={(e) => set(first, e.target.value)} /></label>
      </div>
    </>
  );
}

// Sealed text is found by the beginnings of its words, an address only whole.
const KINDS = { text: ["contains", "Contains"], customer: ["contains", "Name begins with, or e-mail"], person: ["contains", "Name begins with, or e-mail"], email: ["equals", "Whole address"] };

function TextPanel({ column, filter, change }) {
  const [kind, label] = KINDS[column.filter];
  return (
    <label className="dg-field">{label}
      <input
        dir="auto"
        value={filter?.text ?? ""}
        maxLength={200}
        autoComplete="off"
        onChange={(e) => change(e.target.value ? { kind, field: column.field, text: e.target.value } : null)}
      />
    </label>
  );
}

const PANELS = { set: SetPanel, range: RangePanel, time: TimePanel, text: TextPanel, person: TextPanel, customer: TextPanel, email: TextPanel };
const QUICK = { set: ["set"], range: ["range"], time: ["range", "when"], text: ["contains"], person: ["contains"], customer: ["contains"], email: ["equals"] };

// Which filter the pill of a column shows: the first that its panel can make.
const quick = (column, filters) => filters.find((one) => one.field === column.field && !one.negated && QUICK[column.filter].includes(one.kind));

function Pill({ column, filter, change, timeZone }) {
  const [open, setOpen] = useState(false);
  const [place, setPlace] = useState({});
  const box = useRef(null);
  const panel = useRef(null);
  const button = useRef(null);
  const id = useId();
  const Panel = PANELS[column.filter];
  useEffect(() => {
    if (!open) return undefined;
    panel.current?.querySelector("input, button")?.focus();
    const away = (event) => box.current?.contains(event.target) || setOpen(false);
    addEventListener("pointerdown", away, true);
    return () => removeEventListener("pointerdown", away, true);
  }, [open]);
  const toggle = () => {
    const at = button.current.getBoundingClientRect();
    setPlace({ top: at.bottom + 4, left: Math.max(8, Math.min(at.left, innerWidth - 316)) });
    setOpen(!open);
  };
  const clear = () => {
    change(null);
    button.current.focus();
  };
  const close = (event) => {
    if (event.key !== "Escape" || !open) return;
    event.stopPropagation();
    setOpen(false);
    button.current.focus();
  };
  return (
    <div className={filter ? "dg-pill dg-set" : "dg-pill"} ref={box} onKeyDown={close}>
      <button ref={button} type="button" aria-expanded={open} aria-controls={open ? id : undefined} onClick={toggle}>
        {column.label}{filter && <b>{summary(column, filter, timeZone)}</b>}
      </button>
      {filter && <button type="button" className="dg-clear" aria-label={`Clear filter: ${column.label}`} onClick={clear}>×</button>}
      {open && (
        <div ref={panel} id={id} className="dg-panel" role="group" aria-label={`Filter: ${column.label}`} style={place}>
          <Panel {...{ column, filter, change, timeZone }} />
        </div>
      )}
    </div>
  );
}

function Chip({ columns, part, open, remove, timeZone }) {
  const told = words(columns, part, timeZone);
  return (
    <div className="dg-pill dg-set dg-chip">
      <button type="button" title={told} aria-label={`Filter: ${told}. Change it`} onClick={open}><bdi>{told}</bdi></button>
      <button type="button" className="dg-clear" aria-label={`Remove the filter: ${told}`} onClick={remove}>×</button>
    </div>
  );
}

function Opener({ name, label, number, desk, shown }) {
  const isOpen = shown.panel?.name === "filters";
  const many = number > 0 ? `${label}, ${number} set` : label;
  return (
    <button type="button" className={number ? "dg-opener dg-on" : "dg-opener"} aria-label={many} aria-expanded={isOpen} onClick={() => desk.toggle("filters", { part: name })}>
      <i className={`dg-icon-${name}`} aria-hidden="true" />{label}{number > 0 && <b aria-hidden="true">{number}</b>}
    </button>
  );
}

export function Filters({ desk, shown, columns, timeZone }) {
  const { filters } = shown;
  const set = (next) => desk.setQuery({ filters: next });
  const known = useKnown(desk, shown);
  const pills = columns.filter((column) => column.filter && !column.hidden).map((column) => [column, quick(column, filters)]);
  const rest = filters.filter((part) => !pills.some(([, filter]) => filter === part));
  const put = (old) => (next) => set(old ? filters.flatMap((one) => (one === old ? next ?? [] : one)) : [...filters, next]);
  return (
    <div className="dg-filters" role="group" aria-label="Filters">
      <Opener name="filter" label="Filter" number={filters.length && count(fromFilters(known, filters))} {...{ desk, shown }} />
      <Opener name="sort" label="Sort" number={(shown.sort ?? []).length} {...{ desk, shown }} />
      {pills.map(([column, filter]) => <Pill key={column.field} {...{ column, filter, timeZone }} change={put(filter)} />)}
      {rest.map((part) => (
        <Chip key={JSON.stringify(part)} {...{ part, timeZone }} columns={known} open={() => desk.open("filters")} remove={() => set(filters.filter((one) => !same(one, part)))} />
      ))}
      {filters.length > 1 && <button type="button" className="dg-text-button" onClick={() => set([])}>Clear all</button>}
    </div>
  );
}
