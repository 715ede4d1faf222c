// Keys that act on the grid as a whole.
import { useEffect } from "react";

// Tab walks the cells of a row as in a spreadsheet and leaves the grid at its end, so that nobody is trapped among a
// million rows. While editing it goes on to the next cell that can be edited.
export function tabToNextCell({ editing, nextCellPosition, previousCellPosition }) {
  if (editing) return nextCellPosition ?? false;
  if (!nextCellPosition || nextCellPosition.rowIndex !== previousCellPosition.rowIndex) return false;
  return nextCellPosition;
}

// Ctrl+F (⌘F) goes to the search box while the grid is on the page; pressed again there, the browser's own search opens.
export function useGridKeys(root, searchRef) {
  useEffect(() => {
    const find = (event) => {
      if (event.key !== "f" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      if (document.activeElement === searchRef.current || !root.current?.isConnected) return;
      event.preventDefault();
      searchRef.current.focus();
      searchRef.current.select();
    };
    addEventListener("keydown", find);
    return () => removeEventListener("keydown", find);
  }, []);
}
