// One or several of the values that the server offers: what is chosen stands as chips before a field in which one types to
// find more.
import { useEffect, useId, useRef, useState } from "react";
import { Problem } from "../transport.js";
import { learn } from "./known.js";
import { facetWords } from "./words.js";

const TYPING = 150;

// What the server offers for what is typed; null while it is asked for the first time.
function useOffers(desk, field, typed, open) {
  const [offers, setOffers] = useState({ list: null, problem: "" });
  useEffect(() => {
    if (!open) return undefined;
    let current = true;
    const ask = async () => {
      try {
        const { choices } = await desk.post("choices", { field, text: typed });
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
  }, [field, typed, open]);
  return offers;
}

// Whether to close when the field loses the focus. A press elsewhere takes it before it is a click: until that is done the
// list stays where it is, so that what is pressed does not move away under the pointer.
function useLeaving(field, open, close) {
  const pressed = useRef(false);
  useEffect(() => {
    if (!open) return undefined;
    let timer;
    const press = () => { pressed.current = true; };
    const release = () => {
      pressed.current = false;
      timer = setTimeout(() => { if (document.activeElement !== field.current) close(); });
    };
    const heard = { pointerdown: press, pointerup: release, pointercancel: release };
    for (const [name, hear] of Object.entries(heard)) addEventListener(name, hear, true);
    return () => {
      clearTimeout(timer);
      pressed.current = false;
      for (const [name, hear] of Object.entries(heard)) removeEventListener(name, hear, true);
    };
  }, [open]);
  return () => { if (!pressed.current) close(); };
}

// Ids read by the names that are known of them.
function Chosen({ values, column, remove }) {
  const read = (value) => (column.names ? column.names[value] ?? "…" : facetWords(column, value));
  return values.map((value) => (
    <span key={value} className="dg-token">
      <bdi>{read(value)}</bdi>
      <button type="button" aria-label={`Remove ${read(value)}`} onClick={() => remove(value)}>×</button>
    </span>
  ));
}

function Offers({ id, label, list, place, values, choose }) {
  const active = useRef(null);
  useEffect(() => { active.current?.scrollIntoView({ block: "nearest" }); }, [place]);
  return (
    <ul className="dg-offers" role="listbox" id={id} aria-label={label} aria-multiselectable="true">
      {list.map((offer, at) => (
        <li
          key={offer.value}
          ref={at === place ? active : undefined}
          id={`${id}-${at}`}
          role="option"
          aria-selected={values.includes(offer.value)}
          className={at === place ? "dg-active" : undefined}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => choose(offer.value)}
        >
          <i aria-hidden="true">{values.includes(offer.value) ? "✓" : ""}</i>
          <bdi>{offer.label}</bdi>
          {(offer.hint || offer.label !== offer.value) && <small><bdi>{offer.hint || offer.value}</bdi></small>}
        </li>
      ))}
    </ul>
  );
}

export function ChoicePicker({ desk, label, column, values, change }) {
  const id = useId();
  const field = useRef(null);
  const [typed, setTyped] = useState("");
  const [open, setOpen] = useState(false);
  const [place, setPlace] = useState(0);
  const { list, problem } = useOffers(desk, column.field, typed, open);
  const leave = useLeaving(field, open, () => setOpen(false));
  const shown = open && list ? list : [];
  const remove = (value) => change(values.filter((one) => one !== value));
  const choose = (value) => {
    if (column.names) learn(desk, { [value]: list.find((offer) => offer.value === value).label });
    if (values.includes(value)) remove(value);
    else change([...values, value]);
    setTyped("");
    field.current?.focus();
  };
  const press = (event) => {
    const steps = { ArrowDown: place + 1, ArrowUp: place - 1 };
    if (event.key in steps) {
      setOpen(true);
      setPlace(Math.max(0, Math.min(shown.length - 1, open ? steps[event.key] : 0)));
    } else if (event.key === "Enter" && open && shown[place]) choose(shown[place].value);
    else if (event.key === "Escape" && open) setOpen(false);
    else if (event.key === "Backspace" && !typed && values.length) remove(values.at(-1));
    else return;
    event.preventDefault();
  };
  return (
    <div className="dg-picker">
      <div className="dg-tokens" onClick={() => field.current.focus()}>
        <Chosen {...{ values, column, remove }} />
        <input
          ref={field}
          role="combobox"
          aria-expanded={open}
          aria-autocomplete="list"
          aria-controls={id}
          aria-activedescendant={shown[place] ? `${id}-${place}` : undefined}
          aria-label={label}
          placeholder={values.length ? "" : `Find a ${column.label.toLowerCase()}`}
          value={typed}
          maxLength={100}
          autoComplete="off"
          onFocus={() => setOpen(true)}
          onBlur={leave}
          onChange={(event) => { setTyped(event.target.value); setPlace(0); setOpen(true); }}
          onKeyDown={press}
        />
      </div>
      {open && list?.length === 0 && <p className="dg-none">{problem || "Nothing of that name"}</p>}
      {open && !list && <p className="dg-none"><span className="dg-skeleton" aria-hidden="true" /></p>}
      {shown.length > 0 && <Offers {...{ id, list: shown, place, values, choose }} label={`${column.label}: choices`} />}
    </div>
  );
}
