import assert from "node:assert/strict";
import test from "node:test";
import { moved, placesOf, showing, shownOf } from "../../../assets/components/boards/order.js";
import { nextOf, turnsOf } from "../../../assets/components/boards/turns.js";

const CARDS = ["revenue", "orders", "series"].map((key) => ({ key }));

test("the address says which cards are shown, else the saved dashboard does, else all are", () => {
  assert.deepEqual(shownOf(CARDS, "?cards=series,orders", ""), ["series", "orders"]);
  assert.deepEqual(shownOf(CARDS, "?view=1", "cards=orders"), ["orders"]);
  assert.deepEqual(shownOf(CARDS, "?view=1&cards=", "cards=orders"), ["revenue", "orders", "series"]);
  assert.deepEqual(shownOf(CARDS, "?cards=unknown", ""), ["revenue", "orders", "series"]);
  assert.deepEqual(shownOf(CARDS, "?cards=none", ""), []);
});

test("another order leaves all else of the address as it is", () => {
  assert.equal(showing("?range=7d&cards=orders&status=paid", ["series", "orders"]), "range=7d&status=paid&cards=series,orders");
  assert.equal(showing("?range=7d", []), "range=7d&cards=none");
  assert.equal(showing("?range=7d&cards=none", null), "range=7d");
  assert.equal(showing("?view=1&cards=orders", null), "view=1&cards=");
  assert.equal(showing("", ["orders"]), "cards=orders");
});

test("a card takes the place of another", () => {
  assert.deepEqual(moved(["a", "b", "c"], 0, 2), ["b", "c", "a"]);
  assert.deepEqual(moved(["a", "b", "c"], 2, 0), ["c", "a", "b"]);
});

test("the menu of a card moves it among those of its kind, and hides it", () => {
  const cards = [["revenue", "figure"], ["orders", "figure"], ["series", "panel"]].map(([key, kind]) => ({ key, kind }));
  const of = (card, search, look = "") => placesOf(card, cards, search, look);
  assert.deepEqual(of("orders", "?range=7d"), { earlier: "range=7d&cards=orders,revenue,series", later: "", hide: "range=7d&cards=revenue,series" });
  assert.equal(of("revenue", "?cards=revenue,series,orders").later, "cards=series,orders,revenue");
  assert.deepEqual(of("series", "?range=7d&cards=series"), { earlier: "", later: "", hide: "range=7d&cards=none" });
  assert.equal(of("orders", "?view=1", "cards=revenue,orders").earlier, "view=1&cards=orders,revenue");
});

test("the turns of a wall follow each other and begin again", () => {
  assert.deepEqual(turnsOf("?boards=a,b,a&seconds=2"), { ids: ["a", "b"], seconds: 5, at: "a" });
  assert.deepEqual(turnsOf("?boards=a,b&seconds=x&view=b"), { ids: ["a", "b"], seconds: 30, at: "b" });
  assert.equal(nextOf("?boards=a,b,c&seconds=9", 1), "?boards=a,b,c&seconds=9&view=b");
  assert.equal(nextOf("?boards=a,b,c&view=c", 1), "?boards=a,b,c&view=a");
  assert.equal(nextOf("?boards=a,b,c&view=a", -1), "?boards=a,b,c&view=c");
});

test("one that is gone has no turn any more, and one alone stays", () => {
  assert.equal(nextOf("?boards=a,b,c&view=a", 1, new Set(["b"])), "?boards=a,b,c&view=c");
  assert.equal(nextOf("?boards=a,b&view=a", 1, new Set(["b"])), "");
  assert.equal(nextOf("?boards=a,b&view=b", 1, new Set(["b"])), "?boards=a,b&view=a");
  assert.equal(nextOf("?boards=a", 1), "");
  assert.equal(nextOf("", 1), "");
});
