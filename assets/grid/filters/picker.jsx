// One or several of the values that the server offers: what is chosen stands as chips before a field in which one types to
// find more.
import { useEffect, useRef, useState } from "react";
import { Offers, useFinder, useOffers } from "../../components/finder.jsx";
import { learn } from "./known.js";
import { facetWords } from "./words.js";

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

export function ChoicePicker({ desk, label, column, values, change }) {
  const field = useRef(null);
  const [typed, setTyped] = useState("");
  const [open, setOpen] = useState(false);
  const ask = (text) => desk.post("choices", { field: column.field, text });
  const { list, problem, isLate } = useOffers(ask, { about: column.field, typed, wanted: open });
  const leave = useLeaving(field, open, () => setOpen(false));
  const shown = open && list ? list : [];
  const remove = (value) => change(values.filter((one) => one !== value));
  const choose = ({ value, label: name }) => {
    if (column.names) learn(desk, { [value]: name });
    if (values.includes(value)) remove(value);
    else change([...values, value]);
    setTyped("");
    field.current?.focus();
  };
  const finder = useFinder(shown, choose, { isLate: open && isLate });
  const press = (event) => {
    if (!open && (event.key === "ArrowDown" || event.key === "ArrowUp")) setOpen(true);
    else if (event.key === "Escape" && open) setOpen(false);
    else if (event.key === "Backspace" && !typed && values.length) remove(values.at(-1));
    else if (!finder.keyed(event)) return;
    event.preventDefault();
  };
  return (
    <div className="dg-picker">
      <div className="dg-tokens" onClick={() => field.current.focus()}>
        <Chosen {...{ values, column, remove }} />
        <input
          {...finder.attributes}
          ref={field}
          aria-expanded={open}
          aria-label={label}
          placeholder={values.length ? "" : `Find a ${column.label.toLowerCase()}`}
          value={typed}
          onFocus={() => setOpen(true)}
          onBlur={leave}
          onChange={(event) => { setTyped(event.target.value); finder.restart(); setOpen(true); }}
          onKeyDown={press}
        />
      </div>
      {open && list?.length === 0 && <p className="dg-none">{problem || "Nothing of that name"}</p>}
      {open && !list && <p className="dg-none"><span className="dg-skeleton" aria-hidden="true" /></p>}
      {shown.length > 0 && <Offers {...{ finder, choose }} label={`${column.label}: choices`} list={shown} chosen={values} />}
    </div>
  );
}
