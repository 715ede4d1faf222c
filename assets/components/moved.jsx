// A figure lights up when it moves. What was shown of the same thing before is known here alone, so that the server can
// send the same to all who look at it.
import { useRef } from "react";

// How often `text` has become another while it was about the same. What is about "" never moves.
export function useMoved(text, about) {
  const shown = useRef({ text, about, moved: 0 });
  const { text: was, about: of, moved } = shown.current;
  if (was !== text || of !== about) shown.current = { text, about, moved: moved + Number(about !== "" && of === about) };
  return shown.current.moved;
}

// A new element each time, so that the animation runs.
export function Moving({ text, about }) {
  const moved = useMoved(text, about);
  return <span key={moved} className={moved ? "db-value db-flash" : "db-value"}>{text}</span>;
}
