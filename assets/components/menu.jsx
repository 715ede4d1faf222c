// The menu of a card: a menu button (WAI-ARIA authoring practices). Each of its children is one entry.
import { useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { take } from "./taking.js";

const DOTS = (
  <svg viewBox="0 0 16 16" width="16" height="16" fill="currentColor" aria-hidden="true">
    <circle cx="3" cy="8" r="1.4" /><circle cx="8" cy="8" r="1.4" /><circle cx="13" cy="8" r="1.4" />
  </svg>
);
const ENTRY = { role: "menuitem", tabIndex: -1, className: "db-menu-entry" };

// Which entry a key leads to from the one at `place`, of `count`.
const led = { ArrowDown: (place, count) => (place + 1) % count, ArrowUp: (place, count) => (place - 1 + count) % count, Home: () => 0, End: (_, count) => count - 1 };

// Where the focus goes when the card that has it is hidden: the next card, the one before, else where it is shown again.
function useNext(root) {
  useLayoutEffect(() => {
    const own = root.current;
    return () => {
      if (!own.contains(document.activeElement)) return;
      const all = [...document.querySelectorAll(".db-more-button")];
      const place = all.findIndex((button) => own.contains(button));
      const ways = [...all.slice(place + 1), ...all.slice(0, place).reverse(), document.querySelector(".db-arrange button")];
      // Once the page is drawn, so that cards which left with this one are passed by.
      queueMicrotask(() => ways.find((way) => way?.isConnected)?.focus());
    };
  }, []);
}

export function CardMenu({ label, children }) {
  const root = useRef(null);
  const button = useRef(null);
  const id = useId();
  const [open, setOpen] = useState(null);
  useNext(root);
  const entries = () => [...root.current.querySelectorAll('[role="menuitem"]')];

  useEffect(() => {
    if (!open) return undefined;
    entries().at(open === "last" ? -1 : 0)?.focus();
    const beside = (event) => root.current?.contains(event.target) || setOpen(null);
    document.addEventListener("pointerdown", beside, true);
    return () => document.removeEventListener("pointerdown", beside, true);
  }, [open]);

  const close = () => {
    setOpen(null);
    button.current.focus();
  };
  const keyedOnButton = (event) => {
    const end = { ArrowDown: "first", ArrowUp: "last" }[event.key];
    if (!end || open) return;
    event.preventDefault();
    event.stopPropagation();
    setOpen(end);
  };
  const keyed = (event) => {
    const all = entries();
    const place = all.indexOf(document.activeElement);
    if (event.key === "Tab") setOpen(null);
    else if (event.key === "Escape") close();
    else if (led[event.key]) all[led[event.key](place, all.length)].focus();
    else if (/^\S$/.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const named = [...all.slice(place + 1), ...all.slice(0, place + 1)].find((entry) => entry.textContent.toLowerCase().startsWith(event.key.toLowerCase()));
      named?.focus();
    } else return;
    if (event.key !== "Tab") event.preventDefault();
    event.stopPropagation();
  };
  // Where the focus goes elsewhere. A browser that gives none to a pressed button says so by `null`.
  const left = (event) => event.relatedTarget && !root.current.contains(event.relatedTarget) && setOpen(null);
  return (
    <div ref={root} className="db-more" onBlur={left}>
      <button ref={button} type="button" className="db-more-button" aria-label={label} title={label} aria-haspopup="menu" aria-expanded={Boolean(open)} aria-controls={open ? id : undefined} onClick={() => setOpen(open ? null : "first")} onKeyDown={keyedOnButton}>{DOTS}</button>
      {open && <div id={id} className="db-menu" role="menu" aria-label={label} onKeyDown={keyed} onClick={(event) => event.target.closest('[role="menuitem"]') && close()}>{children}</div>}
    </div>
  );
}

export const MenuLink = ({ to, children }) => <Link {...ENTRY} to={to}>{children}</Link>;

export const MenuFile = ({ card, kind, children }) => <button {...ENTRY} type="button" onClick={() => take(card, kind)}>{children}</button>;
