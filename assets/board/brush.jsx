// Over the bars of the time chart: a drag across them, or Shift with the arrow keys, selects a span of time and shows it
// alone; a click or Enter on one bar offers that, and the orders behind it.
import { useEffect, useRef, useState } from "react";
import { BarMenu, barAt } from "./bar_menu.jsx";

// So many pixels make a press a drag.
const DRAG = 5;
const indexIn = (bars, start) => bars.findIndex((bar) => bar.start === start);

// The selection is kept by the times of its bars, so that live figures and a bar more leave it where it is.
function useSelection(bars) {
  const [ends, setEnds] = useState(null);
  const [from, to] = ends ? ends.map((start) => indexIn(bars, start)) : [-1, -1];
  const isThere = from >= 0 && to >= 0;
  useEffect(() => {
    if (ends && !isThere) setEnds(null);
  }, [ends, isThere]);
  return {
    span: isThere ? { first: Math.min(from, to), last: Math.max(from, to), anchor: from, head: to } : null,
    select: (anchor, head) => setEnds([bars[anchor].start, bars[head].start]),
    drop: () => setEnds(null),
  };
}

function useDrag({ box, bars, selection, zoom, open }) {
  const press = useRef(null);
  const dragged = useRef(false);
  const at = (event) => barAt(event, box.current, bars.length);
  return {
    onPointerDown: (event) => {
      if (event.button !== 0 || !event.isPrimary) return;
      dragged.current = false;
      press.current = { x: event.clientX, start: bars[at(event)].start, drags: false };
    },
    onPointerMove: (event) => {
      const pressed = press.current;
      if (!pressed) return;
      if (!pressed.drags && Math.abs(event.clientX - pressed.x) < DRAG) return;
      if (!pressed.drags) {
        pressed.drags = dragged.current = true;
        box.current.setPointerCapture(event.pointerId);
      }
      const anchor = indexIn(bars, pressed.start);
      if (anchor >= 0) selection.select(anchor, at(event));
    },
    onPointerUp: (event) => {
      const pressed = press.current;
      press.current = null;
      if (!pressed) return;
      const anchor = indexIn(bars, pressed.start);
      if (anchor >= 0 && pressed.drags) zoom(anchor, at(event));
    },
    onPointerCancel: () => {
      if (press.current?.drags) selection.drop();
      press.current = null;
    },
    // A drag that ends over its own bar is no click on it.
    onClickCapture: (event) => dragged.current && event.detail > 0 && event.preventDefault(),
    // The menu waits for the click, which comes after a finger has left: it would else meet what has opened below it. The
    // click that a label passes on to its bar says nothing of its own.
    onClick: (event) => {
      if (!dragged.current && event.detail > 0 && !event.target.matches("input")) open(at(event), false);
    },
  };
}

function Selected({ bars, span }) {
  const part = (count) => `${(100 * count) / bars.length}%`;
  return (
    <div className="db-brush" aria-hidden="true" style={{ left: part(span.first), width: part(span.last - span.first + 1) }}>
      <span data-side={span.first * 2 > bars.length ? "end" : "start"}>{span.first === span.last ? bars[span.first].at : `${bars[span.first].at} – ${bars[span.last].at}`}</span>
    </div>
  );
}

export function Brush({ bars, opens, label, onZoom, children }) {
  const box = useRef(null);
  const [menu, setMenu] = useState(null);
  const selection = useSelection(bars);
  const { span } = selection;
  const zoom = (one, other) => {
    selection.drop();
    setMenu(null);
    onZoom(bars[Math.min(one, other)].start, bars[Math.max(one, other)].end);
  };
  const open = (index, byKeyboard) => {
    selection.drop();
    setMenu({ start: bars[index].start, byKeyboard });
  };
  const radio = (index) => box.current.querySelectorAll('input[type="radio"]')[index];
  const close = (back) => {
    if (back && menu) radio(indexIn(bars, menu.start))?.focus();
    setMenu(null);
  };
  const extend = (index, step) => {
    const [anchor, head] = span ? [span.anchor, span.head] : [index, index];
    const next = Math.max(0, Math.min(bars.length - 1, head + step));
    setMenu(null);
    selection.select(anchor, next);
    radio(next)?.focus();
  };
  const keyed = (event) => {
    const index = [...box.current.querySelectorAll('input[type="radio"]')].indexOf(event.target);
    if (index < 0) return;
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.shiftKey && step) extend(index, step);
    else if (event.key === "Enter") span ? zoom(span.first, span.last) : open(index, true);
    else if (event.key === "Escape" && (span || menu)) {
      selection.drop();
      setMenu(null);
    } else {
      if (step) selection.drop();
      return;
    }
    event.preventDefault();
  };
  const at = menu ? indexIn(bars, menu.start) : -1;
  const drag = useDrag({ box, bars, selection, zoom, open });
  const news = span ? `Selected: ${bars[span.first].at} to ${bars[span.last].at}. Enter shows only this time, Escape drops the selection.` : "";
  return (
    <div className="db-area db-brushed" data-selecting={Boolean(span) || undefined} data-menu={at >= 0 || undefined}>
      <div ref={box} className="db-bars" role="radiogroup" aria-label={label} onKeyDown={keyed} {...drag}>{children}</div>
      {span && <Selected {...{ bars, span }} />}
      {at >= 0 && <BarMenu key={menu.start} bar={bars[at]} count={bars.length} byKeyboard={menu.byKeyboard} zoom={() => zoom(at, at)} {...{ opens, at, box, close }} />}
      <span className="visually-hidden" role="status">{news}</span>
    </div>
  );
}
