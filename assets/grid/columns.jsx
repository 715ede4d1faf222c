// AG Grid's column definitions from the declarations in `app/ui/components/grid/columns.py`.
import { Cell } from "./cells.jsx";
import { ChoiceEditor } from "./choice_editor.jsx";
import { InputEditor, LongTextEditor } from "./editors.jsx";
import { same } from "./format.js";
import { MomentEditor } from "./moment_editor.jsx";
import { naturalFlex, naturalWidth, NARROWEST, WIDEST } from "./layout.js";

const EDITORS = { choice: ChoiceEditor, long_text: LongTextEditor, moment: MomentEditor };
const POPUPS = new Set(["choice", "long_text", "moment"]);
const EDITOR_KEYS = { choice: new Set(["ArrowDown", "ArrowUp", "Home", "End", " "]), moment: new Set(["ArrowDown", "ArrowUp", "PageUp", "PageDown"]) };
const RIGHT = new Set(["money", "number"]);
const CLEARS = new Set(["Delete", "Backspace"]);

// Keys that belong to what is open in the cell or beside it, not to the grid.
function keepsKey({ event, editing, colDef }) {
  const column = colDef.cellRendererParams.declared;
  const isKey = (key, modifier) => event.key === key && event[modifier];
  if (!editing) return CLEARS.has(event.key) || isKey("Enter", "altKey") || isKey(" ", "shiftKey");
  if (column.kind === "long_text") return event.key === "Enter" && event.shiftKey;
  return Boolean(EDITOR_KEYS[column.kind]?.has(event.key));
}

function definition(column, { edits }) {
  const { field, kind } = column;
  return {
    colId: field,
    headerName: column.label,
    initialWidth: naturalWidth(column),
    initialFlex: naturalFlex(column) ?? undefined,
    initialHide: column.hidden,
    initialPinned: column.pinned ? "left" : null,
    minWidth: NARROWEST,
    maxWidth: WIDEST,
    sortable: column.sortable,
    resizable: true,
    editable: ({ data, context }) =>
      column.editable && kind !== "flag" && Boolean(data) && !data._gone && context.edits.of(data.id, field)?.state !== "conflict",
    valueGetter: ({ data }) => edits.shown(data, field),
    equals: same,
    enableCellChangeFlash: true,
    cellRenderer: Cell,
    // Not called `column`: AG Grid merges these deeply into its own parameters, its column object included.
    cellRendererParams: { declared: column },
    cellEditor: EDITORS[kind] ?? InputEditor,
    cellEditorParams: { declared: column },
    cellEditorPopup: POPUPS.has(kind),
    cellEditorPopupPosition: kind === "choice" ? "under" : "over",
    suppressKeyboardEvent: keepsKey,
    headerClass: RIGHT.has(kind) ? "dg-right" : undefined,
    cellClass: [RIGHT.has(kind) ? "dg-right" : "", kind === "moment" ? "dg-moment" : "", column.editable ? "dg-editable" : ""].filter(Boolean),
    cellClassRules: {
      "dg-invalid": ({ data }) => edits.of(data?.id, field)?.state === "invalid",
      "dg-draft": ({ data }) => edits.of(data?.id, field)?.state === "draft",
      "dg-conflict": ({ data }) => edits.of(data?.id, field)?.state === "conflict",
    },
  };
}

export function definitions(columns, settings) {
  return columns.map((column) => definition(column, settings));
}
