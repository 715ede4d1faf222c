// What comes back from the door: data, a refusal, or nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem, post, postForFile } from "../../../assets/grid/transport.js";

const broken = async () => { throw new TypeError("the line broke"); };
const answer = (found) => { globalThis.fetch = async () => found; };
const lost = (problem) => problem instanceof Problem && problem.status === 0 && problem.passes;

test("an answer that breaks off in the middle is none, whatever it began with", async () => {
  answer({ ok: true, status: 200, json: broken, blob: broken });
  await assert.rejects(post("/grid/things/edits", {}), lost);
  await assert.rejects(postForFile("/grid/things/refused", {}), lost);
});

test("a refusal without words is a refusal", async () => {
  answer({ ok: false, status: 403, json: broken });
  await assert.rejects(post("/grid/things/edits", {}), (problem) => problem.status === 403 && !problem.passes);
  answer({ ok: true, status: 200, json: async () => ({ rows: [] }) });
  assert.deepEqual(await post("/grid/things/rows", {}), { rows: [] });
});
