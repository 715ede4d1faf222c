// What a person does to cells with keys and pointer, turned into edits.
import { parsed } from "./format.js";

export class Hands {
  // The cell of the editor that is open, or was last, and what stood in it: {id, field, value}.
  seen = null;
  #tapped = "";

  constructor(desk) {
    this.desk = desk;
    this.actions = {
      reopen: (entry) => this.#edit(entry),
      discard: (entry) => this.#close(entry, () => desk.edits.drop(entry.id, entry.field)),
      keepMine: (entry) => this.#close(entry, () => desk.edits.keepMine(entry)),
      takeTheirs: (entry) => this.#close(entry, () => desk.edits.takeTheirs(entry)),
      back: (entry) => this.#close(entry, () => {}),
    };
  }

  // What stands in the cell now is what the person saw when they began.
  editingStarted({ data, column }) {
    this.seen = { id: data.id, field: column.getColId(), value: data[column.getColId()] };
    this.desk.store.set({ editing: true });
  }

  editingStopped() {
    this.desk.store.set({ editing: false });
    this.desk.edits.stopTyping();
    setTimeout(() => this.desk.settleSignedOut());
  }

  editRequested({ data, column, newValue }) {
    const { api, columns, edits } = this.desk;
    const field = column.getColId();
    const seen = this.seen?.id === data.id && this.seen.field === field ? this.seen.value : data[field];
    const row = api.getRowNode(data.id)?.data ?? data;
    try {
      const value = typeof newValue === "string" ? parsed(columns.get(field), newValue, row[field]) : newValue;
      edits.submit(row, field, value, seen);
    } catch (problem) {
      edits.refuse(row, field, newValue, problem.message);
    }
  }

  keyDown({ event, data, column, node, api }) {
    const { columns, edits, root } = this.desk;
    const declared = columns.get(column.getColId());
    if (!data || !declared || api.getEditingCells().length) return;
    const entry = edits.of(data.id, declared.field);
    if (entry?.state === "conflict" && event.key === "Enter") root.current.querySelector(".dg-note button")?.focus();
    else if (["invalid", "draft"].includes(entry?.state) && (event.key === "Escape" || event.key === "Delete")) edits.drop(data.id, declared.field);
    else if (event.key === "Delete") this.#clear(data, declared, entry);
    else if (declared.kind === "flag" && (event.key === " " || event.key === "Enter")) this.#flip(data, declared);
    else if (declared.kind === "link" && event.key === "Enter") this.desk.cellElement({ id: node.data.id, field: declared.field })?.querySelector("a")?.click();
    else return;
    event.preventDefault();
  }

  clicked({ event, data, column, node, api }) {
    const declared = this.desk.columns.get(column.getColId());
    if (!data || !declared?.editable) return;
    if (declared.kind === "flag") this.#flip(data, declared);
    // A finger has no double click that is pleasant: the second tap on a cell opens it.
    else if (event.pointerType === "touch" || matchMedia("(pointer: coarse)").matches) {
      if (this.#tapped === `${data.id} ${declared.field}`) api.startEditingCell({ rowIndex: node.rowIndex, colKey: declared.field });
      this.#tapped = `${data.id} ${declared.field}`;
    }
  }

  // Only text can be empty; what must not be is left alone.
  #clear(row, column, entry) {
    const empties = column.kind === "text" || column.kind === "long_text";
    if (column.editable && empties && !column.required && !row._gone && !entry) this.desk.edits.submit(row, column.field, "", row[column.field]);
  }

  #flip(row, column) {
    const { edits } = this.desk;
    if (column.editable && !row._gone) edits.submit(row, column.field, !edits.shown(row, column.field), row[column.field]);
  }

  #close(entry, act) {
    act();
    this.desk.goTo(entry);
  }

  #edit(entry) {
    this.desk.goTo(entry);
    const node = this.desk.api.getRowNode(entry.id);
    if (node) this.desk.api.startEditingCell({ rowIndex: node.rowIndex, colKey: entry.field });
  }
}
