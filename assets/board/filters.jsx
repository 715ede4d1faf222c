// What the board is filtered by: a field and then its values are picked by typing, arrows and Enter, or by mouse; chips say
// what is on and take it away. What is typed to find somebody goes in the body of a request; the address holds their id.
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { Link } from "react-router";
import { Problem, post } from "../grid/transport.js";
import { words } from "./days.js";
import { Popover } from "./popover.jsx";

const TYPING = 150;
const CHOICES = "/grid/orders/choices";
const has = (text, typed) => text.toLowerCase().includes(typed.trim().toLowerCase());

// The hours of a week, by the names that the address has for them: Monday is 0.
function hoursOf(locale) {
  const { weekday, hour } = words(locale);
  return Array.from({ length: 168 }, (_, at) => ({ value: `${Math.floor(at / 24)}-${at % 24}`, label: `${weekday(Math.floor(at / 24)).medium} ${hour(at % 24)}` }));
}

function optionsOf(field, locale) {
  return field.key === "hours" ? hoursOf(locale) : field.options;
}

// What can be chosen for what is typed: of a list, or as the server finds it; null while it is asked for the first time.
function useOffers(field, typed, locale) {
  const fixed = useMemo(() => optionsOf(field, locale), [field, locale]);
  const [offers, setOffers] = useState({ list: null, problem: "" });
  useEffect(() => {
    if (fixed) return undefined;
    let current = true;
    const ask = async () => {
      try {
        const { choices } = await post(CHOICES, { field: field.key, text: typed });
        if (current) setOffers({ list: choices, problem: "" });
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        if (current) setOffers({ list: [], problem: problem.message });
      }
    };
    const timer = setTimeout(ask, typed ? TYPING : 0);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [fixed, field, typed]);
  return fixed ? { list: fixed.filter((offer) => has(offer.label, typed)), problem: "" } : offers;
}

// A field in which one types, and the list below it. Enter chooses, Backspace in the empty field goes back.
function Finder({ label, placeholder, typed, setTyped, list, chosen, choose, back, none }) {
  const id = useId();
  const [at, setAt] = useState(0);
  const place = Math.min(at, (list?.length ?? 0) - 1);
  const box = useRef(null);
  useEffect(() => { box.current?.querySelector(".db-active")?.scrollIntoView({ block: "nearest" }); }, [place]);
  const keyed = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && list?.length) setAt((place + step + list.length) % list.length);
    else if (event.key === "Enter" && list?.[place]) choose(list[place]);
    else if (event.key === "Backspace" && !typed && back) back();
    else return;
    event.preventDefault();
  };
  return (
    <>
      <input
        type="text"
        role="combobox"
        className="db-find"
        aria-expanded="true"
        aria-autocomplete="list"
        aria-controls={id}
        aria-activedescendant={place >= 0 ? `${id}-${place}` : undefined}
        aria-label={label}
        placeholder={placeholder}
        value={typed}
        maxLength={100}
        autoComplete="off"
        spellCheck="false"
        autoFocus
        data-first
        onChange={(event) => { setTyped(event.target.value); setAt(0); }}
        onKeyDown={keyed}
      />
      <ul ref={box} id={id} className="db-offers" role="listbox" aria-label={label} aria-multiselectable={chosen ? "true" : undefined}>
        {(list ?? []).map((offer, index) => (
          <li
            key={offer.value}
            id={`${id}-${index}`}
            role="option"
            aria-selected={chosen ? chosen.includes(offer.value) : index === place}
            className={index === place ? "db-active" : undefined}
            onPointerMove={() => setAt(index)}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => choose(offer)}
          >
            {chosen && <i aria-hidden="true">{chosen.includes(offer.value) ? "✓" : ""}</i>}
            <bdi>{offer.label}</bdi>
            {offer.hint && <small><bdi>{offer.hint}</bdi></small>}
          </li>
        ))}
      </ul>
      {list?.length === 0 && <p className="db-none" role="status">{none}</p>}
    </>
  );
}

