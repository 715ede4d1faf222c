// Around the bars of a chart that open their orders: by a click or Enter at once; a finger, which sees no words come up
// over a bar, is shown them first, with the way on.
import { useRef, useState } from "react";
import { useNavigate } from "react-router";
import { BarMenu, barAt, rowsOf } from "./bar_menu.jsx";

export function Opening({ bars, opens, label, children }) {
  const box = useRef(null);
  const touched = useRef(false);
  const [shown, setShown] = useState(null);
  const navigate = useNavigate();
  const radios = () => [...box.current.querySelectorAll('input[type="radio"]')];
  const at = bars.findIndex((bar) => bar.start === shown);
  // A bar without an end has no orders.
  const open = (bar) => bar?.end && navigate(rowsOf(bar, opens));
  const close = (back) => {
    if (back) radios()[at]?.focus();
    setShown(null);
  };
  // The click that a label passes on to its bar says nothing of its own.
  const clicked = (event) => {
    if (event.target.matches("input")) return;
    const bar = bars[barAt(event, box.current, bars.length)];
    if (!touched.current) open(bar);
    else if (bar.end) setShown(bar.start);
  };
  const keyed = (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    open(bars[radios().indexOf(event.target)]);
  };
  return (
    <div className="db-area db-opening" data-menu={at >= 0 || undefined}>
      <div ref={box} className="db-bars" role="radiogroup" aria-label={label} onPointerDown={(event) => { touched.current = event.pointerType === "touch"; }} onClick={clicked} onKeyDown={keyed}>{children}</div>
      {at >= 0 && <BarMenu key={shown} bar={bars[at]} count={bars.length} byKeyboard={false} {...{ opens, at, box, close }} />}
    </div>
  );
}
