// A button that goes away by what it does (a filter taken away, new rows shown) leaves the focus nowhere: it goes to the grid,
// from which Tab goes on. Cells are AG Grid's affair: one that scrolls out of sight must not pull the view back. The lines of
// an order look after their own: where one is removed, the focus goes to what takes that back.
import { useEffect, useRef } from "react";

const OTHERS = ".ag-root-wrapper, .dr-lines";

export function useKeptFocus(root) {
  const last = useRef(null);
  useEffect(() => {
    const grid = root.current;
    const mind = ({ target }) => { last.current = target.closest(OTHERS) ? null : target; };
    grid.addEventListener("focusin", mind);
    return () => grid.removeEventListener("focusin", mind);
  }, []);
  useEffect(() => {
    if (!last.current || last.current.isConnected) return;
    last.current = null;
    if (document.activeElement === document.body) root.current.focus({ preventScroll: true });
  });
}
