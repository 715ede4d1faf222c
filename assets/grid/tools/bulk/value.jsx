// The new value of a field, in a control of the field's kind. `change(value, problem)` gets what the door takes, or why not.
import { useState } from "react";
import { wrong as wrongValue } from "../../checks.js";
import { text } from "../../format.js";
import { read as readValue } from "../../reading.js";

export const KINDS = new Set(["choice", "flag", "text", "long_text", "number", "money", "moment", "email"]);
const YES_NO = [{ value: true, label: "Yes" }, { value: false, label: "No" }];

function Choices({ column, value, change }) {
  const options = column.kind === "flag" ? YES_NO : column.options;
  return (
    <fieldset className="dg-bulk-options">
      <legend>New value</legend>
      {options.map((option) => (
        <label key={String(option.value)} className="dg-check">
          <input type="radio" name="bulk-value" checked={value === option.value} onChange={() => change(option.value, "")} />
          <span className={option.tone ? `dg-choice dg-tone-${option.tone}` : "dg-choice"}>{option.tone && <i aria-hidden="true" />}{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Typed({ column, value, problem, change, timeZone }) {
  const isText = column.kind === "text" || column.kind === "long_text";
  const [typed, setTyped] = useState(isText && value ? value : "");
  const [empty, setEmpty] = useState(value === "");
  const Control = column.kind === "long_text" ? "textarea" : "input";
  const read = (words) => {
    if (!words.trim()) return change(null, "Type the new value");
    try {
      const made = readValue(column, words, { timeZone });
      change(made, wrongValue(column, made));
    } catch (wrong) {
      change(null, wrong.message);
    }
  };
  const type = (event) => {
    setTyped(event.target.value);
    read(event.target.value);
  };
  const clear = (event) => {
    setEmpty(event.target.checked);
    if (event.target.checked) change("", "");
    else read(typed);
  };
  return (
    <>
      <label className="dg-field">
        New value{column.kind === "money" ? ` (${column.currency})` : ""}
        <Control value={empty ? "" : typed} disabled={empty} maxLength={column.max_length} onChange={type} aria-invalid={Boolean(problem && typed)} autoComplete="off" inputMode={isText ? undefined : "decimal"} />
      </label>
      {isText && !column.required && <label className="dg-check"><input type="checkbox" checked={empty} onChange={clear} />Clear the field</label>}
      {problem && typed && !empty && <p className="dg-bulk-problem" role="alert">{problem}</p>}
    </>
  );
}

export function NewValue({ column, value, problem, change, timeZone }) {
  const isPicked = column.kind === "choice" || column.kind === "flag";
  return isPicked ? <Choices {...{ column, value, change }} /> : <Typed key={column.field} {...{ column, value, problem, change, timeZone }} />;
}

// A value in words, as it stands in a cell.
export function Words({ column, value }) {
  if (value === "" || value === null) return <i>empty</i>;
  const tone = column.kind === "choice" && column.options.find((one) => one.value === value)?.tone;
  const words = text(column, value, "");
  return tone ? <span className={`dg-choice dg-tone-${tone}`}><i aria-hidden="true" />{words}</span> : <span className="dg-bulk-words">{words}</span>;
}
