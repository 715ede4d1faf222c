// The choices of a cell; those that are not allowed from here stand with the reason.
import { useEffect, useRef, useState } from "react";
import { refusal } from "./checks.js";

const PAUSE = 700;

// The first option that begins with what was typed within a moment; one letter again and again goes on to the next.
function useTypeahead(options) {
  const typed = useRef({ text: "", at: 0 });
  return (key, active) => {
    const now = Date.now();
    const text = (now - typed.current.at < PAUSE ? typed.current.text : "") + key.toLowerCase();
    typed.current = { text, at: now };
    const wanted = [...text].every((letter) => letter === text[0]) ? text[0] : text;
    const begins = (option) => option.label.toLowerCase().startsWith(wanted);
    const after = wanted.length === 1 ? options.findIndex((option, place) => place > active && begins(option)) : -1;
    return after >= 0 ? after : options.findIndex(begins);
  };
}

export function ChoiceEditor({ declared: column, data, context, initialValue, eventKey, onValueChange, stopEditing }) {
  const list = useRef(null);
  const { options } = column;
  const find = useTypeahead(options);
  const now = options.findIndex((option) => option.value === initialValue);
  const [active, setActive] = useState(() => Math.max(0, eventKey?.length === 1 && eventKey !== " " ? find(eventKey, -1) : now));
  const why = (option) => refusal(column, data, option.value);
  const id = (place) => `dg-option-${column.field}-${place}`;

  useEffect(() => {
    list.current.closest(".ag-popup-editor")?.setAttribute("aria-label", column.label);
    list.current.focus();
    context.hands.keyboard.opened(list.current);
  }, []);
  useEffect(() => {
    // Enter and Tab take what is marked; a choice that is not allowed leaves the value as it was.
    onValueChange(why(options[active]) ? initialValue : options[active].value);
    list.current.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active]);

  const take = () => {
    const reason = why(options[active]);
    if (reason) context.store.set({ voice: `${column.label} stays ${options[now]?.label ?? "as it is"}. ${reason}` });
  };
  const move = (event) => {
    const last = options.length - 1;
    const keys = { ArrowDown: Math.min(active + 1, last), ArrowUp: Math.max(active - 1, 0), Home: 0, End: last };
    if (event.key === "Enter" || event.key === "Tab") return take();
    if (event.key === " ") {
      event.preventDefault();
      event.stopPropagation();
      return pick(options[active]);
    }
    const plain = event.key.length === 1 && !event.ctrlKey && !event.metaKey;
    const next = keys[event.key] ?? (plain ? find(event.key, active) : -1);
    if (next < 0) return;
    event.preventDefault();
    setActive(next);
  };
  const pick = (option) => {
    if (why(option)) return take();
    onValueChange(option.value);
    stopEditing();
  };
  return (
    <ul ref={list} className="dg-options" role="listbox" tabIndex={-1} aria-label={column.label} aria-activedescendant={id(active)} onKeyDownCapture={move}>
      {options.map((option, place) => (
        <li
          key={option.value}
          id={id(place)}
          role="option"
          aria-selected={place === active}
          aria-disabled={Boolean(why(option))}
          className={place === active ? "dg-active" : undefined}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => pick(option)}
        >
          <span className={`dg-choice dg-tone-${option.tone}`}><i aria-hidden="true" />{option.label}</span>
          {option.value === data[column.field] && <small>now</small>}
          {why(option) && <small>{why(option)}</small>}
        </li>
      ))}
    </ul>
  );
}
