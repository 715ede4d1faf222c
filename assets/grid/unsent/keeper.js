// Keeps what is not saved yet in the browser, sealed, and gives it back when its page is gone: after a reload, a crash,
// a deploy, a night. What a living page holds is that page's alone (Web Locks), so each edit is sent again once.
import { Problem, patience, pause } from "../transport.js";
import { Box } from "./box.js";
import { Keys } from "./keys.js";

const DAYS = 7;
const OLDEST = DAYS * 24 * 3600 * 1000;
const lockOf = (page) => `daybook:page:${page}`;
const placeOf = (entity, id) => `${entity}|${id}`;

export class Keeper {
  #put = new Map();
  #removed = new Set();
  #writing = null;
  #page = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;

  // state: "opening", "ready", or "none" where this browser keeps nothing; `told()` when it changes.
  constructor({ entity, path, told }) {
    Object.assign(this, { entity, path, told, state: "opening", keys: null, box: null });
  }

  // Is everything that was given also kept? Only then may the page be left without a question.
  get safe() {
    return this.state === "ready" && !this.#put.size && !this.#writing;
  }

  // Opens the storage and fetches the key, however long the line is down; answers what pages that are gone have left.
  async open() {
    try {
      this.#hold();
      this.box = await Box.opened();
      this.keys = await this.#patientKeys();
    } catch {
      this.#become("none");
      return null;
    }
    this.#become("ready");
    this.#write();
    return this.left();
  }

  #become(state) {
    this.state = state;
    this.told();
  }

  // Held for as long as the page lives; the browser lets go of it when the page ends, however it ends.
  #hold() {
    navigator.locks.request(lockOf(this.#page), () => new Promise(() => {}));
  }

  async #patientKeys() {
    for (let tries = 0; ; tries++) {
      try {
        return await Keys.fetched(this.path);
      } catch (problem) {
        if (!(problem instanceof Problem) || !(problem.passes || problem.status === 401)) throw problem;
        await pause(patience(tries));
      }
    }
  }

  // `id` names the seal; the newest message of an id stands.
  put(id, message) {
    if (this.state === "none") return;
    this.#removed.delete(id);
    this.#put.set(id, { message, at: Date.now() });
    this.#write();
  }

  remove(id) {
    if (this.state === "none") return;
    this.#put.delete(id);
    this.#removed.add(id);
    this.#write();
  }

  // One writing at a time; what comes meanwhile goes together in the next.
  #write() {
    if (this.state !== "ready" || this.#writing || !(this.#put.size || this.#removed.size)) return;
    this.#writing = this.#written().catch(() => this.#become("none")).finally(() => {
      this.#writing = null;
      this.#write();
      this.told();
    });
  }

  async #written() {
    const put = [...this.#put];
    const remove = [...this.#removed];
    this.#put.clear();
    this.#removed.clear();
    const { who } = this.keys;
    const records = await Promise.all(put.map(async ([id, { message, at }]) => (
      { id, who, entity: this.entity, page: this.#page, at, ...(await this.keys.seal(message, placeOf(this.entity, id))) }
    )));
    await this.box.change({ put: records, remove });
  }

  // What pages that are gone have left of this person and entity: {messages: [{id, message}], old, broken, elsewhere}.
  async left() {
    const found = { messages: [], old: 0, broken: 0, elsewhere: {} };
    if (this.state !== "ready") return found;
    await this.#forgetOld(found);
    const others = (await this.box.all()).filter((record) => record.page !== this.#page);
    for (const page of new Set(others.map((record) => record.page))) {
      await navigator.locks.request(lockOf(page), { ifAvailable: true }, async (lock) => {
        if (!lock) return;
        const own = others.filter((record) => record.page === page && record.who === this.keys.who);
        for (const { entity } of own) if (entity !== this.entity) found.elsewhere[entity] = (found.elsewhere[entity] ?? 0) + 1;
        await this.#take(page, found);
      });
    }
    return found;
  }

  async #take(page, found) {
    const belongs = (record) => record.who === this.keys.who && record.entity === this.entity;
    const taken = await this.box.handOver(page, this.#page, belongs);
    for (const record of taken) {
      const message = await this.keys.open(record, placeOf(record.entity, record.id));
      if (message) found.messages.push({ id: record.id, message });
      else found.broken += 1;
      if (!message) this.remove(record.id);
    }
  }

  // Whoever's they are: what nobody came back for in a week goes.
  async #forgetOld(found) {
    const old = (await this.box.all()).filter((record) => record.at < Date.now() - OLDEST);
    found.old = old.filter((record) => record.who === this.keys.who && record.entity === this.entity).length;
    if (old.length) await this.box.change({ remove: old.map((record) => record.id) });
  }
}
