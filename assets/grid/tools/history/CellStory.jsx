// What happened to one cell: each value it had, who gave it, and the way back to it.
import { useState } from "react";
import { newId } from "../../acts.js";
import { same } from "../../format.js";
import { Problem } from "../../transport.js";
import { useStory } from "./story.js";
import { MADE, byWords, fieldWords, valueWords, whenWords } from "./words.js";

// One line for each value the cell had: {key, value, entry, change, side}. The last is the one the row was made with.
function valuesOf(entries, field) {
  const own = entries.filter((entry) => entry.field === field);
  const made = entries.find((entry) => entry.field === MADE);
  const values = own.map((entry) => ({ key: `${entry.id} new`, value: entry.new, entry, change: entry.id, side: "new" }));
  const first = own.at(-1);
  if (first && first.old !== null && !first.masked) values.push({ key: `${first.id} old`, value: first.old, entry: made, change: first.id, side: "old", first: true });
  else if (!first && made && made.new?.[field] !== undefined) values.push({ key: "made", value: made.new[field], entry: made, first: true });
  else if (!first && made) values.push({ key: "made", value: undefined, entry: made, first: true });
  return values;
}

function useRestore(desk, id, field) {
  const [state, setState] = useState({ busy: null, problem: "" });
  const restore = async ({ key, change, side }, base) => {
    setState({ busy: key, problem: "" });
    try {
      const { row } = await desk.post("restore", { id, field, change, side, base, key: newId() });
      if (row && desk.api) desk.rows.patch(row, desk.api);
      desk.edits.acted?.({ id: null }, 1);
      desk.say(`${fieldWords(desk, field)} restored`);
      setState({ busy: null, problem: "" });
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (problem.status === 401) desk.signedOut(problem);
      if (problem.body.row && desk.api) desk.rows.patch(problem.body.row, desk.api);
      setState({ busy: null, problem: problem.message });
    }
  };
  return { ...state, restore };
}

function Value({ desk, field, one, now, isNow, restore, busy, canEdit }) {
  const { entry, value } = one;
  const words = entry?.masked ? "hidden from you" : value === undefined ? "" : valueWords(desk, field, value) || "empty";
  return (
    <li className={isNow ? "dg-value-now" : undefined}>
      <div>
        {words && <p className="dg-value-words">{words}{isNow && <small> now</small>}</p>}
        <p className="dg-act-who">
          {one.first && "First value · "}
          {entry && <><b>{entry.who}</b>{byWords(entry)} · <time dateTime={entry.at}>{whenWords(desk, entry.at)}</time></>}
        </p>
      </div>
      {canEdit && one.change && !entry?.masked && !same(value, now) && (
        <button type="button" disabled={busy === one.key} aria-label={`Restore ${words}`} onClick={() => restore(one, now)}>Restore</button>
      )}
    </li>
  );
}

export function CellStory({ desk, id, field }) {
  const { entries, problem } = useStory(desk, id, field);
  const { busy, problem: refused, restore } = useRestore(desk, id, field);
  const column = desk.columns.get(field);
  const row = desk.api?.getRowNode(id)?.data;
  if (problem && !problem.passes) return <p className="dg-hint" role="alert">{problem.message}</p>;
  if (!entries) return <p className="dg-hint" role="status">Loading…</p>;
  const values = valuesOf(entries, field);
  const now = row ? row[field] : values[0]?.value;
  // Of several times that a cell had its present value, the newest is the one that stands.
  let current = false;
  return (
    <>
      {refused && <p className="dg-story-why" role="alert">{refused}</p>}
      <ol className="dg-values">
        {values.map((one) => {
          const isNow = !current && same(one.value, now);
          current ||= isNow;
          return <Value key={one.key} {...{ desk, field, one, now, isNow, busy, restore }} canEdit={Boolean(column?.editable) && Boolean(row) && !row._gone} />;
        })}
      </ol>
      {!entries.some((entry) => entry.field === field) && <p className="dg-hint">This cell has not been changed since.</p>}
    </>
  );
}
