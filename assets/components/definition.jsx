// A button that says on hover, focus or a tap how a figure is counted. Escape closes what it says.
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { keepPlaced } from "./near.js";

// The way from the button to what it says leads over a gap.
const GRACE_MS = 150;

export function Definition({ name, label, children }) {
  const button = useRef(null), box = useRef(null), timer = useRef(0);
  const [open, setOpen] = useState(false);
  useLayoutEffect(() => (open ? keepPlaced(box.current, button.current) : undefined), [open]);
  useEffect(() => {
    if (!open) return undefined;
    const escape = (event) => event.key === "Escape" && setOpen(false);
    window.addEventListener("keydown", escape);
    return () => window.removeEventListener("keydown", escape);
  }, [open]);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const show = () => {
    window.clearTimeout(timer.current);
    setOpen(true);
  };
  const leave = () => {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => document.activeElement !== button.current && setOpen(false), GRACE_MS);
  };
  return (
    <span className="db-about" onMouseEnter={show} onMouseLeave={leave}>
      <button ref={button} type="button" className="db-info" aria-label={label} aria-describedby={name} onFocus={show} onBlur={() => setOpen(false)} onClick={show}>i</button>
      <span ref={box} id={name} role="tooltip" className="db-tooltip" data-open={open}>{children}</span>
    </span>
  );
}
