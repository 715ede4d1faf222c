// Keys that were pressed before the editor was there do in it what they would have done.
import assert from "node:assert/strict";
import { test } from "node:test";
import { pressIn } from "../../../assets/grid/hands/typed_ahead.js";

// A text field, as far as a caret and a selection go.
class Field extends EventTarget {
  #value;

  constructor(value) {
    super();
    this.#value = value;
    this.setSelectionRange(value.length, value.length);
  }

  get value() {
    return this.#value;
  }

  set value(value) {
    this.#value = value;
  }

  setSelectionRange(start, end) {
    Object.assign(this, { selectionStart: start, selectionEnd: end });
  }

  select() {
    this.setSelectionRange(0, this.#value.length);
  }
}

const press = (key, more = {}) => ({ key, isLetter: key.length === 1 && !more.ctrlKey && !more.metaKey, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...more });

function typed(value, ...keys) {
  const field = new Field(value);
  const told = [];
  field.addEventListener("input", () => told.push(field.value));
  const left = keys.filter((key) => !pressIn(field, typeof key === "string" ? press(key) : key));
  return { value: field.value, told, left };
}

test("letters go to the caret, and whoever listens is told of each", () => {
  assert.deepEqual(typed("old", "!", "?"), { value: "old!?", told: ["old!", "old!?"], left: [] });
});

test("all is selected and typed over", () => {
  assert.equal(typed("2026-11-24", press("a", { ctrlKey: true }), "n", "o", "w").value, "now");
  assert.equal(typed("old", press("A", { metaKey: true }), "Backspace", "x").value, "x");
});

test("the caret moves, and letters beside it go", () => {
  assert.equal(typed("abc", "Home", "Delete", "End", "Backspace").value, "b");
  assert.equal(typed("abc", "ArrowLeft", "ArrowLeft", "-", "ArrowRight", "+").value, "a-b+c");
  assert.equal(typed("abc", press("a", { ctrlKey: true }), "ArrowLeft", "<").value, "<abc");
  assert.deepEqual(typed("", "Backspace", "Delete", "ArrowLeft"), { value: "", told: [], left: [] });
});

test("keys that are not for the field alone are left to others", () => {
  assert.deepEqual(typed("abc", "Enter", "Escape", "ArrowDown").left, ["Enter", "Escape", "ArrowDown"]);
  assert.equal(typed("abc", press("Enter", { shiftKey: true })).left.length, 1);
});
