// What opens in a cell. AG Grid handles Enter and Escape, hands/keyboard.js Tab; each editor tells the value as it is typed.
import { useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { wrong } from "./checks.js";
import { pressIn } from "./hands/typed_ahead.js";
import { read, written, zero } from "./reading.js";

const INPUT_MODES = { money: "decimal", number: "numeric", email: "email" };
const AT_END = new Set(["F2", "Enter"]);
// What is half typed is not wrong yet.
const PATIENCE = 700;

// The text an editor opens with: the key that opened it, what was typed and refused, or the value.
function opening({ declared: column, value, data, context, eventKey }) {
  if (eventKey === "Backspace" || eventKey === "Delete") return "";
  if (eventKey?.length === 1) return eventKey;
  return context.edits.of(data.id, column.field)?.typed ?? written(column, value, context.timeZone);
}

// AG Grid's popup is a dialog without a name.
const namePopup = (element, name) => element.closest(".ag-popup-editor")?.setAttribute("aria-label", name);

export function useField(props) {
  const ref = useRef(null);
  const [start] = useState(() => opening(props));
  useEffect(() => {
    const replaced = props.eventKey?.length === 1 || props.eventKey === "Backspace";
    if (replaced) props.onValueChange(start);
    namePopup(ref.current, props.declared.label);
    ref.current.focus();
    // What was typed before is continued, not typed over.
    const goesOn = props.context.edits.of(props.data.id, props.declared.field)?.typed !== undefined;
    if (replaced || goesOn || AT_END.has(props.eventKey)) ref.current.setSelectionRange?.(ref.current.value.length, ref.current.value.length);
    else ref.current.select();
    props.context.hands.keyboard.opened(ref.current, (press) => pressIn(ref.current, press));
  }, []);
  return { ref, start };
}

// What is wrong with what stands in the editor, once nothing was typed for a moment; gone as soon as it is right.
export function useProblem({ declared: column, data, context }) {
  const [problem, setProblem] = useState("");
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  const look = (text) => {
    clearTimeout(timer.current);
    const found = fault(column, text, data[column.field], context.timeZone);
    if (!found) setProblem("");
    else timer.current = setTimeout(() => setProblem(found), PATIENCE);
  };
  return [problem, look];
}

function fault(column, text, before, timeZone) {
  try {
    return wrong(column, read(column, text, { before, timeZone }), before);
  } catch (thrown) {
    return thrown.message;
  }
}

// Below the cell, over the rows: the cell itself has no room.
function Problem({ id, words, anchor }) {
  const at = anchor.current?.getBoundingClientRect();
  const root = anchor.current?.closest(".dg");
  return root ? createPortal(<p id={id} className="dg-live" role="alert" style={{ left: at.left, top: at.bottom + 3 }}>{words}</p>, root) : null;
}

const hintOf = (column, currency) =>
  column.kind === "money" && column.minimum != null ? `In ${currency}, at least ${column.minimum ? column.minimum : zero(currency)}` : column.kind === "money" ? `In ${currency}` : "";

export function InputEditor(props) {
  const { ref, start } = useField(props);
  const column = props.declared;
  const [problem, look] = useProblem(props);
  const currency = column.kind === "money" ? (props.data[column.field]?.currency ?? column.currency) : "";
  const type = (event) => {
    props.onValueChange(event.target.value);
    look(event.target.value);
  };
  return (
    <span className="dg-inline">
      {currency && <span className="dg-unit" aria-hidden="true">{currency}</span>}
      <input
        ref={ref}
        className="dg-input"
        type="text"
        inputMode={INPUT_MODES[column.kind] ?? "text"}
        aria-label={column.label}
        aria-description={hintOf(column, currency) || undefined}
        aria-required={column.required || undefined}
        aria-invalid={Boolean(problem)}
        aria-errormessage={problem ? "dg-live" : undefined}
        defaultValue={start}
        autoComplete="off"
        spellCheck={column.kind === "text"}
        onChange={type}
      />
      {problem && <Problem id="dg-live" words={problem} anchor={ref} />}
    </span>
  );
}

export function LongTextEditor(props) {
  const { ref, start } = useField(props);
  const column = props.declared;
  const [problem, look] = useProblem(props);
  const [length, setLength] = useState(start.length);
  const type = (event) => {
    props.onValueChange(event.target.value);
    look(event.target.value);
    setLength(event.target.value.length);
  };
  return (
    <div className="dg-long">
      <textarea ref={ref} aria-label={column.label} aria-invalid={Boolean(problem)} aria-describedby="dg-long-hint" defaultValue={start} rows={5} onChange={type} />
      {problem && <p className="dg-wrong" role="alert">{problem}</p>}
      <p id="dg-long-hint">
        <kbd>Enter</kbd> saves · <kbd>Shift</kbd> <kbd>Enter</kbd> new line · <kbd>Esc</kbd> reverts
        {length > column.max_length * 0.8 && <span className="dg-left-over">{length.toLocaleString()} of {column.max_length.toLocaleString()}</span>}
      </p>
    </div>
  );
}
