// One's own acts on this grid: the list as the server keeps it, undo and redo, and what stands in their way.
import { newId } from "../../acts.js";
import { whole } from "../../format.js";
import { Problem, patience, pause } from "../../transport.js";
import { rowsWords, stepWords } from "./words.js";

const SOON = 250;
const LINE = 10_000;
const SETTLE = 1000;
const OVER = new Set(["done", "stopped", "failed"]);
const WAY = new Set(["sending", "queued", "waiting"]);
const NOTHING = { undo: "Nothing to undo", redo: "Nothing to do again" };
const DONE = { undo: "Undone", redo: "Done again" };
const BACK = { undo: "redo", redo: "undo" };
const LABEL = { undo: "Undo", redo: "Do again" };

const all = new WeakMap();

export function trailOf(desk) {
  if (!all.has(desk)) all.set(desk, new Trail(desk));
  return all.get(desk);
}

export class Trail {
  #timer = 0;
  #lineTimer = 0;
  #fresh = null;
  #running = new Set();
  #turn = Promise.resolve();

  // `desk.store` shows {trail: {steps, undo, redo, line, blocked, job}}.
  constructor(desk) {
    this.desk = desk;
  }

  get shown() {
    return this.desk.store.get().trail;
  }

  attach() {
    if (!this.shown) this.desk.store.set({ trail: { steps: [], undo: null, redo: null, line: null, blocked: null, job: null } });
    this.there = true;
    this.desk.edits.acted = (act, saved) => this.acted(act, saved);
    this.load();
    const stop = this.desk.store.subscribe(() => this.#heed());
    return () => {
      this.there = false;
      stop();
    };
  }

  // A bulk change that was seen running has ended: it is an act like another.
  #heed() {
    for (const job of this.desk.store.get().jobs ?? []) {
      if (!OVER.has(job.state)) this.#running.add(job.job);
      else if (this.#running.delete(job.job) && job.changed) this.acted({ id: job.gesture }, job.changed);
    }
  }

  #set(change) {
    this.desk.store.set({ trail: { ...this.shown, ...change } });
  }

  // A gesture of this page was saved. Of one that reached many cells is told what it was, with the way back.
  acted(act, saved) {
    if (saved > 1) this.#fresh = act.id;
    this.soon();
  }

  soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.load(), SOON);
  }

  // True where it is known now.
  async load(how = { tries: 3 }) {
    const found = await this.#ask("gestures", {}, how);
    if (!found || !this.there) return false;
    this.#set({ steps: found.steps, undo: found.undo, redo: found.redo });
    const step = found.steps.find((one) => one.id === this.#fresh);
    // What became of its cells was said when they were saved.
    if (step) this.#show(stepWords(this.desk, step), "undo", step.id);
    this.#fresh = null;
    for (const job of found.jobs) this.#follow(job);
    return true;
  }

  // A line at the foot of the grid: what happened, with the way back.
  tell(words, verb = null, id = null) {
    this.#show(words, verb, id);
    this.desk.say(words);
  }

  #show(words, verb, id) {
    this.#set({ line: { words, verb, id, label: verb && LABEL[verb], key: newId() } });
    this.hold(false);
  }

  // It stays as long as somebody is at it.
  hold(held) {
    clearTimeout(this.#lineTimer);
    if (!held) this.#lineTimer = setTimeout(() => this.#set({ line: null }), LINE);
  }

  async undo(id = null, options = {}) {
    return this.#move("undo", id, options);
  }

  async redo(id = null, options = {}) {
    return this.#move("redo", id, options);
  }

  // One after the other, as they were asked for; what stands in the way of one is answered before another is begun.
  #move(verb, wanted, options = {}) {
    const turn = this.#turn.then(() => this.shown.blocked || this.#take(verb, wanted, options));
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async #take(verb, wanted, { partial = false }) {
    await this.#settled();
    // Which act is the newest is known by the server alone.
    if (!wanted && !(await this.load({ patient: true }))) return;
    const id = wanted ?? this.shown[verb];
    if (!id) return this.desk.say(NOTHING[verb]);
    const answer = await this.#ask(verb, { id, key: newId(), partial }, { refused: (problem) => this.#refused(verb, id, problem), patient: true });
    if (answer) await this.#done(verb, id, answer);
  }

  async #done(verb, id, { cells, rows, obstacles, job }) {
    const step = this.shown.steps.find((one) => one.id === id);
    const name = step ? stepWords(this.desk, step) : whole(cells);
    if (this.desk.api) for (const row of rows) this.desk.rows.patch(row, this.desk.api);
    await this.load();
    if (job) return this.#set({ line: null });
    const rest = new Set(obstacles.map(({ row }) => row.id)).size;
    const kept = rest ? `; ${rowsWords(this.desk, rest)} left as ${rest === 1 ? "it is" : "they are"}` : "";
    return this.tell(`${DONE[verb]}: ${name}${kept}`, BACK[verb], id);
  }

  #refused(verb, id, problem) {
    if (problem.body.code !== "undo_blocked") {
      this.tell(problem.message);
      this.soon();
      return;
    }
    const step = this.shown.steps.find((one) => one.id === id);
    const { obstacles, blocked, possible } = problem.body;
    this.before = document.activeElement;
    this.#set({ line: null, blocked: { verb, id, step, obstacles, blocked, possible } });
  }

  // The dialog is answered: the rest, or nothing.
  async answer(rest) {
    const { verb, id } = this.shown.blocked;
    this.#set({ blocked: null });
    // Once the dialog is gone: what lies under it takes no focus.
    setTimeout(() => {
      const { focus } = this.desk.store.get();
      if (this.before?.isConnected && this.before !== document.body && !this.before.closest(".ag-cell")) this.before.focus();
      else if (focus && this.desk.api) this.desk.goTo(focus);
    });
    if (rest) await this.#move(verb, id, { partial: true });
  }

  // What is on its way to the server comes before what is taken back: a gesture is taken back whole.
  async #settled() {
    const onTheWay = () => this.desk.edits.list().some(({ state }) => WAY.has(state));
    if (!onTheWay()) return;
    const timer = setTimeout(() => this.desk.say("Once your change is saved"), SETTLE);
    await new Promise((done) => {
      const stop = this.desk.store.subscribe(() => {
        if (onTheWay()) return;
        stop();
        done();
      });
    });
    clearTimeout(timer);
  }

  // With the same key until there is an answer, so that it is done once; null where it was refused or given up.
  async #ask(verb, message, { tries = Infinity, refused, patient = false } = {}) {
    for (let turn = 0; this.there && turn < tries; turn++) {
      try {
        return await this.desk.post(verb, message);
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        if (problem.status === 401) this.desk.signedOut(problem);
        if (!problem.passes) {
          refused?.(problem);
          return null;
        }
        if (patient && !turn) this.tell("Waiting for the connection");
        await pause(patience(turn));
      }
    }
    return null;
  }

  // An undo of many cells runs on the server; its progress stands in the line.
  async #follow(job) {
    if (this.following === job.job) return;
    this.following = job.job;
    let news = job;
    this.#set({ job: news });
    this.desk.say(`Undoing in the background: ${rowsWords(this.desk, job.total)}`);
    while (this.there && news && !OVER.has(news.state)) {
      news = await this.#ask("undo/news", { job: job.job, seen: news.revision });
      if (news) this.#set({ job: news });
    }
    this.following = null;
    if (!this.there || !news) return;
    this.#set({ job: null });
    const kept = news.refused ? `, ${whole(news.refused)} left as they are` : "";
    const early = { stopped: "stopped: ", failed: `failed (reference ${news.fault}): ` }[news.state] ?? "";
    this.tell(`Undo ${early}${rowsWords(this.desk, news.changed)} changed back${kept}`);
    this.soon();
  }

  stop = () => this.#ask("undo/stop", { job: this.shown.job.job }, { tries: 1 });
}
