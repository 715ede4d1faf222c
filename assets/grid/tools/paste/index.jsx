// Paste: a button for those without keys, and the dialog that shows what pasted cells would do.
import { pasteOf } from "../../clipboard/pasting.js";
import { PasteDialog } from "./dialog.jsx";
import "../../../css/grid/hands.css";
import "../../../css/grid/paste.css";

function Bar({ desk, shown }) {
  return (
    <>
      <button type="button" className="dg-tool dg-move" aria-label="Paste" title="Paste (Ctrl+V)" onMouseDown={(event) => event.preventDefault()} onClick={() => pasteOf(desk).ask()}>
        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.5"><path d="M5.5 3H3.5v11h9V3h-2" /><rect x="5.5" y="1.8" width="5" height="2.6" rx="0.8" /><path d="M5.8 8.2h4.4M5.8 10.8h4.4" /></svg>
      </button>
      <PasteDialog {...{ desk, shown }} />
    </>
  );
}

export const paste = {
  name: "paste",
  place: "end",
  Bar,
  offers: (desk) => [...desk.columns.values()].some((column) => column.editable),
};
