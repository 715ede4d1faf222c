// Below the rows: what is selected and what can be done with it, and the jobs that run.
import { useLayoutEffect, useRef } from "react";
import { createPortal } from "react-dom";
import { whole } from "../../format.js";
import { bulkOf } from "./bulk.js";
import { BulkDialog } from "./dialog.jsx";
import { Jobs } from "./job.jsx";
import "../../../css/grid/bulk.css";

function Selected({ desk, bulk, shown }) {
  const { selection } = desk;
  const { total } = shown;
  const isAll = selection.all && !selection.except.size;
  return (
    <div className="dg-selected" role="toolbar" aria-label="Selected rows">
      <b>{isAll ? `All ${whole(selection.count)}` : whole(selection.count)} selected</b>
      {!isAll && total > selection.count && (
        <button type="button" onClick={() => selection.selectAll()}>Select all {whole(total)}{shown.search || shown.filters.length ? " that match" : ""}</button>
      )}
      <button type="button" className="dg-primary" onClick={() => bulk.open()}>Edit a field…</button>
      <button type="button" onClick={() => selection.clear()}>Clear</button>
    </div>
  );
}

// What else is told at the foot of the grid stands above this: `--dg-dock` is how high it is.
function Dock({ root, children }) {
  const box = useRef(null);
  useLayoutEffect(() => {
    const tell = () => root.style.setProperty("--dg-dock", `${box.current?.offsetHeight ?? 0}px`);
    const watcher = new ResizeObserver(tell);
    watcher.observe(box.current);
    return () => {
      watcher.disconnect();
      root.style.removeProperty("--dg-dock");
    };
  }, [root]);
  return createPortal(<div ref={box} className="dg-dock">{children}</div>, root);
}

// In the flow under the rows, so that none of them is covered.
export function Bar({ desk, shown }) {
  const root = desk.root.current;
  if (!root || !shown.jobs) return null;
  const bulk = bulkOf(desk);
  const isIdle = !desk.selection.any && !shown.jobs.length;
  return (
    <>
      {!isIdle && (
        <Dock root={root}>
          <Jobs {...{ desk, bulk, shown }} />
          {desk.selection.any && <Selected {...{ desk, bulk, shown }} />}
        </Dock>
      )}
      <BulkDialog {...{ desk, bulk, shown }} />
    </>
  );
}
