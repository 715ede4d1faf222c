// What opens in a cell. AG Grid handles Enter, Tab and Escape; each editor tells it the value as it is typed.
import { useEffect, useRef, useState } from "react";
import { typed } from "./format.js";

const INPUT_MODES = { money: "decimal", number: "numeric", email: "email" };

// The text an editor opens with: the key that opened it, what was typed and refused, or the value.
function opening({ declared: column, value, data, context, eventKey }) {
  if (eventKey === "Backspace" || eventKey === "Delete") return "";
  if (eventKey?.length === 1) return eventKey;
  return context.edits.of(data.id, column.field)?.typed ?? typed(column, value);
}

// AG Grid's popup is a dialog without a name.
const namePopup = (element, name) => element.closest(".ag-popup-editor")?.setAttribute("aria-label", name);

function useField(props) {
  const ref = useRef(null);
  const [start] = useState(() => opening(props));
  useEffect(() => {
    const replaced = props.eventKey?.length === 1 || props.eventKey === "Backspace";
    if (replaced) props.onValueChange(start);
    namePopup(ref.current, props.declared.label);
    ref.current.focus();
    if (replaced) ref.current.setSelectionRange?.(start.length, start.length);
    else ref.current.select();
  }, []);
  return { ref, start };
}

export function InputEditor(props) {
  const { ref, start } = useField(props);
  const column = props.declared;
  return (
    <input
      ref={ref}
      className="dg-input"
      type="text"
      inputMode={INPUT_MODES[column.kind] ?? "text"}
      aria-label={column.label}
      defaultValue={start}
      maxLength={column.max_length}
      autoComplete="off"
      spellCheck={column.kind === "text"}
      onChange={(event) => props.onValueChange(event.target.value)}
    />
  );
}

export function LongTextEditor(props) {
  const { ref, start } = useField(props);
  const column = props.declared;
  return (
    <div className="dg-long">
      <textarea
        ref={ref}
        aria-label={column.label}
        defaultValue={start}
        maxLength={column.max_length}
        rows={5}
        onChange={(event) => props.onValueChange(event.target.value)}
      />
      <p><kbd>Enter</kbd> saves · <kbd>Shift</kbd> <kbd>Enter</kbd> new line · <kbd>Esc</kbd> reverts</p>
    </div>
  );
}

export function ChoiceEditor({ declared: column, data, initialValue, eventKey, onValueChange, stopEditing }) {
  const list = useRef(null);
  const { options } = column;
  const refusals = data._refusals?.[column.field] ?? column.refusals[data[column.field]] ?? {};
  const find = (key) => options.findIndex((o) => o.label.toLowerCase().startsWith(key.toLowerCase()));
  const [active, setActive] = useState(() => {
    const byKey = eventKey?.length === 1 ? find(eventKey) : -1;
    return Math.max(0, byKey >= 0 ? byKey : options.findIndex((o) => o.value === initialValue));
  });
  const why = (option) => (option.value === data[column.field] ? "" : (refusals[option.value] ?? ""));
  const id = (place) => `dg-option-${column.field}-${place}`;

  useEffect(() => {
    namePopup(list.current, column.label);
    list.current.focus();
  }, []);
  useEffect(() => {
    // Enter and Tab take what is marked; a choice that is not allowed leaves the value as it was.
    onValueChange(why(options[active]) ? initialValue : options[active].value);
    list.current.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active]);

  const move = (event) => {
    const last = options.length - 1;
    const keys = { ArrowDown: Math.min(active + 1, last), ArrowUp: Math.max(active - 1, 0), Home: 0, End: last };
    const typedPlace = event.key.length === 1 ? find(event.key) : -1;
    const next = keys[event.key] ?? (typedPlace >= 0 ? typedPlace : undefined);
    if (next === undefined) return;
    event.preventDefault();
    setActive(next);
  };
  const pick = (option) => {
    if (why(option)) return;
    onValueChange(option.value);
    stopEditing();
  };
  return (
    <ul ref={list} className="dg-options" role="listbox" tabIndex={-1} aria-label={column.label} aria-activedescendant={id(active)} onKeyDown={move}>
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
