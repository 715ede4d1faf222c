// One person's edits against a server that loses, delays and restarts, and somebody else who writes too: any order of events,
// by seeds. Held: an edit is done once, nobody writes over what they have not seen, nobody is in conflict with themselves, and
// what is not saved is either told or was typed over.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Edits } from "../../../assets/grid/edits.js";

const events = new EventTarget();
for (const name of ["addEventListener", "removeEventListener", "dispatchEvent"]) globalThis[name] = events[name].bind(events);

const SEEDS = 1500;
const STEPS = 40;
const CELLS = ["a note", "a name", "b note"].map((cell) => cell.split(" "));
const turn = () => new Promise((resolve) => setImmediate(resolve));
// No two events of a person come in one millisecond.
let clock = Date.now();
Date.now = () => (clock += 1);
const clean = (value) => value.trim();

// mulberry32
function dice(seed) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return { chance: (share) => next() < share, one: (list) => list[Math.floor(next() * list.length)] };
}

// The server: rows, who wrote each value, and what each gesture has done.
class Server {
  rows = new Map(["a", "b"].map((id) => [id, { id, version: 1, note: `${id} note`, name: `${id} name` }]));
  writes = [];
  #done = new Map();

  write(id, field, value, by) {
    const row = this.rows.get(id);
    this.writes.push({ id, field, value, by, over: row[field] });
    this.rows.set(id, { ...row, [field]: value, version: row.version + 1 });
  }

  lastBy(id, field) {
    return this.writes.findLast((write) => write.id === id && write.field === field)?.by;
  }

  take({ act, cells }) {
    return cells.map(({ id, field, base, value }) => {
      const key = `${act.id} ${id} ${field}`;
      const wanted = clean(value);
      const about = { id, field };
      if (this.#done.has(key)) return { ...about, state: "saved", stands: wanted };
      const stored = this.rows.get(id)[field];
      if (stored === wanted) return { ...about, state: "unchanged", stands: wanted };
      if (value.includes("bad")) return { ...about, state: "refused", detail: "Not this" };
      if (stored !== base) return { ...about, state: "conflict", own: this.lastBy(id, field) === "me" };
      this.write(id, field, wanted, "me");
      this.#done.set(key, wanted);
      return { ...about, state: "saved", stands: wanted };
    });
  }

  // The rows are read after it is done, so somebody else may have written between.
  answer(outcomes) {
    const rows = [...new Set(outcomes.map(({ id }) => id))].map((id) => ({ ...this.rows.get(id) }));
    return { outcomes: outcomes.map((told) => (told.state === "conflict" ? { ...told, theirs: this.rows.get(told.id)[told.field] } : told)), rows };
  }
}

// A page of the person, and what lies sealed behind it.
class Page {
  posts = [];
  kept = new Map();
  waits = new Set();
  open = null;

  constructor(world, name) {
    Object.assign(this, { world, rows: new Map([...world.server.rows].map(([id, row]) => [id, { ...row }])) });
    this.edits = Object.assign(new Edits(), {
      path: `/grid/${name}`,
      labels: {},
      rowChanged: (row) => this.rows.get(row.id).version <= row.version && this.rows.set(row.id, row),
      cellChanged() {},
      say() {},
      signedOut() {},
      nameOf: ({ id }) => id,
      keeper: { put: (id, message) => this.kept.set(id, structuredClone(message)), remove: (id) => this.kept.delete(id) },
    });
  }

  see([id, field]) {
    const seen = this.edits.look(this.rows.get(id), field);
    if (!this.edits.of(id, field)) this.world.seen.add(seen.value);
    return seen;
  }

  type(cell, value) {
    const [id, field] = cell;
    this.world.typed.push({ id, field, value: clean(value) });
    return { row: this.rows.get(id), field, value };
  }

  // As a person may: a cell in conflict waits for a choice.
  free(cells) {
    return cells.filter((cell) => this.edits.of(...cell)?.state !== "conflict");
  }

  wait(answer) {
    this.waits.add(answer);
    answer.then(() => this.waits.delete(answer));
  }
}

class World {
  server = new Server();
  typed = [];
  seen = new Set();
  given = new Set();
  #count = 0;

  constructor(seed) {
    this.dice = dice(seed);
    globalThis.fetch = (path, { body } = {}) => new Promise((resolve, reject) => {
      const say = (answer) => resolve({ ok: true, status: 200, json: async () => answer });
      if (path === "/healthz") return;
      if (path === `${this.page.edits.path}/edits`) this.page.posts.push({ message: JSON.parse(body), outcomes: null, say, lose: () => reject(new TypeError("lost")) });
    });
    this.turnPage();
  }

  turnPage() {
    this.pages = (this.pages ?? 0) + 1;
    this.page = new Page(this, this.pages);
  }

  value() {
    this.#count += 1;
    return `v${this.#count}${this.dice.one(["", "", " ", "bad"])}`;
  }

