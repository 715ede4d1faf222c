// What the grid says is news to a screen reader, the same words too.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Store } from "../../../assets/grid/store.js";

test("words that are said again count as said", () => {
  const store = new Store({ voice: "" });
  const said = () => store.get().spoken ?? 0;
  store.set({ voice: "Note saved" });
  const once = said();
  store.set({ total: 3 });
  assert.equal(said(), once);
  store.set({ voice: "Note saved" });
  assert.equal(said(), once + 1);
});