function Values({ field, chip, locale, back, close, onFilter }) {
  const isListed = Boolean(optionsOf(field, locale));
  const begun = useMemo(() => (chip?.values ?? []).filter((one) => one.is_known || !isListed), []);
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState(begun.map((one) => one.value));
  const { list, problem } = useOffers(field, typed, locale);
  const name = field.label.toLowerCase();
  // What is on already stands first, also where it is not among what is offered.
  const offered = typed || isListed || !list ? list : [...begun, ...list.filter((offer) => !begun.some((one) => one.value === offer.value))];
  const apply = (values) => {
    onFilter(field.key, values);
    close();
  };
  const choose = ({ value }) => {
    if (field.single) apply([value]);
    else setChosen(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
  };
  return (
    <div className="db-picker">
      <div className="db-picker-head">
        {back && <button type="button" className="db-back" aria-label="Other fields" onClick={back}>‹</button>}
        <p>{field.label}</p>
      </div>
      <Finder label={`Find a ${name}`} placeholder={field.hint || `Find a ${name}`} none={problem || "Nothing of that name"} {...{ typed, setTyped, chosen, choose, back }} list={offered} />
      {!field.single && <button type="button" className="button button-primary db-apply" onClick={() => apply(chosen)}>Apply</button>}
    </div>
  );
}

function Picker({ fields, chips, only, locale, close, onFilter }) {
  const [key, setKey] = useState(only ?? "");
  const [typed, setTyped] = useState("");
  const field = fields.find((one) => one.key === key);
  if (field) return <Values key={key} {...{ field, locale, close, onFilter }} chip={chips.find((one) => one.key === key)} back={only ? undefined : () => setKey("")} />;
  const list = fields.map((one) => ({ value: one.key, label: one.label })).filter((one) => has(one.label, typed));
  return (
    <div className="db-picker">
      <Finder label="Filter by" placeholder="Filter by …" none="There is no such field" {...{ typed, setTyped, list }} choose={({ value }) => { setTyped(""); setKey(value); }} />
    </div>
  );
}

export function AddFilter({ fields, chips, locale, until, onFilter }) {
  return (
    <Popover label="Add a filter" trigger={<><span aria-hidden="true">+ </span>Add filter</>} className="db-add" panelClass="db-picker-box" until={until}>
      {(close) => <Picker {...{ fields, chips, locale, close, onFilter }} />}
    </Popover>
  );
}

// Once a value is taken away, the focus goes to the next one, or to where one adds a filter.
function useNextFocus(box, chips) {
  const goal = useRef(null);
  useEffect(() => {
    if (goal.current === null) return;
    const left = box.current ? [...box.current.querySelectorAll(".db-chip-value")] : [];
    const ways = [left[Math.min(goal.current, left.length - 1)], ...document.querySelectorAll(".db-add, .db-fold-button")];
    ways.find((way) => way?.offsetParent)?.focus();
    goal.current = null;
  }, [chips]);
  return (event) => {
    const link = event.target.closest("a");
    if (link) goal.current = [...box.current.querySelectorAll(".db-chip-value")].indexOf(link);
  };
}

export function Chips({ fields, chips, clear, locale, until, onFilter }) {
  const box = useRef(null);
  const noted = useNextFocus(box, chips);
  if (!chips.length) return null;
  return (
    <div ref={box} className="db-chip-line" onClick={noted}>
      <ul className="db-chips" aria-label="Filters">
        {chips.map((chip) => (
          <li key={chip.key} className="db-chip">
            <Popover label={`Filter by ${chip.label.toLowerCase()}`} trigger={<>{chip.label}<span className="visually-hidden">: choose others</span></>} className="db-chip-field" panelClass="db-picker-box" until={until}>
              {(close) => <Picker {...{ fields, chips, locale, close, onFilter }} only={chip.key} />}
            </Popover>
            {chip.values.map((one) => (
              <Link key={one.value} to={one.href} className="db-chip-value" data-unknown={!one.is_known || undefined}>
                <span className="visually-hidden">{chip.label}: </span>
                <bdi>{one.label}</bdi>
                {!one.is_known && <span> (unknown)</span>}
                <span aria-hidden="true" className="db-cross">×</span>
                <span className="visually-hidden">, take this filter away</span>
              </Link>
            ))}
          </li>
        ))}
      </ul>
      <Link to={clear} className="db-clear">Clear all</Link>
    </div>
  );
}
