// Keys in a cell and in its editor, looked at before AG Grid sees them; what is not named here is AG Grid's.
import { focusAt, isMove, led, pageOf } from "./moving.js";

const NOTHING = new Set(["Shift", "Control", "Alt", "AltGraph", "Meta"]);
// Frames in which a cell that gets the focus must have been drawn.
const PATIENCE = 60;
const isAltGraph = (event) => event.key.length === 1 && Boolean(event.getModifierState?.("AltGraph"));
const isLetter = (event) => event.key.length === 1 && (isAltGraph(event) || !(event.ctrlKey || event.metaKey || event.altKey));

export class Keyboard {
  // Keys that were pressed while the editor opened; whether they wait for a cell, and whether one is being pressed again.
  #early = [];
  #waits = false;
  #repeats = false;

  // `commit(value)` fills the range with what stands in the editor; `press(key, place, field)` does what a key alone does
  // to one cell.
  constructor(desk, { ranges, gestures, commit, press }) {
    Object.assign(this, { desk, ranges, gestures, commit, press });
  }

  listen(root) {
    const press = (event) => this.#press(event);
    root.addEventListener("keydown", press, true);
    return () => root.removeEventListener("keydown", press, true);
  }

  #press(event) {
    const { api } = this.desk;
    if (!api || event.defaultPrevented || NOTHING.has(event.key)) return;
    this.ranges.settle();
    const inEditor = event.target.closest(".ag-cell-inline-editing, .ag-popup-editor");
    const taken = inEditor ? this.#editing(event) : event.target.matches(".ag-cell") && this.#standing(event);
    if (!taken) return;
    event.stopPropagation();
    if (taken !== "typing") event.preventDefault();
  }

  #editing(event) {
    // Enter and Escape belong to the input method while it composes.
    if (event.isComposing || event.keyCode === 229) return "typing";
    const mod = event.ctrlKey || event.metaKey;
    if (event.key === "Tab" && !mod && !event.altKey) return this.#commitAndMove(event.shiftKey ? -1 : 1);
    if (event.key === "Enter" && mod && !event.altKey) return this.#commitEverywhere();
    return false;
  }

  // Commits and goes on to the next cell of the row, as Tab does in a spreadsheet; at its end it stays.
  #commitAndMove(step) {
    const at = this.desk.api.getFocusedCell();
    const { fields } = this.ranges;
    const field = fields[fields.indexOf(at.column.getColId()) + step] ?? at.column.getColId();
    this.desk.api.stopEditing();
    focusAt(this.desk, at.rowIndex, field);
    return true;
  }

  #commitEverywhere() {
    if (!this.ranges.several) return false;
    const [editor] = this.desk.api.getCellEditorInstances();
    const value = editor?.getValue?.();
    this.desk.api.stopEditing(true);
    this.commit(value);
    return true;
  }

  // The editor takes a moment to open: what is pressed meanwhile waits for it.
  #ahead(event) {
    if (event.keyCode === 229) return "typing";
    const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
    this.#early.push({ key, shiftKey, ctrlKey, metaKey, altKey, isLetter: isLetter(event), bubbles: true, cancelable: true });
    return true;
  }

  // The editor is there: `type(press)` does what a key does in a text field, the others are pressed again in it. What follows
  // the key that closes it is for the cell that gets the focus.
  opened(element, type) {
    while (this.#early.length && this.#isEditing) {
      const press = this.#early.shift();
      if (!type?.(press)) this.#repeat(element, press);
    }
    if (this.#early.length) this.#wait();
  }

  // Once the editor is gone and the row that has the focus is drawn, if that is soon.
  #wait(frames = PATIENCE) {
    this.#waits = true;
    requestAnimationFrame(() => {
      this.#waits = false;
      const cell = document.activeElement?.closest(".ag-cell");
      if (cell && !this.#isEditing) this.#repeat(cell, this.#early.shift());
      // An editor that opens goes on with the rest.
      if (this.#early.length && frames && !this.#isEditing) this.#wait(cell ? PATIENCE : frames - 1);
    });
  }

  #repeat(target, press) {
    this.#repeats = true;
    target.dispatchEvent(new KeyboardEvent("keydown", press));
    this.#repeats = false;
  }

  get #isEditing() {
    return Boolean(this.desk.api?.getEditingCells().length);
  }

  #standing(event) {
    if (this.#isEditing || (this.#waits && !this.#repeats)) return this.#ahead(event);
    if (!this.#repeats) this.#early = [];
    const { key, shiftKey } = event;
    const mod = event.ctrlKey || event.metaKey;
    const at = this.desk.api.getFocusedCell();
    const field = at?.column.getColId();
    if (at && isAltGraph(event)) return this.#open(at, key);
    if (!at || event.altKey) return false;
    if (isMove(event)) return this.#move(event, at.rowIndex, field);
    if (!this.desk.columns.has(field)) return false;
    if (event.keyCode === 229) return this.#open(at) && "typing";
    const plain = !mod && !shiftKey;
    const acts = {
      a: () => mod && !shiftKey && (this.ranges.all(), true),
      d: () => mod && !shiftKey && (this.gestures.fillDown(), true),
      Escape: () => plain && this.ranges.several && (this.ranges.collapse(), true),
      Delete: () => plain && this.#several(() => this.gestures.clear()),
      Backspace: () => plain && this.#several(() => this.gestures.clear()),
      " ": () => plain && this.#several(() => this.gestures.toggle()),
    };
    return acts[key.length === 1 ? key.toLowerCase() : key]?.() || (plain && this.press(key, at.rowIndex, field));
  }

  #several(act) {
    if (!this.ranges.several) return false;
    act();
    return true;
  }

  // Where AG Grid does not see a letter: an input method begins in the cell, so that what is composed lands in the editor;
  // AltGr makes one (@ on a German keyboard), which some machines tell as Ctrl and Alt.
  #open({ rowIndex, column }, key) {
    this.desk.api.startEditingCell({ rowIndex, colKey: column.getColId(), key });
    return true;
  }

  #move(event, place, field) {
    const far = event.ctrlKey || event.metaKey;
    const { fields, length, to } = this.ranges;
    const size = { rows: length, columns: fields.length, page: pageOf(this.desk.api) };
    if (event.shiftKey) {
      if (!to) return false;
      const end = led(event.key, far, { place: to.place, column: fields.indexOf(to.field) }, size);
      if (end) this.ranges.reach(end.place, fields[end.column]);
      return Boolean(end);
    }
    // Arrows and pages are AG Grid's; Home and End are those of a spreadsheet.
    if (event.key !== "Home" && event.key !== "End") return false;
    const end = led(event.key, far, { place, column: fields.indexOf(field) }, size);
    focusAt(this.desk, end.place, fields[end.column]);
    return true;
  }
}
