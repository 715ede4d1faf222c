// What Ctrl+Z takes back: the newest act, never an older one because the newest is not known yet.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Store } from "../../../assets/grid/store.js";
import { trailOf } from "../../../assets/grid/tools/undo/trail.js";
import { Problem } from "../../../assets/grid/transport.js";

const events = new EventTarget();
for (const name of ["addEventListener", "removeEventListener", "dispatchEvent"]) globalThis[name] = events[name].bind(events);

const step = (id) => ({ id, kind: "edit", fields: ["note"], value: id, rows: 1, cells: 1, row: { name: id } });
const until = async (fits) => {
  for (let tries = 0; !fits() && tries < 500; tries++) await new Promise((done) => setTimeout(done, 10));
  assert.ok(fits());
};

// A grid whose door knows `steps`, the newest first; `asked` are the undos that went there.
async function grid({ steps, entries = [] }) {
  const asked = [];
  const desk = {
    columns: new Map(),
    noun: ["thing", "things"],
    context: { timeZone: "UTC" },
    store: new Store({}),
    rows: { patch() {} },
    edits: { list: () => entries },
    say() {},
    signedOut() {},
    down: false,
    async post(verb, message) {
      if (desk.down) throw new Problem(0, { title: "The connection is lost" });
      if (verb === "gestures") return { steps: [...steps], undo: steps[0]?.id ?? null, redo: null, jobs: [] };
      asked.push(message.id);
      steps.shift();
      return { cells: 1, rows: [], obstacles: [], job: null };
    },
  };
  const trail = trailOf(desk);
  const leave = trail.attach();
  await until(() => desk.store.get().trail.steps.length === steps.length);
  return { desk, trail, steps, asked, entries, leave };
}

test("an edit of one's own that waits for the connection is saved before anything is taken back", async () => {
  const { desk, trail, steps, asked, entries, leave } = await grid({ steps: [step("older")], entries: [{ state: "waiting" }] });
  const undone = trail.undo();
  await new Promise((done) => setTimeout(done));
  assert.deepEqual(asked, []);
  entries.pop();
  steps.unshift(step("newest"));
  desk.store.set({});
  await undone;
  assert.deepEqual(asked, ["newest"]);
  leave();
});

test("which act is the newest comes from the server, or nothing is taken back", async () => {
  const { desk, trail, steps, asked, leave } = await grid({ steps: [step("older")] });
  desk.down = true;
  const undone = trail.undo();
  await until(() => desk.store.get().trail.line?.words === "Waiting for the connection");
  steps.unshift(step("of another tab"));
  for (let tries = 0; tries < 5; tries++) {
    dispatchEvent(new Event("online"));
    await new Promise((done) => setTimeout(done));
  }
  assert.deepEqual(asked, []);
  desk.down = false;
  dispatchEvent(new Event("online"));
  await undone;
  assert.deepEqual(asked, ["of another tab"]);
  leave();
});

test("Ctrl+Z three times takes three acts back, however quickly it was pressed", async () => {
  const { trail, asked, leave } = await grid({ steps: [step("three"), step("two"), step("one")] });
  await Promise.all([trail.undo(), trail.undo(), trail.undo()]);
  assert.deepEqual(asked, ["three", "two", "one"]);
  leave();
});
