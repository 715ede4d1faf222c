// Undo and what is still being saved.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Store } from "../../../assets/grid/store.js";
import { Trail } from "../../../assets/grid/tools/undo/trail.js";

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("a gesture is not taken back before all of it is saved, however long that takes", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const posts = [];
  const said = [];
  let entries = [{ state: "sending" }];
  const answers = { gestures: { steps: [], undo: "paste", redo: null, jobs: [] }, undo: { cells: 2, rows: [], obstacles: [], job: null } };
  const desk = {
    store: new Store({}), edits: { list: () => entries }, say: (words) => said.push(words),
    post: async (verb, message) => (posts.push([verb, message.id]), answers[verb]),
  };
  const trail = new Trail(desk);
  trail.attach();
  await turn();
  const undone = trail.undo();
  context.mock.timers.tick(60_000);
  await turn();
  assert.deepEqual([posts, said], [[["gestures", undefined]], ["Once your change is saved"]]);
  entries = [];
  desk.store.set({ entries });
  await undone;
  assert.deepEqual(posts[2], ["undo", "paste"]);
});
