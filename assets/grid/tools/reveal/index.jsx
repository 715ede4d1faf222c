// Masked cells: Enter, Alt+R or a double click asks for the reason and shows the value in that cell for five minutes. It is
// kept in memory only: copies, exports and rows that are read again hold the mask.
import { useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { cellAtHand } from "../../at.js";
import { Problem } from "../../transport.js";
import { Revealed } from "./revealed.js";
import "../../../css/grid/history.css";

const LEAST = 10;
const EYE = "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8ZM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z";

function maskedAt(desk, cell) {
  const row = cell && desk.api?.getRowNode(cell.id)?.data;
  return row?._masked?.includes(cell.field) && !desk.context.revealed?.get(cell.id, cell.field) ? row : null;
}

function ask(desk) {
  const cell = cellAtHand(desk);
  if (!maskedAt(desk, cell)) return false;
  desk.store.set({ reveal: cell });
  return true;
}

function Ask({ desk, cell }) {
  const box = useRef(null);
  const [reason, setReason] = useState("");
  const [state, setState] = useState({ busy: false, problem: "" });
  const column = desk.columns.get(cell.field);
  const row = desk.api?.getRowNode(cell.id)?.data;
  useEffect(() => { if (!box.current.open) box.current.showModal(); }, []);
  const close = () => {
    desk.store.set({ reveal: null });
    // Once the dialog is gone: what lies under it takes no focus.
    setTimeout(() => desk.api && desk.goTo(cell));
  };
  const send = async (event) => {
    event.preventDefault();
    if (reason.trim().length < LEAST) return setState({ busy: false, problem: `Say in at least ${LEAST} characters what it is needed for` });
    setState({ busy: true, problem: "" });
    try {
      const { value, seconds } = await desk.post("reveal", { ...cell, reason: reason.trim() });
      desk.context.revealed.put(cell.id, cell.field, value, seconds);
      // Without the value, which would stand in the page for longer: the cell that gets the focus says it.
      desk.say(`${column.label} is shown for ${Math.round(seconds / 60)} minutes`);
      close();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (problem.status === 401) desk.signedOut(problem);
      setState({ busy: false, problem: problem.message });
    }
  };
  return (
    <dialog ref={box} className="dg-reveal" aria-labelledby="dg-reveal-title" onCancel={(event) => { event.preventDefault(); close(); }}>
      <form onSubmit={send}>
        <h2 id="dg-reveal-title">Reveal the {column.label.toLowerCase()} of {desk.noun[0]} {row ? desk.context.nameOf(row) : ""}</h2>
        <p>It is shown to you for five minutes. Who looked and why is kept for admins to read.</p>
        <label>
          Reason
          <textarea rows={2} maxLength={300} value={reason} required aria-describedby="dg-reveal-why" aria-invalid={Boolean(state.problem)} onChange={(event) => setReason(event.target.value.replace(/\s+/g, " "))} />
        </label>
        <p id="dg-reveal-why" className="dg-reveal-why" role="alert">{state.problem}</p>
        <div className="dg-blocked-acts">
          <button type="button" onClick={close}>Cancel</button>
          <button type="submit" className="dg-primary" disabled={state.busy}>Reveal</button>
        </div>
      </form>
    </dialog>
  );
}

function Bar({ desk, shown }) {
  const root = desk.root.current;
  const open = maskedAt(desk, shown.focus);
  return (
    <>
      {open && (
        <button type="button" className="dg-tool" title="Reveal what is masked (Enter)" onClick={() => desk.store.set({ reveal: { ...shown.focus } })}>
          <svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true"><path d={EYE} /></svg>
          <span>Reveal…</span>
        </button>
      )}
      {shown.reveal && root && createPortal(<Ask key={`${shown.reveal.id} ${shown.reveal.field}`} desk={desk} cell={shown.reveal} />, root)}
    </>
  );
}

export const reveal = {
  name: "reveal",
  place: "end",
  Bar,
  keys: [{ key: "enter", run: ask }, { key: "alt+r", run: ask }],
  attach(desk) {
    desk.context.revealed ??= new Revealed(desk);
    const open = (event) => event.target.closest?.(".ag-cell") && ask(desk);
    const root = desk.root.current;
    root.addEventListener("dblclick", open);
    return () => {
      root.removeEventListener("dblclick", open);
      desk.context.revealed.forget();
    };
  },
};
