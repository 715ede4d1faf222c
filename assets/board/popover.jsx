// A button and what opens below it; on a phone it comes up from the bottom edge. The browser's own popover: it lies above
// all else, Escape or a press beside it closes it, and the focus goes back to the button.
import { useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";

const GAP = 6;
const EDGE = 8;
export const PHONE = "(max-width: 640px)";

function place(button, panel) {
  if (matchMedia(PHONE).matches) {
    panel.style.cssText = "";
    return;
  }
  const at = button.getBoundingClientRect();
  // Measured where it is as wide as it likes to be, which near the right edge it is not; there it waits to be shown, too.
  panel.style.left = `${EDGE}px`;
  const { offsetWidth: width, scrollHeight: height } = panel;
  const below = innerHeight - at.bottom - GAP - EDGE;
  const above = at.top - GAP - EDGE;
  const up = height > below && above > below;
  if (width) panel.style.left = `${Math.max(EDGE, Math.min(at.left, innerWidth - width - EDGE))}px`;
  panel.style.top = up ? "auto" : `${at.bottom + GAP}px`;
  panel.style.bottom = up ? `${innerHeight - at.top + GAP}px` : "auto";
  panel.style.maxHeight = `${Math.max(up ? above : below, 160)}px`;
}

// What is open closes once something else is shown than when it was opened. That the page has learned what it shows (which
// is "" before) is no reason: who is quick has opened it by then.
function useClosing(panel, until) {
  const was = useRef(until);
  useEffect(() => {
    if (was.current && was.current !== until && panel.current?.matches(":popover-open")) panel.current.hidePopover();
    was.current = until;
  }, [until]);
}

// `children` is a function of what closes it. What is shown elsewhere meanwhile (`until`) closes it, too. Its content is
// there before it is shown, and the browser itself gives the focus to what of it is marked as `data-first`: in the event
// that opens it, so that no key that is pressed after that goes to the button.
export function Popover({ label, trigger, className, panelClass = "", chosen, until, buttonRef, children }) {
  const id = useId();
  const own = useRef(null);
  const button = buttonRef ?? own;
  const panel = useRef(null);
  const [open, setOpen] = useState(false);
  const close = () => panel.current?.matches(":popover-open") && panel.current.hidePopover();
  useClosing(panel, until);
  const opens = (event) => {
    if (event.target !== panel.current || event.newState !== "open") return;
    flushSync(() => setOpen(true));
    panel.current.querySelector("[data-first]")?.setAttribute("autofocus", "");
  };
  const closed = (event) => event.target === panel.current && event.newState === "closed" && setOpen(false);
  useLayoutEffect(() => {
    if (!open) return undefined;
    const put = () => place(button.current, panel.current);
    put();
    const watch = new ResizeObserver(put);
    watch.observe(panel.current);
    addEventListener("scroll", put, true);
    addEventListener("resize", put);
    return () => {
      watch.disconnect();
      removeEventListener("scroll", put, true);
      removeEventListener("resize", put);
    };
  }, [open]);
  return (
    <>
      <button ref={button} type="button" className={className} popoverTarget={id} aria-haspopup="dialog" aria-expanded={open} data-chosen={chosen}>{trigger}</button>
      <div ref={panel} id={id} popover="auto" role="dialog" aria-label={label} className={`db-popover ${panelClass}`} onBeforeToggle={opens} onToggle={closed}>
        {open && children(close)}
      </div>
    </>
  );
}

// On a phone a button that opens its content as a sheet; on a wide screen the content stands in the page.
export function Fold({ label, words, count, until, children }) {
  const id = useId();
  const panel = useRef(null);
  const [open, setOpen] = useState(false);
  useClosing(panel, until);
  return (
    <div className="db-fold">
      <button type="button" className="db-fold-button" popoverTarget={id} aria-expanded={open}>
        <span className="visually-hidden">{label}: </span>
        <span>{words}</span>
        {count > 0 && <span className="db-count">{count}</span>}
        <span aria-hidden="true" className="db-caret" />
      </button>
      <div ref={panel} id={id} popover="auto" className="db-fold-panel" onToggle={(event) => event.target === panel.current && setOpen(event.newState === "open")}>
        <p className="db-fold-title" aria-hidden="true">{label}</p>
        {children}
      </div>
    </div>
  );
}
