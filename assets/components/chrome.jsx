// The frame's parts that need no server: command palette, its button, light and dark.
import { useContext, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { ColorModeContext } from "$/utils/context";

const OPEN = "daybook:palette";
const NUMBER = /^#?\s*(\d{1,15})$/;

export function PaletteButton({ label }) {
  return (
    <button type="button" className="rail-search" onClick={() => window.dispatchEvent(new Event(OPEN))}>
      <svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="7" cy="7" r="4.5" /><path d="m10.5 10.5 3.5 3.5" /></svg>
      <span>{label}</span>
      <kbd aria-hidden="true">Ctrl K</kbd>
    </button>
  );
}

export function ThemeSwitch() {
  const { resolvedColorMode, setColorMode } = useContext(ColorModeContext);
  const dark = resolvedColorMode === "dark";
  return (
    <button
      type="button"
      className="rail-icon"
      aria-label={dark ? "Use the light theme" : "Use the dark theme"}
      onClick={() => setColorMode(dark ? "light" : "dark")}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="5.5" /><path className="fill" d="M8 2.5a5.5 5.5 0 0 1 0 11z" />
      </svg>
    </button>
  );
}

// Moves the view and the focus to an element of this page; the router takes no part.
export function Jump({ target, className, children }) {
  const jump = (event) => {
    const element = document.getElementById(target);
    if (!element) return;
    event.preventDefault();
    element.scrollIntoView();
    element.focus();
  };
  return <a href={`#${target}`} className={className} onClick={jump}>{children}</a>;
}

// A plain form: it works before the page has come to life, too.
export function SignOut({ children }) {
  return (
    <form method="post" action="/auth/logout">
      <button type="submit" className="rail-icon" aria-label="Sign out" title="Sign out">{children}</button>
    </form>
  );
}

// A form as the person would send it: the door ends the session and leads to the sign-in page.
const signOut = () => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = "/auth/logout";
  document.body.append(form);
  form.submit();
};

const matches = (text, words) => words.every((word) => text.toLowerCase().includes(word));

function useEntries(places, typed, onNumber) {
  const open = useNavigate();
  const { resolvedColorMode, setColorMode } = useContext(ColorModeContext);
  return useMemo(() => {
    const pages = places.map(({ label, to, hint }) => ({ label, hint, act: () => open(to) }));
    const other = resolvedColorMode === "dark" ? "light" : "dark";
    const actions = [
      { label: `Use the ${other} theme`, hint: "Action", act: () => setColorMode(other) },
      { label: "Sign out", hint: "Action", act: signOut },
    ];
    const number = typed.trim().match(NUMBER)?.[1];
    const order = number ? [{ label: `Open order #${number}`, hint: "Order", act: () => onNumber(number) }] : [];
    const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
    return [...order, ...[...pages, ...actions].filter((entry) => matches(entry.label, words))];
  }, [places, typed, resolvedColorMode]);
}

// With the page itself, not after it: a key between two pages would else go to the one that is gone.
function useShortcut(show) {
  useLayoutEffect(() => {
    const pressed = (event) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        show();
      }
    };
    window.addEventListener("keydown", pressed);
    window.addEventListener(OPEN, show);
    return () => {
      window.removeEventListener("keydown", pressed);
      window.removeEventListener(OPEN, show);
    };
  }, []);
}

export function Palette({ places, onNumber }) {
  const dialog = useRef(null);
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const listId = useId();
  const entries = useEntries(places ?? [], typed, onNumber);
  const chosen = Math.min(at, entries.length - 1);
  useShortcut(() => {
    if (dialog.current.open) return;
    setTyped("");
    setAt(0);
    dialog.current.showModal();
  });
  const run = (entry) => {
    dialog.current.close();
    entry?.act();
  };
  const keyed = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((chosen + step + entries.length) % Math.max(entries.length, 1));
    else if (event.key === "Enter") run(entries[chosen]);
    else return;
    event.preventDefault();
  };
  useEffect(() => {
    dialog.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [chosen, typed]);
  return (
    <dialog
      ref={dialog}
      className="palette"
      aria-label="Go to a page, an order or an action"
      onMouseDown={(event) => event.target === dialog.current && dialog.current.close()}
    >
      <div className="palette-body">
        <input
          className="palette-input"
          role="combobox"
          aria-label="Page, order number or action"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={entries.length ? `${listId}-${chosen}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck="false"
          placeholder="Page, order number or action"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
          }}
          onKeyDown={keyed}
        />
        <ul id={listId} className="palette-list" role="listbox" tabIndex={-1} aria-label="Found">
          {entries.map((entry, index) => (
            <li
              key={entry.label}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === chosen}
              className="palette-entry"
              onMouseMove={() => setAt(index)}
              onClick={() => run(entry)}
            >
              <span>{entry.label}</span>
              <span className="palette-hint">{entry.hint}</span>
            </li>
          ))}
        </ul>
        {entries.length === 0 && <p className="palette-none" role="status">Nothing is called that. An order opens by its number.</p>}
      </div>
    </dialog>
  );
}
