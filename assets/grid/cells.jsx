// How each kind of value looks in a cell, and the marks of an edit that is on its way or was refused.
import { useLayoutEffect, useRef } from "react";
import { text } from "./format.js";

const MARKS = { queued: "Saving", draft: "Not finished", sending: "Saving", waiting: "Waiting to be saved", invalid: "Not saved", conflict: "Changed by someone else: press Enter to choose" };

// With why, for who comes back to the cell and does not see the box below it.
const markOf = ({ state, message }) => (state === "invalid" ? `${MARKS.invalid}: ${message}` : MARKS[state]);

function Value({ column, value, row, context }) {
  const words = text(column, value, context.timeZone);
  if (column.kind === "choice") {
    const tone = column.options.find((o) => o.value === value)?.tone ?? "neutral";
    return words ? <span className={`dg-choice dg-tone-${tone}`}><i aria-hidden="true" />{words}</span> : null;
  }
  if (column.kind === "link") {
    const href = column.href.replace("{id}", encodeURIComponent(row.id));
    const follow = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      context.go(href, row);
    };
    return <a className="dg-link" href={href} tabIndex={-1} onClick={follow}>{words}</a>;
  }
  if (column.kind === "flag") {
    return <span className={value ? "dg-flag dg-on" : "dg-flag"} role="img" aria-label={words} />;
  }
  return words;
}

// What does not fit is told on hover; on focus it opens below the cell (see note.jsx).
const tellCut = ({ currentTarget: shown }) => {
  shown.title = shown.scrollWidth > shown.clientWidth ? shown.textContent : "";
};

function Leaving({ row }) {
  if (!row._gone && !row._left) return null;
  const words = row._gone ? "Deleted" : "No longer matches";
  return <span className="dg-mark dg-mark-left" role="img" aria-label={words} title={`${words}; leaves when the list is read again`} />;
}

// A cell of a range is selected, for a screen reader too; AG Grid makes the cell's own element.
function Frame({ classes }) {
  const frame = useRef(null);
  const inRange = classes.includes("dg-range");
  useLayoutEffect(() => {
    const cell = inRange && frame.current.closest(".ag-cell");
    cell?.setAttribute?.("aria-selected", "true");
    return () => cell?.removeAttribute?.("aria-selected");
  }, [inRange]);
  return <span ref={frame} className={`dg-over ${classes}`} aria-hidden="true" />;
}

// What cannot be edited says so; AG Grid makes the cell's own element.
const tellFixed = (element) => element?.closest(".ag-cell")?.setAttribute("aria-readonly", "true");

export function Cell({ data, value, declared: column, context }) {
  if (!data) return <span className="dg-skeleton" aria-hidden="true" />;
  const entry = context.edits.of(data.id, column.field);
  const typed = entry?.typed;
  const revealed = data._masked?.includes(column.field) ? context.revealed?.get(data.id, column.field) : undefined;
  const frame = context.marks.classes(data, column.field);
  return (
    <span ref={column.editable ? undefined : tellFixed} className="dg-cell" title={entry?.message}>
      <span className="dg-value" onMouseEnter={tellCut}>{typed ?? revealed ?? <Value {...{ column, value, row: data, context }} />}</span>
      {column.field === context.first && <Leaving row={data} />}
      {column.field === context.first && column.kind !== "link" && (
        <button type="button" className="dg-expand" tabIndex={-1} aria-label="Open beside the list" title="Open beside the list (Alt+Enter)" onClick={() => context.go("", data)} />
      )}
      {entry && <span className={`dg-mark dg-mark-${entry.state}`} role="img" aria-label={markOf(entry)} />}
      {frame && <Frame classes={frame} />}
      {context.marks.badges(data, column.field).map(({ text: words, title, className }) => (
        <span key={title} className={`dg-badge ${className}`} role="img" aria-label={title} title={title}>{words}</span>
      ))}
    </span>
  );
}
