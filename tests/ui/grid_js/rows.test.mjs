// Which rows are read again, and when, as other people change them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Rows } from "../../../assets/grid/rows.js";
import { Store } from "../../../assets/grid/store.js";

const events = new EventTarget();
for (const name of ["addEventListener", "removeEventListener", "dispatchEvent"]) globalThis[name] = events[name].bind(events);
const HELD = ["a", "b", "c", "d", "e", "f"];

// A grid that holds six rows, of which two are in sight; `reads` are the rows that were asked for, in turn.
function grid() {
  const reads = [];
  globalThis.fetch = async (path, { body }) => {
    const { ids } = JSON.parse(body);
    if (ids) reads.push(ids);
    return { ok: true, status: 200, json: async () => ({ rows: (ids ?? []).map((id) => ({ id, version: 2 })), matching: ids ?? [], total: 6 }) };
  };
  const nodes = HELD.map((id, rowIndex) => ({ rowIndex, data: { id, version: 1 }, updateData(data) { this.data = data; } }));
  const api = {
    isDestroyed: () => false,
    getFirstDisplayedRowIndex: () => 2,
    getLastDisplayedRowIndex: () => 3,
    forEachNode: (look) => nodes.forEach(look),
    getRowNode: (id) => nodes.find(({ data }) => data.id === id),
    refreshCells() {},
    setRowCount() {},
  };
  const rows = new Rows({ path: "/grid/things", first: "name", store: new Store({ total: 6, left: 0 }), query: () => ({ filters: [], search: "" }), calm: () => false, say() {}, drawn() {}, found() {}, signedOut() {} });
  return { rows, api, reads };
}

const until = async (fits) => {
  for (let tries = 0; !fits() && tries < 500; tries++) await new Promise((done) => setTimeout(done, 10));
  assert.ok(fits());
};

test("of a few changes only the rows that are held are read again", async () => {
  const { rows, api, reads } = grid();
  rows.tick({ stream: "s", since: 0, seq: 1, changes: [] }, api);
  await until(() => reads.length === 2);
  reads.length = 0;
  rows.tick({ stream: "s", since: 0, seq: 3, changes: [{ id: "e", seq: 2 }, { id: "z", seq: 3 }] }, api);
  await until(() => reads.length === 1);
  assert.deepEqual(reads, [["e"]]);
});

test("where more changed than is told, what is in sight comes first and the rest once it is calm", async () => {
  const { rows, api, reads } = grid();
  rows.tick({ stream: "s", since: 0, seq: 1, changes: [] }, api);
  await until(() => reads.length === 2);
  assert.deepEqual(reads.splice(0), [["c", "d"], HELD]);
  for (let seq = 600; seq < 3000; seq += 600) {
    rows.tick({ stream: "s", since: seq - 10, seq, changes: [] }, api);
    await until(() => reads.length === seq / 600);
  }
  assert.deepEqual(reads.splice(0), Array(4).fill(["c", "d"]));
  await until(() => reads.length === 1);
  assert.deepEqual(reads, [HELD]);
});
