// The row drawer: everything about one record beside the grid. Enter or a click on the number opens it, Alt+Enter on any
// cell; Ctrl+click still opens the record's own page.
import { text } from "../../format.js";
import { Drawer } from "./Drawer.jsx";
import { backToEmail } from "./Email.jsx";
import { isLine } from "./lines.js";

const NAME = "drawer";

function show(desk, id, field) {
  const { focus } = desk.store.get();
  if (focus?.id !== id) desk.store.set({ focus: { id, field: desk.columns.keys().next().value } });
  desk.open(NAME, { id, field });
  return true;
}

function title(desk, { id }) {
  const [first] = desk.columns.values();
  const row = desk.api?.getRowNode(id)?.data;
  const name = row ? text(first, row[first.field], "") : "";
  const noun = desk.noun[0][0].toUpperCase() + desk.noun[0].slice(1);
  return first.kind === "link" ? `${noun} ${name}` : name || noun;
}

export const drawer = {
  name: NAME,
  title,
  Panel: Drawer,
  keys: [{
    key: "alt+enter",
    run(desk) {
      const id = document.activeElement?.closest(".ag-cell")?.closest("[row-id]")?.getAttribute("row-id");
      return Boolean(id && desk.api.getRowNode(id)?.data) && show(desk, id);
    },
  }],
  visit: (desk, row) => show(desk, row.id),
  goesTo: (desk, { id, field }) => (isLine(field) ? show(desk, id, field) : backToEmail(desk, { id, field })),
};
