// A field in which one types to find something to choose, and the list of what is offered below it: what the filters of the
// dashboard and of a grid share. The field keeps the focus; which line is meant is told by its id.
import { useEffect, useId, useRef, useState } from "react";
import { Problem } from "../grid/transport.js";

const TYPING = 150;

// What the server offers for what is typed, while it is `wanted`; `list` is null while it is asked for the first time, and
// `isLate` while it is still that of what was typed before.
// `ask` is the question itself and may be another function each time; it is asked again for another `about`.
export function useOffers(ask, { about, typed, wanted = true }) {
  const [offers, setOffers] = useState({ list: null, problem: "", of: "" });
  useEffect(() => {
    if (!wanted) return undefined;
    let current = true;
    const look = async () => {
      try {
        const { choices } = await ask(typed);
        if (current) setOffers({ list: choices, problem: "", of: typed });
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        if (current) setOffers({ list: [], problem: problem.message, of: typed });
      }
    };
    const timer = setTimeout(look, typed ? TYPING : 0);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [about, typed, wanted]);
  return { ...offers, isLate: typed !== "" && offers.of !== typed };
}

// Which line is meant, by arrows or pointer: `keyed` says whether a key was for the list, `attributes` tell the field of it,
// `restart` means the first line. Enter while the list `isLate` chooses once it is there: nobody means a line of before.
export function useFinder(list, choose, { isLate = false } = {}) {
  const id = useId();
  const [at, setAt] = useState(0);
  const [entered, setEntered] = useState(false);
  const place = Math.min(at, list.length - 1);
  useEffect(() => {
    if (!entered || isLate) return;
    setEntered(false);
    if (list[place]) choose(list[place]);
  }, [entered, isLate]);
  const restart = () => {
    setAt(0);
    setEntered(false);
  };
  const keyed = ({ key }) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step && list.length) setAt((place + step + list.length) % list.length);
    else if (key === "Enter" && isLate) setEntered(true);
    else if (key === "Enter" && list[place]) choose(list[place]);
    else return false;
    return true;
  };
  const attributes = {
    type: "text",
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-controls": id,
    "aria-activedescendant": place >= 0 ? `${id}-${place}` : undefined,
    maxLength: 100,
    autoComplete: "off",
    spellCheck: "false",
  };
  return { id, place, point: setAt, restart, keyed, attributes };
}

// `chosen` are the values that are chosen where there may be several.
export function Offers({ finder, label, list, chosen, choose }) {
  const { id, place, point } = finder;
  const box = useRef(null);
  useEffect(() => { box.current?.children[place]?.scrollIntoView({ block: "nearest" }); }, [place]);
  // A browser stops by Tab at what can be scrolled; here the arrows lead through it from the field.
  return (
    <ul ref={box} id={id} className="offers" role="listbox" tabIndex={-1} aria-label={label} aria-multiselectable={chosen ? "true" : undefined}>
      {list.map((offer, at) => (
        <li
          key={offer.value}
          id={`${id}-${at}`}
          role="option"
          aria-selected={chosen ? chosen.includes(offer.value) : at === place}
          className={at === place ? "offers-active" : undefined}
          onPointerMove={() => point(at)}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => choose(offer)}
        >
          {chosen && <i aria-hidden="true">{chosen.includes(offer.value) ? "✓" : ""}</i>}
          <bdi>{offer.label}</bdi>
          {offer.hint && <small><bdi>{offer.hint}</bdi></small>}
        </li>
      ))}
    </ul>
  );
}
