// The one panel beside the rows: a tool opens it, Escape or the cross closes it, and the focus goes back to the cell.
import { useEffect, useRef } from "react";
import "../css/grid/panel.css";

const STOPS = "button:not(:disabled), a[href], input:not(:disabled), select, textarea, [tabindex='0']";
const COVERS = "(max-width: 900px)";

// Where the panel covers the page, Tab goes round in it: what lies under it cannot be seen.
function goRound(event, box) {
  if (event.key !== "Tab" || !matchMedia(COVERS).matches) return;
  const stops = [...box.querySelectorAll(STOPS)].filter((one) => one.tabIndex >= 0 && one.getClientRects().length);
  const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
  if (event.target !== from && !(event.shiftKey && event.target === box)) return;
  event.preventDefault();
  to.focus();
}

export function SidePanel({ desk, shown, tools }) {
  const box = useRef(null);
  const open = shown.panel;
  const tool = open && tools.find((one) => one.name === open.name);
  useEffect(() => {
    if (tool) box.current.focus();
  }, [open?.name, open?.opened]);
  if (!tool) return null;
  const title = tool.title(desk, open.props);
  const press = (event) => {
    goRound(event, box.current);
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.stopPropagation();
    desk.close();
  };
  return (
    <aside ref={box} className={`dg-side dg-side-${tool.name}`} aria-label={title} tabIndex={-1} onKeyDown={press}>
      <header className="dg-side-head">
        <h2>{title}</h2>
        <button type="button" className="dg-icon-button" aria-label={`Close: ${title}`} onClick={() => desk.close()}>×</button>
      </header>
      <div className="dg-side-body">
        <tool.Panel desk={desk} shown={shown} {...open.props} />
      </div>
    </aside>
  );
}
