// The table of a paste: each row with what stands there and what would, refused cells with the reason.
import { useState } from "react";
import { text, whole } from "../../format.js";

const AT_ONCE = 100;
const LONGEST = 48;
const short = (words) => (words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words);

function Target({ desk, paste, state, place }) {
  const { fields } = state;
  const taken = new Set(fields.filter((field, other) => field && other !== place));
  const choose = (event) => paste.change({ fields: fields.map((field, other) => (other === place ? event.target.value : field)) });
  return (
    <select aria-label={`Pasted column ${place + 1} goes to`} value={fields[place] ?? ""} onChange={choose}>
      <option value="">{fields[place] === null ? "(outside the table)" : "Leave out"}</option>
      {[...desk.columns.values()].map((column) => (
        <option key={column.field} value={column.field} disabled={!column.editable || taken.has(column.field)}>
          {column.label}{column.editable ? "" : " (read-only)"}
        </option>
      ))}
    </select>
  );
}

const NOTES = { same: "already so", readonly: "cannot be edited", outside: "outside", skipped: "left out" };

function After({ desk, cell }) {
  const { timeZone } = desk.context;
  const { row, column, state, value, problem } = cell;
  if (state === "refused") return <><q>{short(cell.text)}</q><small>{problem}</small></>;
  if (NOTES[state]) return <><span className="dg-paste-dim">{short(cell.text)}</span><small>{NOTES[state]}</small></>;
  const before = short(text(column, desk.edits.shown(row, column.field), timeZone));
  return <>{before && <del>{before}</del>} <ins>{short(text(column, value, timeZone)) || <i>empty</i>}</ins></>;
}

function Line({ desk, paste, line, cells, width }) {
  const name = paste.nameOf(cells.find((cell) => cell.row) ?? {});
  return (
    <tr>
      <th scope="row">{name || "(none)"}</th>
      {Array.from({ length: width }, (_, place) => {
        const cell = cells.find((one) => one.place === place);
        return <td key={place} className={cell && `dg-paste-${cell.state ?? "change"}`}>{cell && <After {...{ desk, cell }} />}</td>;
      })}
    </tr>
  );
}

export function Preview({ desk, paste, state }) {
  const [only, setOnly] = useState(false);
  const [most, setMost] = useState(AT_ONCE);
  const lines = new Map();
  for (const cell of state.cells) {
    if (!lines.has(cell.line)) lines.set(cell.line, []);
    lines.get(cell.line).push(cell);
  }
  const refused = state.cells.filter((cell) => cell.state === "refused").length;
  const shown = [...lines].filter(([, cells]) => !only || cells.some((cell) => cell.state === "refused"));
  const width = state.fields?.length ?? 0;
  return (
    <>
      {refused > 0 && <label className="dg-check dg-paste-only"><input type="checkbox" checked={only} onChange={(event) => setOnly(event.target.checked)} />Only rows with refused cells ({whole(refused)})</label>}
      <div className="dg-paste-table" tabIndex={0} role="region" aria-label="What would be pasted">
        <table>
          <thead>
            <tr>
              <th scope="col">{desk.columns.values().next().value.label}</th>
              {Array.from({ length: width }, (_, place) => <th key={place} scope="col"><Target {...{ desk, paste, state, place }} /></th>)}
            </tr>
          </thead>
          <tbody>{shown.slice(0, most).map(([line, cells]) => <Line key={line} {...{ desk, paste, line, cells, width }} />)}</tbody>
        </table>
        {shown.length > most && <button type="button" className="dg-text-button" onClick={() => setMost(most * 5)}>{whole(shown.length - most)} more rows</button>}
      </div>
    </>
  );
}
