// Where a small box stands beside what it tells about, so that it is wholly on the screen.
const EDGE = 12, GAP = 6;

// `anchor` is where the thing stands, `box` how large the box is, `screen` how large the window: all in pixels.
export function near(anchor, box, screen) {
  const most = Math.max(EDGE, screen.width - EDGE - box.width);
  const left = Math.min(Math.max(EDGE, anchor.left + anchor.width / 2 - box.width / 2), most);
  const below = anchor.bottom + GAP, above = anchor.top - GAP - box.height;
  const fits = below + box.height <= screen.height - EDGE;
  return { left, top: fits || above < EDGE ? Math.min(below, Math.max(EDGE, screen.height - EDGE - box.height)) : above };
}

export function place(box, anchor) {
  const size = { width: box.offsetWidth, height: box.offsetHeight };
  const at = near(anchor.getBoundingClientRect(), size, { width: document.documentElement.clientWidth, height: window.innerHeight });
  box.style.left = `${at.left}px`;
  box.style.top = `${at.top}px`;
}

// Keeps `box` beside `anchor` while the page is scrolled; what it returns ends that.
export function keepPlaced(box, anchor) {
  const again = () => place(box, anchor);
  again();
  window.addEventListener("scroll", again, { passive: true, capture: true });
  window.addEventListener("resize", again);
  return () => {
    window.removeEventListener("scroll", again, { capture: true });
    window.removeEventListener("resize", again);
  };
}
