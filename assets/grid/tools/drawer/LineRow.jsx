// One line item: its quantity by keyboard or buttons, its unit price, its total, and removing it.
import { useEffect, useRef, useState } from "react";
import { minorUnits, money, typed, whole } from "../../format.js";
import { Choose, State, Why } from "./Field.jsx";
import { MOST_PIECES, changed, pieces } from "./lines.js";
import { useFlash } from "./record.js";

const IDLE = 500;
const STEPS = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 };
const clamp = (count) => Math.min(MOST_PIECES, Math.max(1, count));

// What is typed and not yet handed over, with what is wrong with it. `hand(text, began)` throws an Error with a sentence;
// `began` is the line as it was when the typing began, so that what others did to it meanwhile is a conflict.
function useDraft(shown, line, hand) {
  const [draft, setDraft] = useState(null);
  const [wrong, setWrong] = useState("");
  const timer = useRef(0);
  const latest = useRef(null);
  const began = useRef(null);
  const put = (text) => {
    began.current = text === null ? null : (began.current ?? { line, shown });
    latest.current = text;
    setDraft(text);
    setWrong("");
  };
  const commit = () => {
    clearTimeout(timer.current);
    const text = latest.current;
    if (text === null) return;
    try {
      if (text.trim() !== began.current.shown) hand(text, began.current.line);
      put(null);
    } catch (problem) {
      setWrong(problem.message);
    }
  };
  const late = useRef(commit);
  late.current = commit;
  useEffect(() => () => late.current(), []);
  return {
    text: draft ?? shown,
    wrong,
    put,
    commit,
    soon() {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => late.current(), IDLE);
    },
    keys(event) {
      if (event.key === "Enter") commit();
      else if (event.key === "Escape" && latest.current !== null) put(null);
      else return false;
      event.preventDefault();
      return true;
    },
  };
}

function Quantity({ line, closed, submit, field }) {
  const { quantity } = line.values;
  const draft = useDraft(String(quantity), line, (text, began) => submit({ quantity: pieces(text) }, began));
  const step = (by) => {
    const from = /^\d+$/.test(draft.text) ? Number(draft.text) : quantity;
    draft.put(String(clamp(from + by)));
    draft.soon();
  };
  const press = (event) => {
    if (event.altKey || draft.keys(event) || !(event.key in STEPS)) return;
    event.preventDefault();
    step(STEPS[event.key] * (event.shiftKey ? 10 : 1));
  };
  if (closed || line.isAdjustment) return <span className="dr-number">{whole(quantity)}</span>;
  return (
    <>
      <span className="dr-stepper">
        <button type="button" tabIndex={-1} aria-label={`One ${line.name} less`} disabled={Number(draft.text) <= 1} onClick={() => step(-1)}>−</button>
        <input
          role="spinbutton"
          inputMode="numeric"
          autoComplete="off"
          data-field={`${field} quantity`}
          aria-label={`Quantity of ${line.name}`}
          aria-valuenow={Number(draft.text) || quantity}
          aria-valuemin={1}
          aria-valuemax={MOST_PIECES}
          aria-invalid={Boolean(draft.wrong) || undefined}
          aria-describedby={draft.wrong ? `${field}-quantity` : undefined}
          value={draft.text}
          onFocus={(event) => event.target.select()}
          onChange={(event) => draft.put(event.target.value)}
          onBlur={draft.commit}
          onKeyDown={press}
        />
        <button type="button" tabIndex={-1} aria-label={`One ${line.name} more`} disabled={Number(draft.text) >= MOST_PIECES} onClick={() => step(1)}>+</button>
      </span>
      {draft.wrong && <span id={`${field}-quantity`} className="dr-why" role="alert">{draft.wrong}</span>}
    </>
  );
}

function Price({ line, closed, currency, submit, field }) {
  const { unit_price: amount } = line.values;
  const shown = amount === null ? "" : typed({ kind: "money" }, { amount, currency });
  const draft = useDraft(shown, line, (text, began) => {
    if (!text.trim()) return;
    const price = minorUnits(text, currency);
    if (price < 0) throw new Error("Type an amount of 0 or more");
    submit({ unit_price: price }, began);
  });
  if (closed || line.isAdjustment || line.isNew) {
    return <span className="dr-number">{amount === null ? <i title="The till kept the total only">unknown</i> : money({ amount, currency })}</span>;
  }
  return (
    <>
      <input
        className="dr-price"
        inputMode="decimal"
        autoComplete="off"
        data-field={`${field} price`}
        aria-label={`Unit price of ${line.name} in ${currency}`}
        aria-invalid={Boolean(draft.wrong) || undefined}
        aria-describedby={draft.wrong ? `${field}-price` : undefined}
        placeholder="unknown"
        value={draft.text}
        onFocus={(event) => event.target.select()}
        onChange={(event) => draft.put(event.target.value)}
        onBlur={draft.commit}
        onKeyDown={(event) => draft.keys(event)}
      />
      {draft.wrong && <span id={`${field}-price`} className="dr-why" role="alert">{draft.wrong}</span>}
    </>
  );
}

// What a line says, in one line of text.
const said = (values, currency) => {
  if (!values) return "removed";
  const price = values.unit_price === null ? "" : ` × ${money({ amount: values.unit_price, currency })}`;
  return `${whole(values.quantity)}${price} = ${money({ amount: values.line_total, currency })}`;
};

export function LineRow({ line, currency, closed, acts }) {
  const { field, entry, values, stands, name } = line;
  const flashes = useFlash(JSON.stringify(stands), Boolean(entry));
  const settled = !entry || entry.state === "invalid";
  const submit = (change, began) => acts.set({ ...began, stands: began.values }, changed(began.values, change));
  const still = closed || Boolean(entry && entry.state === "conflict");
  const notes = (entry?.message || entry?.state === "conflict") && (
    <div role="row" className="dr-line-note"><div role="cell">
      {entry.state === "conflict" ? <p className="dr-why">Someone else changed this line meanwhile</p> : <Why entry={entry} />}
      {entry.state === "waiting" && <State entry={entry} />}
      {entry.state === "invalid" && <button type="button" className="dg-text-button" onClick={() => acts.drop(line)}>Discard</button>}
      {entry.state === "conflict" && (
        <Choose entry={entry} words={(side) => said(side, currency)} keepMine={() => acts.keepMine(line)} takeTheirs={() => acts.takeTheirs(line)} />
      )}
    </div></div>
  );
  return (
    <>
      <div role="row" className={`dr-line ${line.leaves ? "dr-leaves" : ""} ${flashes ? "dr-flash" : ""}`} data-line={field}>
        <div role="cell" className="dr-name"><span title={name}>{name}</span><small>{line.sku}{line.isAdjustment ? " · adjustment of the till" : ""}</small></div>
        <div role="cell" className="dr-quantity">{values && <Quantity {...{ line, submit, field }} closed={still || line.isNew} />}</div>
        <div role="cell" className="dr-unit">{values && <Price {...{ line, currency, submit, field }} closed={still} />}</div>
        <div role="cell" className="dr-sum dr-number">{values ? money({ amount: values.line_total, currency }) : <i>removed</i>}{!notes && <State entry={entry} />}</div>
        <div role="cell" className="dr-remove">
          {!still && settled && values && !line.isNew && (
            <button type="button" className="dg-icon-button" data-field={`${field} remove`} aria-label={`Remove ${name}`} title="Remove" onClick={() => acts.remove(line)}>×</button>
          )}
        </div>
      </div>
      {notes}
    </>
  );
}
