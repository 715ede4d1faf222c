// The entries of cells that are not saved yet: what goes to the door, in which order, and what becomes of each.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parted } from "../../../assets/grid/acts.js";
import { Edits } from "../../../assets/grid/edits.js";

const events = new EventTarget();
for (const name of ["addEventListener", "removeEventListener", "dispatchEvent"]) globalThis[name] = events[name].bind(events);

const ROW = { id: "row", version: 1, note: "old", status: "pending" };
const OTHER = { id: "other", version: 1, note: "old" };
const turn = () => new Promise((resolve) => setTimeout(resolve));

// A desk over a door that the test answers; `kept` is what lies sealed.
function desk() {
  const posts = [];
  const said = [];
  const kept = new Map();
  globalThis.fetch = (path, { body }) => new Promise((resolve, reject) => {
    const message = JSON.parse(body);
    posts.push({
      path,
      message,
      say: (status, answer) => resolve({ ok: status < 400, status, json: async () => answer }),
      lose: () => reject(new TypeError("lost")),
    });
  });
  const edits = Object.assign(new Edits(), {
    path: "/grid/things/edits",
    labels: { note: "Note", status: "Status" },
    rowChanged: () => {},
    cellChanged: () => {},
    say: (words) => said.push(words),
    signedOut: () => {},
    nameOf: (row) => row.id,
    keeper: { put: (id, message) => kept.set(id, structuredClone(message)), remove: (id) => kept.delete(id) },
  });
  return { edits, posts, said, kept };
}

const saved = ({ message }, rows) => ({
  outcomes: message.cells.map(({ id, field }) => ({ id, field, state: "saved" })),
  rows: rows ?? message.cells.map(({ id, field, value }) => ({ ...ROW, id, [field]: value, version: 2 })),
});

test("an edit is kept until it is saved, and goes with its base, version and a gesture", async () => {
  const { edits, posts, said, kept } = desk();
  const answer = edits.submit(ROW, "note", "new", "old");
  const { id } = posts[0].message.act;
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.deepEqual(posts[0].message, { act: { id, kind: "edit" }, cells: [{ id: "row", field: "note", base: "old", value: "new", version: 1 }] });
  assert.deepEqual([...kept.values()].map((entry) => [entry.value, entry.base, entry.act.id]), [["new", "old", id]]);
  assert.equal(edits.shown(ROW, "note"), "new");
  posts[0].say(200, saved(posts[0]));
  assert.deepEqual(await answer, [{ id: "row", field: "note", state: "saved", detail: "" }]);
  assert.deepEqual([edits.list(), kept.size, said], [[], 0, ["Note saved"]]);
});

test("the value that stands there already is no edit", async () => {
  const { edits, posts } = desk();
  assert.deepEqual(await edits.submit(ROW, "note", "old", "old"), []);
  assert.equal(posts.length, 0);
});

test("edits of one cell go one after the other, and the newest alone of those that wait", async () => {
  const { edits, posts, kept } = desk();
  edits.submit(ROW, "note", "one", "old");
  edits.submit(ROW, "note", "two", "old");
  edits.submit(ROW, "note", "three", "old");
  assert.deepEqual([posts.length, kept.size, edits.shown(ROW, "note")], [1, 2, "three"]);
  posts[0].say(200, saved(posts[0]));
  await turn();
  assert.deepEqual(posts[1].message.cells[0], { id: "row", field: "note", base: "one", value: "three", version: 2 });
  posts[1].say(200, saved(posts[1]));
  await turn();
  assert.deepEqual([edits.list(), kept.size], [[], 0]);
});

test("typing the first value again while another is on its way is an edit of its own", async () => {
  const { edits, posts } = desk();
  edits.submit(ROW, "note", "one", "old");
  edits.submit(ROW, "note", "old", "old");
  posts[0].say(200, saved(posts[0]));
  await turn();
  assert.deepEqual([posts[1].message.cells[0].base, posts[1].message.cells[0].value], ["one", "old"]);
});

