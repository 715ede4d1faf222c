// One record as the drawer knows it: read from the door, and again whenever it changes, whoever changes it.
import { useEffect, useRef, useState } from "react";
import { Problem, patience, pause } from "../../transport.js";
import { watchSheet } from "./way.js";

const ask = async (desk, id) => {
  if (desk.entity === "orders") return desk.post("detail", { id });
  const { rows } = await desk.post("rows", { ids: [id] });
  if (!rows.length) throw new Problem(404, { title: "Not found" });
  return { row: rows[0], sheet: null };
};

// {row, sheet, problem}: the row of the grid, for orders the sheet with all that belongs to it, and what keeps it away.
export function useRecord(desk, id) {
  const [record, setRecord] = useState(() => ({ row: desk.api?.getRowNode(id)?.data ?? null, sheet: null, problem: null }));
  useEffect(() => {
    let round = 0;
    const current = (mine) => mine === round;
    // An answer that was overtaken on the way is dropped.
    const take = ({ row, sheet }) => setRecord((held) => ({
      row: row && (held.row?.version ?? 0) <= row.version ? row : held.row,
      sheet: sheet && (held.sheet?.order.version ?? 0) <= sheet.order.version ? sheet : held.sheet,
      problem: null,
    }));
    const read = async () => {
      const mine = (round += 1);
      for (let tries = 0; current(mine); tries++) {
        try {
          const answer = await ask(desk, id);
          return current(mine) && take(answer);
        } catch (problem) {
          if (!(problem instanceof Problem)) throw problem;
          if (problem.status === 401) desk.signedOut(problem);
          else if (current(mine)) setRecord((held) => ({ ...held, problem }));
          if (!problem.passes && problem.status !== 401) return null;
          await pause(patience(tries));
        }
      }
      return null;
    };
    read();
    const stops = [desk.rows.watch(id, (row) => (row ? take({ row }) : read())), watchSheet(id, take)];
    return () => {
      round = -1;
      for (const stop of stops) stop();
    };
  }, [desk, id]);
  return record;
}

// True for a moment after `value` has changed by somebody else's hand; `own` while a change of one's own is on its way.
export function useFlash(value, own) {
  const before = useRef(value);
  const mine = useRef(own);
  const [flashes, setFlashes] = useState(false);
  if (own) mine.current = true;
  useEffect(() => {
    if (before.current === value) return undefined;
    before.current = value;
    const other = !mine.current;
    mine.current = false;
    if (!other) return undefined;
    setFlashes(true);
    const timer = setTimeout(() => setFlashes(false), 1200);
    return () => clearTimeout(timer);
  }, [value]);
  return flashes;
}

const WORDS = { queued: "Saving…", sending: "Saving…", waiting: "Waiting to be saved", invalid: "Not saved", conflict: "Changed by someone else", draft: "Not saved yet" };

// What became of the edit of a field, in a word; "Saved" for a moment.
export function useSaved(entry) {
  const busy = useRef(false);
  const [saved, setSaved] = useState(false);
  const state = entry?.state;
  useEffect(() => {
    const done = busy.current && !state;
    busy.current = state === "sending" || state === "waiting" || state === "queued";
    if (!done) return setSaved(false);
    setSaved(true);
    const timer = setTimeout(() => setSaved(false), 2500);
    return () => clearTimeout(timer);
  }, [state]);
  return state ? WORDS[state] : saved ? "Saved" : "";
}
