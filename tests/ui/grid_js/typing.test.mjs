// What is typed in an open editor is kept under the cell that it was typed into.
import assert from "node:assert/strict";
import { test } from "node:test";
import { watchTyping } from "../../../assets/grid/unsent/unsent.js";

// A grid with one editor open at a time.
function grid() {
  const kept = [];
  const desk = {
    hands: { seen: null },
    api: { getEditingCells: () => (desk.open ? [desk.open] : []), getRowNode: (id) => ({ data: { id } }) },
    edits: { stood: ({ value }) => value, typing: (row, field, base, text) => kept.push([row.id, field, base, text]) },
  };
  const root = Object.assign(new EventTarget(), { matches: () => true });
  const open = (id) => { desk.open = desk.hands.seen = { id, field: "note", value: "was" }; };
  const type = (text) => {
    root.value = text;
    root.dispatchEvent(new Event("input"));
  };
  return { kept, desk, root, open, type };
}

test("what was typed is kept once it has stood for a moment", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { kept, desk, root, open, type } = grid();
  const stop = watchTyping(desk, root);
  open("one");
  type("h");
  type("ha");
  context.mock.timers.tick(400);
  assert.deepEqual(kept, [["one", "note", "was", "ha"]]);
  type("half");
  stop();
  context.mock.timers.tick(400);
  assert.equal(kept.length, 1);
});

test("what was typed a moment before another editor opened is no draft of that one", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { kept, desk, root, open, type } = grid();
  watchTyping(desk, root);
  open("one");
  type("mine");
  open("two");
  context.mock.timers.tick(400);
  assert.deepEqual(kept, []);
});