test("a gesture of many cells is one message, and each cell has its own outcome", async () => {
  const { edits, posts, said, kept } = desk();
  const answer = edits.submitMany([{ row: ROW, field: "note", value: "x" }, { row: ROW, field: "status", value: "paid" }, { row: OTHER, field: "note", value: "x" }], { kind: "paste" });
  assert.deepEqual([posts.length, posts[0].message.act.kind, posts[0].message.cells.length, kept.size], [1, "paste", 3, 3]);
  posts[0].say(200, {
    outcomes: [{ state: "saved" }, { state: "refused", detail: "Not from there" }, { state: "conflict", theirs: "theirs" }],
    rows: [{ ...ROW, note: "x", version: 2 }, { ...OTHER, note: "theirs", version: 5 }],
  });
  assert.deepEqual((await answer).map(({ state, detail }) => [state, detail]), [["saved", ""], ["refused", "Not from there"], ["conflict", ""]]);
  assert.deepEqual(edits.list().map(({ id, field, state, message, theirs }) => [id, field, state, theirs ?? message]), [
    ["row", "status", "invalid", "Not from there"],
    ["other", "note", "conflict", "theirs"],
  ]);
  assert.equal(said.at(-1), "3 cells: 1 saved, 1 in conflict, 1 refused");
  assert.deepEqual([...kept.values()].map((entry) => entry.state), ["invalid", "conflict"]);
});

test("a gesture waits as a whole for an earlier edit of one of its cells", async () => {
  const { edits, posts } = desk();
  edits.submit(ROW, "note", "one", "old");
  edits.submitMany([{ row: ROW, field: "note", value: "x" }, { row: OTHER, field: "note", value: "x" }], { kind: "fill" });
  assert.equal(posts.length, 1);
  posts[0].say(200, saved(posts[0]));
  await turn();
  assert.equal(posts[1].message.act.kind, "fill");
  assert.deepEqual(posts[1].message.cells.map((cell) => cell.base), ["one", "old"]);
});

test("an editor that was opened over one's own edit on its way is no conflict once that was saved", async () => {
  const { edits, posts } = desk();
  edits.submit(ROW, "note", "one", "old");
  const seen = edits.look(ROW, "note");
  assert.equal(edits.stood(seen), "old");
  posts[0].say(200, saved(posts[0], [{ ...ROW, note: "One", version: 2 }]));
  await turn();
  assert.equal(edits.stood(seen), "One");
  edits.submit({ ...ROW, note: "One", version: 2 }, "note", "two", edits.stood(seen));
  assert.equal(posts[1].message.cells[0].base, "One");
});

test("what somebody else wrote after one's own edit failed was not seen", async () => {
  const { edits, posts } = desk();
  edits.submit(ROW, "note", "one", "old");
  const seen = edits.look(ROW, "note");
  posts[0].say(200, { outcomes: [{ state: "conflict", theirs: "hers" }], rows: [{ ...ROW, note: "hers", version: 3 }] });
  await turn();
  assert.equal(edits.stood(seen), "old");
});

test("after a conflict of the first edit the second is made from what the person saw", async () => {
  const { edits, posts } = desk();
  edits.submit(ROW, "note", "one", "old");
  edits.submit(ROW, "note", "two", "old");
  posts[0].say(200, { outcomes: [{ state: "conflict", theirs: "hers" }], rows: [{ ...ROW, note: "hers", version: 3 }] });
  await turn();
  assert.deepEqual([posts[1].message.cells[0].base, posts[1].message.cells[0].value], ["old", "two"]);
});

