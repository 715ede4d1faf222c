// What the board is filtered by: a field and then its values are picked by typing, arrows and Enter, or by mouse; chips say
// what is on and take it away. What is typed to find somebody goes in the body of a request; the address holds their id.
import { useEffect, useMemo, useRef, useState } from "react";
import { Link } from "react-router";
import { Offers, useFinder, useOffers } from "../components/finder.jsx";
import { post } from "../grid/transport.js";
import { words } from "./days.js";
import { Popover } from "./popover.jsx";

const CHOICES = "/grid/orders/choices";
// So many values of a field stand in its chip; the others are counted.
const MOST = 8;
const has = (text, typed) => text.toLowerCase().includes(typed.trim().toLowerCase());

// The hours of a week, by the names that the address has for them: Monday is 0.
function hoursOf(locale) {
  const { weekday, hour } = words(locale);
  return Array.from({ length: 168 }, (_, at) => ({ value: `${Math.floor(at / 24)}-${at % 24}`, label: `${weekday(Math.floor(at / 24)).medium} ${hour(at % 24)}` }));
}

function optionsOf(field, locale) {
  return field.key === "hours" ? hoursOf(locale) : field.options;
}

// What can be chosen for what is typed: of a list, or as the server finds it.
function useChoices(field, typed, locale) {
  const fixed = useMemo(() => optionsOf(field, locale), [field, locale]);
  const found = useOffers((text) => post(CHOICES, { field: field.key, text }), { about: field.key, typed, wanted: !fixed });
  return fixed ? { list: fixed.filter((offer) => has(offer.label, typed)), problem: "" } : found;
}

// Enter chooses, Backspace in the empty field goes back.
function Find({ label, placeholder, typed, type, list, isLate, chosen, choose, back, none }) {
  const finder = useFinder(list ?? [], choose, { isLate });
  const press = (event) => {
    if (event.key === "Backspace" && !typed && back) back();
    else if (!finder.keyed(event)) return;
    event.preventDefault();
  };
  return (
    <>
      <input
        {...finder.attributes}
        className="db-find"
        aria-expanded="true"
        aria-label={label}
        placeholder={placeholder}
        value={typed}
        autoFocus
        data-first
        onChange={(event) => { type(event.target.value); finder.restart(); }}
        onKeyDown={press}
      />
      <Offers {...{ finder, label, chosen, choose }} list={list ?? []} />
      {list?.length === 0 && <p className="db-none" role="status">{none}</p>}
    </>
  );
}

const joined = (some, more) => [...some, ...more.filter(({ value }) => !some.some((one) => one.value === value))];

function Values({ field, chip, locale, back, close, onFilter }) {
  const isListed = Boolean(optionsOf(field, locale));
  const begun = useMemo(() => (chip?.values ?? []).filter((one) => one.is_known || !isListed), []);
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState(begun);
  const [first, setFirst] = useState(begun);
  const { list, problem, isLate } = useChoices(field, typed, locale);
  const values = chosen.map(({ value }) => value);
  const name = field.label.toLowerCase();
  // Where nothing is typed, what was chosen stands first, also what is not among what is offered. A line that is chosen
  // there stays where it is until something is typed.
  const offered = typed || isListed || !list ? list : joined(first, list);
  const type = (text) => {
    setFirst(joined(first, chosen));
    setTyped(text);
  };
  const choose = (offer) => setChosen(values.includes(offer.value) ? chosen.filter((one) => one.value !== offer.value) : [...chosen, offer]);
  const apply = () => {
    onFilter(field.key, values);
    close();
  };
  return (
    <div className="db-picker">
      <div className="db-picker-head">
        {back && <button type="button" className="db-back" aria-label="Other fields" onClick={back}>‹</button>}
        <p>{field.label}</p>
        {chosen.length > 0 && <small role="status">{chosen.length} chosen</small>}
      </div>
      <Find label={`Find a ${name}`} placeholder={field.hint || `Find a ${name}`} none={problem || "Nothing of that name"} {...{ typed, type, isLate, choose, back }} list={offered} chosen={values} />
      <button type="button" className="button button-primary db-apply" onClick={apply}>Apply</button>
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
      <Find label="Filter by" placeholder="Filter by …" none="There is no such field" {...{ typed, list }} type={setTyped} choose={({ value }) => { setTyped(""); setKey(value); }} />
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

// A button in a chip, behind which its values are chosen.
function Others({ chip, trigger, fields, chips, locale, until, onFilter }) {
  return (
    <Popover label={`Filter by ${chip.label.toLowerCase()}`} trigger={<>{trigger}<span className="visually-hidden">: choose others</span></>} className="db-chip-field" panelClass="db-picker-box" until={until}>
      {(close) => <Picker {...{ fields, chips, locale, close, onFilter }} only={chip.key} />}
    </Popover>
  );
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
            <Others {...{ chip, fields, chips, locale, until, onFilter }} trigger={chip.label} />
            {chip.values.slice(0, MOST).map((one) => (
              <Link key={one.value} to={one.href} className="db-chip-value" data-unknown={!one.is_known || undefined}>
                <span className="visually-hidden">{chip.label}: </span>
                <bdi>{one.label}</bdi>
                {!one.is_known && <span> (unknown)</span>}
                <span aria-hidden="true" className="db-cross">×</span>
                <span className="visually-hidden">, take this filter away</span>
              </Link>
            ))}
            {chip.values.length > MOST && <Others {...{ chip, fields, chips, locale, until, onFilter }} trigger={`and ${chip.values.length - MOST} more`} />}
          </li>
        ))}
      </ul>
      <Link to={clear} className="db-clear">Clear all</Link>
    </div>
  );
}
