// A table of shaded cells. One Tab stop; the arrow keys walk from cell to cell; each says itself in full on hover and
// focus, and by Enter or a tap what can be done with it.
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { useMoved } from "./moved.jsx";
import { keepPlaced } from "./near.js";

const LEVELS = 5, NONE = "\u2013";
// What a cell does not have is not sent: `shade` is 0 then, and an address is none.
const level = (cell) => Math.min(LEVELS, Math.ceil(((cell.shade ?? 0) * LEVELS) / 100));
const whole = ({ before, after }, middle) => middle && `${before}${middle}${after}`;
const STEPS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };

// Which cell a key leads to, or none. On a narrow screen the table may be turned: its lines are columns then.
function wanted(key, [row, column], { isTurned, isThere, rows, columns }) {
  const spot = (y, x) => (isThere(`${y}-${x}`) ? `${y}-${x}` : null);
  if (key === "Home" || key === "End") {
    const line = isTurned ? Array.from({ length: rows }, (_, y) => spot(y, column)) : Array.from({ length: columns }, (_, x) => spot(row, x));
    const there = line.filter(Boolean);
    return key === "Home" ? there[0] : there[there.length - 1];
  }
  const [down, right] = STEPS[key];
  return isTurned ? spot(row + right, column + down) : spot(row + down, column + right);
}

function useBox(shown, table) {
  const box = useRef(null);
  const anchor = shown && table.current?.querySelector(`[data-at="${shown.at}"]`);
  useLayoutEffect(() => (anchor && box.current ? keepPlaced(box.current, anchor) : undefined), [anchor, shown?.held]);
  return box;
}

function Cell({ cell, about, at, isStop, on }) {
  const moved = useMoved(cell.text, about);
  if (!cell.words) {
    if (cell.text === NONE) return <td role="gridcell" className="heat-none" />;
    return <td role="gridcell" className="db-num">{cell.text}</td>;
  }
  return (
    <td role="gridcell">
      <button type="button" className="heat-cell" data-at={at} data-level={level(cell)} data-chosen={Boolean(cell.is_chosen)} tabIndex={isStop ? 0 : -1} aria-label={cell.words} {...on}>
        <span className="heat-text">{cell.text}</span>
        {moved > 0 && <span key={moved} className="heat-moved" />}
      </button>
    </td>
  );
}

function Legend({ rows }) {
  const cells = rows.flatMap((row) => row.cells).filter((cell) => cell.words);
  const most = cells.reduce((best, cell) => (cell.shade > (best?.shade ?? 0) ? cell : best), null);
  if (!most) return null;
  return (
    <p className="heat-legend">
      <span>None</span>
      {Array.from({ length: LEVELS + 1 }, (_, number) => <span key={number} className="heat-swatch" data-level={number} aria-hidden="true" />)}
      <span>{most.text}</span>
    </p>
  );
}

export function Heat({ title, sheet, shape }) {
  const { about, head, heads, rows, opens, narrows } = sheet;
  const table = useRef(null);
  const [stop, setStop] = useState(null);
  const [shown, setShown] = useState(null);
  const box = useBox(shown, table);
  const cells = rows.map((row) => row.cells);
  const first = cells.flatMap((line, row) => line.map((cell, column) => (cell.words ? `${row}-${column}` : null))).find(Boolean);
  const isThere = (at) => Boolean(at && cells[at.split("-")[0]]?.[at.split("-")[1]]?.words);
  const reached = isThere(stop) ? stop : first;
  const told = shown && isThere(shown.at) ? cells[shown.at.split("-")[0]][shown.at.split("-")[1]] : null;
  const acts = told ? [told.narrow && { to: whole(narrows, told.narrow), says: told.is_chosen ? "Show all again" : "Show only this" }, told.href && { to: whole(opens, told.href), says: "Open the orders" }].filter(Boolean) : [];
  const focus = (at) => table.current.querySelector(`[data-at="${at}"]`)?.focus();
  useEffect(() => {
    if (shown?.held) box.current?.querySelector("a")?.focus();
  }, [shown?.held, shown?.at]);

  const pressed = (event) => {
    if (event.key === "Escape" && shown) return setShown(null);
    if (!(event.key in STEPS) && event.key !== "Home" && event.key !== "End") return undefined;
    event.preventDefault();
    const isTurned = getComputedStyle(table.current).display === "grid";
    const at = wanted(event.key, event.target.dataset.at.split("-").map(Number), { isTurned, isThere, rows: rows.length, columns: heads.length });
    return at && focus(at);
  };
  const handlers = (at) => ({
    onMouseEnter: () => setShown((now) => (now?.held ? now : { at })),
    onMouseLeave: () => setShown((now) => (now?.held ? now : null)),
    onFocus: () => {
      setStop(at);
      setShown({ at });
    },
    onKeyDown: pressed,
    onClick: () => setShown({ at, held: true }),
  });
  const left = (event) => !event.currentTarget.contains(event.relatedTarget) && setShown(null);
  const boxKey = (event) => {
    if (event.key !== "Escape") return;
    const { at } = shown;
    setShown(null);
    focus(at);
    setShown(null);
  };
  return (
    <div className="heat" data-shape={shape} onBlur={left}>
      <div className="heat-scroll">
        <table ref={table} role="grid" aria-label={`${title}; the arrow keys move through it`} style={{ "--heat-rows": heads.length + 1 }}>
          <thead role="rowgroup">
            <tr role="row">
              <th role="columnheader" scope="col">{head}</th>
              {heads.map((one, column) => <th role="columnheader" scope="col" key={column} className="db-num">{one.label}</th>)}
            </tr>
          </thead>
          <tbody role="rowgroup">
            {rows.map((row, y) => (
              <tr role="row" key={row.key}>
                <th role="rowheader" scope="row" title={row.title}>{row.label}</th>
                {row.cells.map((cell, x) => <Cell key={x} cell={cell} about={about} at={`${y}-${x}`} isStop={reached === `${y}-${x}`} on={handlers(`${y}-${x}`)} />)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Legend rows={rows} />
      {told && (
        <div ref={box} className="heat-box" data-held={Boolean(shown.held)} onKeyDown={boxKey} role={shown.held ? "group" : undefined} aria-label={shown.held ? told.words : undefined} aria-hidden={shown.held ? undefined : true}>
          <span>{told.words}</span>
          {shown.held && acts.map((act) => <Link key={act.says} className="link" to={act.to} onClick={() => setShown(null)}>{act.says}</Link>)}
        </div>
      )}
    </div>
  );
}
