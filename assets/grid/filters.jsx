// One pill per column that can be filtered; each opens a small panel. Filters are those of the door's messages.
import { useEffect, useId, useRef, useState } from "react";
import { day, dayOf, midnight, minorUnits, money, typed, whole } from "./format.js";

const DAY = 86_400_000;

function SetPanel({ column, filter, change }) {
  const options = column.options ?? [{ value: "true", label: "Yes" }, { value: "false", label: "No" }];
  const chosen = new Set(filter?.values);
  const toggle = (value) => {
    chosen.has(value) ? chosen.delete(value) : chosen.add(value);
    const values = options.map((o) => o.value).filter((v) => chosen.has(v));
    change(values.length ? { kind: "set", field: column.field, values } : null);
  };
  return options.map((option) => (
    <label key={option.value} className="dg-check">
      <input type="checkbox" checked={chosen.has(option.value)} onChange={() => toggle(option.value)} />
      <span className={`dg-choice dg-tone-${option.tone ?? "neutral"}`}>{option.tone && <i aria-hidden="true" />}{option.label}</span>
    </label>
  ));
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

// Whole days of the viewer's time zone, both included.
function TimePanel({ column, filter, change, timeZone }) {
  const first = filter?.low ? dayOf(new Date(filter.low), timeZone) : "";
  const last = filter?.high ? dayOf(new Date(Date.parse(filter.high) - 1), timeZone) : "";
  const set = (from, to) => {
    const next = to && new Date(Date.parse(`${to}T00:00:00Z`) + DAY).toISOString().slice(0, 10);
    const low = from ? midnight(from, timeZone) : null;
    const high = next ? midnight(next, timeZone) : null;
    change(low || high ? { kind: "range", field: column.field, low, high } : null);
  };
  const ago = (days) => dayOf(new Date(Date.now() - days * DAY), timeZone);
  const today = ago(0);
  const presets = [["Today", today], ["Last 7 days", ago(6)], ["Last 30 days", ago(29)], ["This year", `${today.slice(0, 4)}-01-01`]];
  return (
    <>
      <div className="dg-presets">
        {presets.map(([label, from]) => (
          <button key={label} type="button" aria-pressed={first === from && last === today} onClick={() => set(from, today)}>{label}</button>
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
const WORDS = { text: ["contains", "Contains"], person: ["contains", "Name begins with, or e-mail"], email: ["equals", "Whole address"] };

function TextPanel({ column, filter, change }) {
  const [kind, label] = WORDS[column.filter];
  return (
    <label className="dg-field">{label}
      <input
        value={filter?.text ?? ""}
        maxLength={200}
        onChange={(e) => change(e.target.value ? { kind, field: column.field, text: e.target.value } : null)}
      />
    </label>
  );
}

const PANELS = { set: SetPanel, range: RangePanel, time: TimePanel, text: TextPanel, person: TextPanel, email: TextPanel };

function summary(column, filter, timeZone) {
  if (filter.kind === "set") {
    const labels = filter.values.map((v) => column.options?.find((o) => o.value === v)?.label ?? (v === "true" ? "Yes" : "No"));
    return labels.length > 2 ? `${labels.length} chosen` : labels.join(", ");
  }
  if (filter.kind !== "range") return `“${filter.text}”`;
  const isTime = column.filter === "time";
  const show = (n) => (isTime ? day(n, timeZone) : column.kind === "money" ? money({ amount: n, currency: column.currency }) : whole(n));
  const high = filter.high == null ? null : isTime ? Date.parse(filter.high) - 1 : filter.high - 1;
  if (filter.low == null) return `up to ${show(high)}`;
  return high === null ? `from ${show(filter.low)}` : `${show(filter.low)} – ${show(high)}`;
}

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
      {filter && <button type="button" className="dg-clear" aria-label={`Clear filter: ${column.label}`} onClick={() => change(null)}>×</button>}
      {open && (
        <div ref={panel} id={id} className="dg-panel" role="group" aria-label={`Filter: ${column.label}`} style={place}>
          <Panel {...{ column, filter, change, timeZone }} />
        </div>
      )}
    </div>
  );
}

export function Filters({ columns, filters, change, timeZone }) {
  const set = (field) => (filter) => change([...filters.filter((f) => f.field !== field), ...(filter ? [filter] : [])]);
  return (
    <div className="dg-filters" role="group" aria-label="Filters">
      {columns.filter((c) => c.filter).map((column) => (
        <Pill key={column.field} {...{ column, timeZone }} filter={filters.find((f) => f.field === column.field)} change={set(column.field)} />
      ))}
      {filters.length > 1 && <button type="button" className="dg-text-button" onClick={() => change([])}>Clear all</button>}
    </div>
  );
}