  acts = {
    open: () => {
      const cell = this.dice.one(this.page.free(CELLS));
      if (cell && !this.page.open) this.page.open = { cell, seen: this.page.see(cell) };
    },
    draft: () => {
      const { open, edits, rows } = this.page;
      if (open) edits.typing(rows.get(open.cell[0]), open.cell[1], edits.stood(open.seen), "half");
    },
    close: () => {
      const { open, edits } = this.page;
      if (!open) return;
      this.page.open = null;
      const seen = edits.stood(open.seen);
      const { row, field, value } = this.page.type(open.cell, this.value());
      if (this.dice.chance(0.2)) edits.refuse(row, field, { typed: value, message: "Not a value", seen });
      else this.page.wait(edits.submit(row, field, value, seen));
      edits.stopTyping();
    },
    paste: () => {
      const cells = this.page.open ? [] : this.page.free(CELLS).filter(() => this.dice.chance(0.7));
      for (const cell of cells) this.page.see(cell);
      const value = this.value();
      if (cells.length) this.page.wait(this.page.edits.submitMany(cells.map((cell) => this.page.type(cell, value)), { kind: "paste" }));
    },
    take: () => {
      const post = this.dice.one(this.page.posts.filter(({ outcomes }) => !outcomes));
      if (post) post.outcomes = this.server.take(post.message);
    },
    answer: () => {
      const post = this.dice.one(this.page.posts.filter(({ outcomes }) => outcomes));
      if (!post) return;
      for (const { state, own, id, field } of post.outcomes) assert.ok(state !== "conflict" || !own, `a conflict with oneself in ${id} ${field}`);
      this.page.posts.splice(this.page.posts.indexOf(post), 1);
      post.say(this.server.answer(post.outcomes));
    },
    lose: () => {
      const post = this.dice.one(this.page.posts);
      if (!post) return;
      this.page.posts.splice(this.page.posts.indexOf(post), 1);
      post.lose();
    },
    back: () => dispatchEvent(new Event("online")),
    other: () => this.server.write(...this.dice.one(CELLS), `hers ${this.value()}`, "her"),
    tick: () => this.server.rows.forEach((row) => this.page.edits.rowChanged({ ...row })),
    choose: () => {
      const entry = this.dice.one(this.page.edits.list().filter(({ state }) => state === "conflict"));
      if (!entry) return;
      this.seen.add(entry.theirs);
      if (this.dice.chance(0.5)) this.page.edits.keepMine(entry);
      else this.give(entry, () => this.page.edits.takeTheirs(entry));
    },
    discard: () => {
      const entry = this.dice.one(this.page.edits.list().filter(({ state }) => state === "invalid" || state === "draft"));
      if (entry && !this.page.open) this.give(entry, () => this.page.edits.drop(entry.id, entry.field));
    },
    // What was on its way may still arrive at the server.
    reload: () => {
      if (!this.dice.chance(0.4)) return;
      for (const post of this.page.posts) if (!post.outcomes && this.dice.chance(0.5)) this.server.take(post.message);
      const left = [...this.page.kept].map(([id, message]) => ({ id, message }));
      this.turnPage();
      for (const { id, message } of left) this.page.kept.set(id, message);
      this.page.edits.adopt(left, () => {});
    },
  };

  give(entry, act) {
    for (const { id, field, value } of this.typed) if (id === entry.id && field === entry.field) this.given.add(value);
    act();
  }

  async play() {
    const names = Object.keys(this.acts);
    for (let step = 0; step < STEPS; step++) {
      this.acts[this.dice.one(names)]();
      await turn();
    }
    for (let round = 0; round < 200 && (this.page.waits.size || this.page.posts.length || this.busy.length); round++) {
      for (const name of ["back", "take", "answer", "tick"]) this.acts[name]();
      await turn();
    }
  }

  get busy() {
    const chain = (entry) => (entry ? [entry, ...chain(entry.after)] : []);
    return this.page.edits.list().flatMap(chain).filter(({ state }) => ["sending", "queued", "waiting"].includes(state));
  }

  judge() {
    const { edits, waits, kept, open } = this.page;
    assert.deepEqual(this.busy, [], "something never left");
    assert.equal(waits.size, 0, "somebody waits for what became of an edit");
    const mine = this.server.writes.filter(({ by }) => by === "me");
    for (const { id, field, value, over } of mine) {
      assert.equal(mine.filter((write) => write.id === id && write.field === field && write.value === value).length, 1, `${value} was done twice`);
      assert.ok(!over.startsWith("hers") || this.seen.has(over), `${value} went over ${over}, which was not seen`);
    }
    const last = new Map(this.typed.map((typed) => [`${typed.id} ${typed.field}`, typed]));
    for (const { id, field, value } of last.values()) {
      const done = mine.some((write) => write.id === id && write.field === field && write.value === value);
      assert.ok(done || edits.of(id, field) || this.given.has(value), `${value} in ${id} ${field} is lost`);
    }
    const drafts = kept.size - edits.list().length;
    assert.ok(drafts === 0 || (open && drafts === 1), "what is kept is what is not saved");
  }
}

test("whatever the order of events, no edit is lost, none is done twice, and none stands against itself", async () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const world = new World(seed);
    try {
      await world.play();
      world.judge();
    } catch (fault) {
      throw new Error(`seed ${seed}: ${fault.message}`, { cause: fault });
    }
  }
  globalThis.fetch = async () => ({ ok: true, status: 200, json: async () => ({}) });
  dispatchEvent(new Event("online"));
});
