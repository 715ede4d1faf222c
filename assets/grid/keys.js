// Keys that act on the grid as a whole.
import { useEffect } from "react";

// Tab walks the cells of a row as in a spreadsheet and leaves the grid at its end, so that nobody is trapped among a
// million rows. While editing it goes on to the next cell that can be edited.
export function tabToNextCell({ editing, nextCellPosition, previousCellPosition }) {
  if (editing) return nextCellPosition ?? false;
  if (!nextCellPosition || nextCellPosition.rowIndex !== previousCellPosition.rowIndex) return false;
  return nextCellPosition;
}

const mac = /Mac|iPhone|iPad/.test(navigator.platform ?? "");

// "mod+shift+z": Ctrl on most machines, ⌘ on a Mac.
export function matches(event, combination) {
  const parts = combination.split("+");
  const key = parts.at(-1);
  const mod = mac ? event.metaKey : event.ctrlKey;
  const other = mac ? event.ctrlKey : event.metaKey;
  return (
    event.key.toLowerCase() === key &&
    mod === parts.includes("mod") && !other &&
    event.shiftKey === parts.includes("shift") &&
    event.altKey === parts.includes("alt")
  );
}

// Ctrl+F (⌘F) goes to the search box while the grid is on the page; pressed again there, the browser's own search opens.
const find = (searchRef) => ({
  key: "mod+f",
  typing: true,
  run() {
    if (document.activeElement === searchRef.current) return false;
    searchRef.current.focus();
    searchRef.current.select();
    return true;
  },
});

// Past its last control the focus is nowhere; the panel closes all the same.
const leavePanel = {
  key: "escape",
  run(desk) {
    if (![document.body, desk.root.current].includes(document.activeElement) || !desk.store.get().panel) return false;
    desk.close();
    return true;
  },
};

const isText = (element) => element?.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

// The keys of the grid and its tools, wherever on the page the focus is. A key of a tool does not work while somebody types in a
// field, unless it says so; `run` returns false where it leaves the key to the browser.
export function useGridKeys(desk, searchRef, tools) {
  useEffect(() => {
    const keys = [find(searchRef), leavePanel, ...tools.flatMap((tool) => tool.keys ?? [])];
    const press = (event) => {
      if (event.defaultPrevented || !desk.root.current?.isConnected || document.querySelector("dialog[open]")) return;
      const wanted = keys.find(({ key, typing }) => matches(event, key) && (typing || !isText(event.target)));
      if (wanted && wanted.run(desk, event) !== false) event.preventDefault();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [desk]);
}
