// A button that goes away by what it does (a filter taken away, new rows shown) leaves the focus nowhere: it goes to the grid,
// from which Tab goes on. Cells are AG Grid's affair: one that scrolls out of sight must not pull the view back.
import { useEffect, useRef } from "react";

export function useKeptFocus(root) {
  const last = useRef(null);
  useEffect(() => {
    const grid = root.current;
    const mind = ({ target }) => { last.current = target.closest(".ag-root-wrapper") ? null : target; };
    grid.addEventListener("focusin", mind);
    return () => grid.removeEventListener("focusin", mind);
  }, []);
  useEffect(() => {
    if (!last.current || last.current.isConnected) return;
    last.current = null;
    if (document.activeElement === document.body) root.current.focus({ preventScroll: true });
  });
}
