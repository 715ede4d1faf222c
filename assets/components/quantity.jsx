// A number with − and +. It answers at once and tells the server when the person has settled on a number.
import { useEffect, useRef, useState } from "react";

const SETTLED_MS = 350;

export function Quantity({ of, value, most, onQuantity }) {
  const [text, setText] = useState(String(value));
  const timer = useRef(0);
  const waiting = useRef(null);
  useEffect(() => {
    if (waiting.current === null) setText(String(value));
  }, [value]);
  useEffect(() => () => settle(), []);

  const settle = () => {
    window.clearTimeout(timer.current);
    if (waiting.current === null) return;
    const wanted = waiting.current;
    waiting.current = null;
    onQuantity(wanted);
  };
  const want = (number) => {
    waiting.current = Math.min(Math.max(number, 1), most);
    setText(String(waiting.current));
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(settle, SETTLED_MS);
  };
  const typed = (event) => {
    const digits = event.target.value.replace(/\D/g, "").slice(0, 6);
    if (digits && Number(digits) > 0) want(Number(digits));
    else setText(digits);
  };
  const left = () => {
    settle();
    setText((shown) => (Number(shown) > 0 ? shown : String(value)));
  };
  const now = Number(text) || value;
  return (
    <div className="quantity" role="group" aria-label={`Quantity of ${of}`} onBlur={left}>
      <button type="button" aria-label={`One fewer of ${of}`} disabled={now <= 1} onClick={() => want(now - 1)}>−</button>
      <input inputMode="numeric" aria-label={`Quantity of ${of}`} value={text} onChange={typed}
        onKeyDown={(event) => { if (event.key === "Enter") { event.preventDefault(); settle(); } }} />
      <button type="button" aria-label={`One more of ${of}`} disabled={now >= most} onClick={() => want(now + 1)}>+</button>
    </div>
  );
}
