// What can be done with one bar of a chart: see its orders, and where `zoom` is given show its time alone.
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { Link } from "react-router";

const WIDTH = 184;

// The address of the orders behind a bar.
export const rowsOf = (bar, opens) => `${opens.before}${bar.start}&to=${bar.end}${opens.after}`;

// Which of the bars in `box` a pointer is at.
export function barAt(event, box, count) {
  const { left, width } = box.getBoundingClientRect();
  return Math.max(0, Math.min(count - 1, Math.floor(((event.clientX - left) / width) * count)));
}

export function BarMenu({ bar, opens, at, count, box, byKeyboard, zoom, close }) {
  const element = useRef(null);
  const [left, setLeft] = useState(0);
  useLayoutEffect(() => {
    const width = box.current.clientWidth;
    setLeft(Math.max(0, Math.min(width - WIDTH, ((at + 0.5) / count) * width - WIDTH / 2)));
  }, [at, count]);
  useEffect(() => {
    if (byKeyboard) element.current.querySelector("button, a").focus();
    const beside = (event) => !element.current.contains(event.target) && close(false);
    document.addEventListener("pointerdown", beside, true);
    return () => document.removeEventListener("pointerdown", beside, true);
  }, []);
  const keyed = (event) => {
    const items = [...element.current.querySelectorAll("button, a")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") close(true);
    else if (step) items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const left_ = (event) => event.relatedTarget && !element.current.contains(event.relatedTarget) && close(false);
  return (
    <div ref={element} className="db-bar-menu" role="group" aria-label={`${bar.at}: ${bar.revenue}, ${bar.orders}`} style={{ left, width: WIDTH }} onKeyDown={keyed} onBlur={left_}>
      <p aria-hidden="true">{bar.at}<strong>{bar.revenue}</strong>{bar.orders}</p>
      {zoom && <button type="button" onClick={zoom}>Show only this time</button>}
      <Link to={rowsOf(bar, opens)}>Its orders</Link>
    </div>
  );
}
