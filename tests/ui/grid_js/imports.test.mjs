// The wizard of an import and the list of what can be undone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Store } from "../../../assets/grid/store.js";
import { importsOf } from "../../../assets/grid/tools/transfer/imports.js";

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("an import that has ended is an act that can be undone", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const acts = [];
  const said = [];
  const job = { state: "running", gesture: "theirs", changed: 3, done: 1, total: 3 };
  const told = { id: "one", state: "checked", job };
  const answers = { "import/current": { import: told }, "import/one/state": { ...told, job: { ...job, state: "done", done: 3 } } };
  const desk = { store: new Store({}), path: "", say: (words) => said.push(words), edits: { acted: (...act) => acts.push(act) }, post: async (verb) => answers[verb] };
  await importsOf(desk).attach();
  assert.deepEqual([acts, said], [[], []]);
  context.mock.timers.tick(10_000);
  await turn();
  assert.deepEqual([acts, said], [[[{ id: "theirs" }, 3]], ["The import has ended"]]);
});