test("what is kept of mine goes against theirs, under a new gesture", async () => {
  const { edits, posts } = desk();
  edits.submit(ROW, "note", "mine", "old");
  posts[0].say(200, { outcomes: [{ state: "conflict", theirs: "hers" }], rows: [{ ...ROW, note: "hers", version: 3 }] });
  await turn();
  edits.keepMine(edits.of("row", "note"));
  assert.deepEqual(posts[1].message.cells[0], { id: "row", field: "note", base: "hers", value: "mine", version: 3 });
  assert.notEqual(posts[1].message.act.id, posts[0].message.act.id);
});

test("after a lost answer the same gesture goes again, and the next edit is not made from what nobody saw", async () => {
  const { edits, posts } = desk();
  edits.submit(ROW, "note", "one", "old");
  edits.submit(ROW, "note", "two", "old");
  posts[0].lose();
  await turn();
  globalThis.dispatchEvent(new Event("online"));
  await turn();
  assert.deepEqual(posts[1].message, posts[0].message);
  posts[1].say(200, { outcomes: [{ state: "saved" }], rows: [{ ...ROW, note: "hers", version: 4 }] });
  await turn();
  assert.deepEqual([posts[2].message.cells[0].base, posts[2].message.cells[0].value], ["one", "two"]);
  dispatchEvent(new Event("online"));
});

test("what an ended page left is sent again as it was, gesture by gesture", async () => {
  const before = desk();
  before.edits.submitMany([{ row: ROW, field: "note", value: "x" }, { row: OTHER, field: "note", value: "x" }], { kind: "paste" });
  before.edits.submit(ROW, "note", "y", "old");
  before.edits.refuse(ROW, "status", { typed: "???", message: "No such status" });
  before.edits.typing(OTHER, "status", "pending", "pai");
  const left = [...before.kept].map(([seal, message]) => ({ id: seal, message }));

  const { edits, posts, kept } = desk();
  const became = [];
  edits.adopt(left, (entry, state) => became.push([entry.label, entry.field, state]));
  assert.deepEqual(posts[0].message, before.posts[0].message);
  posts[0].say(200, saved(posts[0]));
  await turn();
  assert.deepEqual([posts[1].message.cells[0].base, posts[1].message.cells[0].value], ["x", "y"]);
  posts[1].say(200, saved(posts[1]));
  await turn();
  assert.deepEqual(became, [
    ["row", "status", "invalid"],
    ["other", "status", "draft"],
    ["row", "note", "saved"],
    ["other", "note", "saved"],
    ["row", "note", "saved"],
  ]);
  assert.deepEqual(edits.list().map(({ state, typed }) => [state, typed]), [["invalid", "???"], ["draft", "pai"]]);
  assert.equal(kept.size, 2);
});

test("what was typed here since stands over what an ended page left", () => {
  const before = desk();
  before.edits.submit(ROW, "note", "old page", "old");
  const { edits, posts } = desk();
  edits.submit(ROW, "note", "this page", "old");
  const became = [];
  edits.adopt([...before.kept].map(([id, message]) => ({ id, message })), (entry, state) => became.push(state));
  assert.deepEqual([posts.length, became, edits.shown(ROW, "note")], [1, ["replaced"], "this page"]);
});

test("a refusal of the whole message is told at each cell", async () => {
  const { edits, posts } = desk();
  edits.submitMany([{ row: ROW, field: "note", value: "x" }, { row: OTHER, field: "note", value: "x" }], { kind: "paste" });
  posts[0].say(403, { title: "Your role may not do this" });
  await turn();
  assert.deepEqual(edits.list().map(({ state, message }) => [state, message]), [["invalid", "Your role may not do this"], ["invalid", "Your role may not do this"]]);
});

test("a gesture is parted where the door could not take it at once", () => {
  const cell = (value) => ({ id: "row", field: "note", base: "", sent: value, version: 1 });
  assert.deepEqual(parted(Array.from({ length: 1200 }, () => cell("x"))).map((part) => part.length), [500, 500, 200]);
  assert.deepEqual(parted(Array.from({ length: 60 }, () => cell("x".repeat(20_000)))).map((part) => part.length), [22, 22, 16]);
});
