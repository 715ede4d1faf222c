// Several things in one cell at once: what is on its way, what was refused over it, what is being typed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Edits } from "../../../assets/grid/edits.js";

const events = new EventTarget();
for (const name of ["addEventListener", "removeEventListener", "dispatchEvent"]) globalThis[name] = events[name].bind(events);

const ROW = { id: "row", version: 1, note: "old", name: "old" };
const OTHER = { ...ROW, id: "other" };
const turn = () => new Promise((resolve) => setTimeout(resolve));

function desk() {
  const posts = [];
  const kept = new Map();
  globalThis.fetch = (path, { body }) => new Promise((resolve) => {
    posts.push({ ...JSON.parse(body), say: (answer) => resolve({ ok: true, status: 200, json: async () => answer }) });
  });
  const edits = Object.assign(new Edits(), {
    path: "/grid/things",
    labels: {},
    rowChanged() {},
    cellChanged() {},
    say() {},
    signedOut() {},
    nameOf: (row) => row.id,
    keeper: { put: (id, message) => kept.set(id, structuredClone(message)), remove: (id) => kept.delete(id) },
  });
  return { edits, posts, kept };
}

async function save(post, rows = []) {
  post.say({ outcomes: post.cells.map(({ id, field, value }) => ({ id, field, state: "saved", stands: value.trim() })), rows });
  await turn();
}

const refused = (typed) => ({ typed, message: "Not a value", seen: "old" });

test("what is refused over an edit on its way does not stand against that edit once it is saved", async () => {
  const { edits, posts, kept } = desk();
  edits.submit(ROW, "note", "one", "old");
  edits.refuse(ROW, "note", refused("two?"));
  assert.deepEqual([...kept.values()].map(({ state }) => state), ["sending", "invalid"]);
  edits.submit(ROW, "note", "three", "old");
  assert.equal(posts.length, 1);
  await save(posts[0]);
  assert.deepEqual(posts[1].cells[0], { id: "row", field: "note", base: "one", value: "three", version: 1 });
  await save(posts[1]);
  assert.deepEqual([edits.list(), kept.size], [[], 0]);
});

test("what is on its way is seen again when what was refused over it is given up", async () => {
  const { edits, posts } = desk();
  edits.submit(ROW, "note", "one", "old");
  edits.refuse(ROW, "note", refused("two?"));
  edits.drop("row", "note");
  assert.equal(edits.shown(ROW, "note"), "one");
  posts[0].say({ outcomes: [{ state: "conflict", theirs: "hers" }], rows: [] });
  await turn();
  assert.equal(edits.of("row", "note").state, "conflict");
});

test("a paste that waits for a cell leaves, though something is refused over that cell", async () => {
  const { edits, posts } = desk();
  edits.submit(ROW, "note", "one", "old");
  const pasted = edits.submitMany([{ row: ROW, field: "note", value: "x" }, { row: OTHER, field: "note", value: "x" }], { kind: "paste" });
  edits.refuse(ROW, "note", refused("two?"));
  await save(posts[0]);
  assert.equal(posts[1].act.kind, "paste");
  await save(posts[1]);
  assert.deepEqual((await pasted).map(({ state }) => state), ["saved", "saved"]);
  assert.deepEqual([edits.of("row", "note").state, edits.of("row", "note").base], ["invalid", "x"]);
});

test("what waits for an edit that turns out to be so already leaves", async () => {
  const { edits, posts } = desk();
  edits.submit(ROW, "note", "x ", "old");
  edits.submitMany([{ row: ROW, field: "note", value: "x" }, { row: OTHER, field: "note", value: "x" }], { kind: "paste" });
  edits.submit(ROW, "note", "last", "old");
  await save(posts[0]);
  assert.deepEqual(posts.slice(1).map(({ cells }) => cells.map(({ id, base, value }) => [id, base, value])), [[["row", "x", "last"]], [["other", "old", "x"]]]);
});

test("what somebody else wrote while one typed nonsense was not seen", () => {
  const { edits, posts } = desk();
  edits.refuse({ ...ROW, note: "hers", version: 2 }, "note", refused("two?"));
  edits.submit({ ...ROW, note: "hers", version: 2 }, "note", "two", "hers");
  assert.equal(posts[0].cells[0].base, "old");
});

test("what somebody else wrote between an edit and its answer was not seen", async () => {
  const { edits, posts } = desk();
  edits.submit(ROW, "note", "one", "old");
  edits.submit(ROW, "note", "two", "old");
  await save(posts[0], [{ ...ROW, note: "hers", version: 3 }]);
  assert.deepEqual([posts[1].cells[0].base, posts[1].cells[0].version], ["one", 3]);
});

test("a draft over an edit on its way is made from what that edit left", async () => {
  const { edits, posts, kept } = desk();
  edits.submit(ROW, "note", "one", "old");
  edits.typing(ROW, "note", edits.stood(edits.look(ROW, "note")), "tw");
  await save(posts[0]);
  assert.deepEqual([...kept.values()].map(({ state, base, typed }) => [state, base, typed]), [["draft", "one", "tw"]]);
});

test("what is typed when its page goes stays in the cell, and is kept", async () => {
  const { edits, posts, kept } = desk();
  edits.submit(ROW, "note", "one", "old");
  edits.typing(ROW, "note", "old", "tw");
  edits.stopTyping({ keep: true });
  assert.deepEqual([edits.of("row", "note").state, edits.of("row", "note").typed], ["draft", "tw"]);
  await save(posts[0]);
  edits.submit(ROW, "note", "two", "one");
  assert.deepEqual([posts[1].cells[0].base, kept.size], ["one", 1]);
});

test("the choice of mine is sent again as it was when the page ends before the answer", async () => {
  const before = desk();
  before.edits.submit(ROW, "note", "mine", "old");
  before.posts[0].say({ outcomes: [{ state: "conflict", theirs: "hers" }], rows: [] });
  await turn();
  before.edits.keepMine(before.edits.of("row", "note"));
  const { edits, posts } = desk();
  edits.adopt([...before.kept].map(([id, message]) => ({ id, message })), () => {});
  assert.deepEqual([posts[0].act, posts[0].cells], [before.posts[1].act, before.posts[1].cells]);
});
