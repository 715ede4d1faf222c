// What a person does to cells with keys and pointer, turned into edits.
import { wrong } from "./checks.js";
import { Copying } from "./clipboard/copying.js";
import { pasteOf } from "./clipboard/pasting.js";
import { text } from "./format.js";
import { Gestures } from "./hands/gestures.js";
import { Keyboard } from "./hands/keyboard.js";
import { Pointer } from "./hands/pointer.js";
import { Ranges } from "./hands/ranges.js";
import { read } from "./reading.js";
import { offerBulk } from "./tools/bulk/offer.js";

export class Hands {
  // The cell of the editor that is open, or was last, and what stood in it (edits.look).
  seen = null;
  #tapped = "";
  #awaited = null;

  constructor(desk) {
    this.desk = desk;
    this.actions = {
      reopen: (entry) => this.#edit(entry),
      discard: (entry) => this.#close(entry, () => desk.edits.drop(entry.id, entry.field)),
      keepMine: (entry) => this.#close(entry, () => desk.edits.keepMine(entry)),
      takeTheirs: (entry) => this.#close(entry, () => desk.edits.takeTheirs(entry)),
      back: (entry) => this.#close(entry, () => {}),
    };
    this.ranges = new Ranges(desk);
    this.gestures = new Gestures(desk, this.ranges, (rect, field, words) => offerBulk(desk, rect, field, words));
    this.copying = new Copying(desk, this.ranges);
    this.keyboard = new Keyboard(desk, { ranges: this.ranges, gestures: this.gestures, commit: (value) => this.#spread(value), press: (...at) => this.#press(...at) });
    this.pointer = new Pointer(desk, this.ranges);
  }

  // Listens until the function that comes back is called.
  listen(root) {
    const stops = [this.keyboard.listen(root), this.pointer.listen(root)];
    const clip = (act) => (event) => {
      if (!this.#isInCell()) return;
      this.ranges.settle();
      act(event);
    };
    const copy = clip((event) => this.copying.copy(event));
    const paste = clip((event) => {
      event.preventDefault();
      pasteOf(this.desk).paste(event.clipboardData.getData("text/plain"));
    });
    // Safari gives copy and paste outside of text fields only to those who ask beforehand.
    const ask = clip((event) => event.preventDefault());
    const on = { copy, paste, beforecopy: ask, beforepaste: ask };
    for (const [name, act] of Object.entries(on)) document.addEventListener(name, act);
    return () => {
      for (const stop of stops) stop();
      for (const [name, act] of Object.entries(on)) document.removeEventListener(name, act);
    };
  }

  // A cell of this grid has the focus, and nothing is open in it.
  #isInCell() {
    const { activeElement } = document;
    return Boolean(activeElement?.matches(".ag-cell") && this.desk.root.current?.contains(activeElement)) && !this.desk.api?.getEditingCells().length;
  }

  // The focus went to a cell, whose row may still be on its way.
  focused({ rowIndex, column }) {
    const field = column.getColId();
    this.ranges.focused(rowIndex, field);
    this.#awaited = this.desk.api.getDisplayedRowAtIndex(rowIndex)?.data ? null : { rowIndex, field };
  }

  // AG Grid keeps the place of the focus; a person's cell is that of a record, wherever it has moved.
  #keepFocus() {
    const { api, store } = this.desk;
    const { focus } = store.get();
    const place = api.getFocusedCell();
    const node = focus && api.getRowNode(focus.id);
    if (!place || !node || node.rowIndex === place.rowIndex) return;
    if (document.activeElement?.closest?.(".ag-cell")) api.setFocusedCell(node.rowIndex, focus.field);
  }

  // Rows were read: focus and range follow their own, and a cell that was waited for is told.
  drawn() {
    this.#keepFocus();
    this.ranges.follow();
    const { api, columns, edits, context, store } = this.desk;
    const row = this.#awaited && api?.getDisplayedRowAtIndex(this.#awaited.rowIndex)?.data;
    if (!row) return;
    const { field } = this.#awaited;
    const column = columns.get(field);
    this.#awaited = null;
    store.set({ focus: { id: row.id, field } });
    if (column) this.desk.say(`${edits.nameOf(row)}, ${column.label}: ${text(column, edits.shown(row, field), context.timeZone) || "empty"}`);
  }

  // What stands in the cell now is what the person saw when they began.
  editingStarted({ data, column }) {
    this.seen = this.desk.edits.look(data, column.getColId());
    this.desk.store.set({ editing: true });
  }

  editingStopped() {
    this.desk.store.set({ editing: false });
    this.desk.edits.stopTyping();
    setTimeout(() => this.desk.settleSignedOut());
  }

  editRequested({ data, column, newValue }) {
    const field = column.getColId();
    const row = this.desk.api.getRowNode(data.id)?.data ?? data;
    this.enter(row, this.desk.columns.get(field), newValue, (typed) => this.#read(field, row, typed));
  }

  #read(field, row, typed) {
    const column = this.desk.columns.get(field);
    if (typeof typed !== "string" || column.kind === "choice") return typed;
    return read(column, typed, { before: row[field], timeZone: this.desk.context.timeZone });
  }

  // What was typed becomes an edit, or stays in the cell with what is wrong with it.
  enter(row, column, typed, reading) {
    const { edits } = this.desk;
    const { field } = column;
    const seen = this.seen?.id === row.id && this.seen.field === field ? edits.stood(this.seen) : row[field];
    try {
      const value = reading(typed);
      const problem = wrong(column, value, row[field]);
      if (problem) throw new Error(problem);
      edits.submit(row, field, value, seen);
    } catch (fault) {
      edits.refuse(row, field, { typed, message: fault.message, seen });
    }
  }

  // Ctrl+Enter: what stands in the editor goes into every cell of the range.
  #spread(typed) {
    const { id, field } = this.seen;
    const row = this.desk.api.getRowNode(id)?.data;
    const column = this.desk.columns.get(field);
    try {
      this.gestures.fillWith(column, this.#read(field, row, typed));
    } catch (fault) {
      const { edits } = this.desk;
      edits.refuse(row, field, { typed, message: fault.message, seen: edits.stood(this.seen) });
    }
  }

  // A key alone, on one cell; true where it did something.
  #press(key, place, field) {
    const { api, columns, edits, root } = this.desk;
    const column = columns.get(field);
    const row = api.getDisplayedRowAtIndex(place)?.data;
    if (!row) return false;
    const entry = edits.of(row.id, field);
    const clears = key === "Delete" || key === "Backspace";
    if (entry?.state === "conflict" && key === "Enter") root.current.querySelector(".dg-note button")?.focus();
    else if (["invalid", "draft"].includes(entry?.state) && (key === "Escape" || clears)) edits.drop(row.id, field);
    else if (clears) this.#clear(row, column, entry);
    else if (column.kind === "flag" && (key === " " || key === "Enter")) this.#flip(row, column);
    else if (column.kind === "link" && key === "Enter") this.desk.cellElement({ id: row.id, field })?.querySelector("a")?.click();
    else {
      if (!column.editable && (key === "F2" || (key.length === 1 && key !== " "))) this.desk.say(`${column.label} cannot be edited`);
      return false;
    }
    return true;
  }

  clicked({ event, data, column, node, api }) {
    const declared = this.desk.columns.get(column.getColId());
    if (!data || !declared?.editable || this.ranges.several) return;
    if (declared.kind === "flag") this.#flip(data, declared);
    // A finger has no double click that is pleasant: the second tap on a cell opens it.
    else if (event.pointerType === "touch" || matchMedia("(pointer: coarse)").matches) {
      if (this.#tapped === `${data.id} ${declared.field}`) api.startEditingCell({ rowIndex: node.rowIndex, colKey: declared.field });
      this.#tapped = `${data.id} ${declared.field}`;
    }
  }

  // Only text can be empty; what must not be is left alone, and said.
  #clear(row, column, entry) {
    const empties = ["text", "long_text", "email"].includes(column.kind);
    if (!column.editable || !empties || column.required) return this.desk.say(`${column.label} cannot be ${column.editable ? "empty" : "edited"}`);
    if (!row._gone && entry?.state !== "conflict") this.desk.edits.submitMany([{ row, field: column.field, value: "" }], { kind: "clear" });
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
