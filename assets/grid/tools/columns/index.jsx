// Columns: which are shown, in which order, how wide, and which stay at the left edge.
import { Panel } from "./Panel.jsx";
import "../../../css/grid/views.css";

function Bar({ desk, shown }) {
  const count = shown.columns.length;
  const open = shown.panel?.name === "columns";
  return (
    <button type="button" className="dg-tool" aria-pressed={open} aria-label={`Columns, ${count} of ${desk.columns.size} shown`} title="Show, order and pin columns" onClick={() => desk.toggle("columns")}>
      <svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true"><rect x="1.75" y="2.75" width="12.5" height="10.5" rx="1.5" /><path d="M6 3v10M10 3v10" /></svg>
      <span>Columns</span>
    </button>
  );
}

export const columns = { name: "columns", place: "end", title: () => "Columns", Bar, Panel };
