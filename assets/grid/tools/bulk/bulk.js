// One field of the selected rows takes one value: rehearsed, run as a job on the server, and followed until it has ended.
import { trailOf } from "../undo/trail.js";
import { Problem, patience, pause, postForFile } from "../../transport.js";

// One for each desk, as long as the desk is there: what runs is followed over a page that is drawn again.
const all = new WeakMap();

export function bulkOf(desk) {
  if (!all.has(desk)) all.set(desk, new Bulk(desk));
  return all.get(desk);
}

const OVER = new Set(["done", "stopped", "failed"]);
const STEPS = [25, 50, 75];

export const isOver = (job) => OVER.has(job.state);
export const handled = (job) => job.changed + job.unchanged + job.refused;
export const percent = (job) => (job.will_change ? Math.min(100, Math.floor((100 * handled(job)) / job.will_change)) : 100);

class Bulk {
  #told = new Map();
  #following = new Set();
  #round = 0;

  // `desk.store` shows {bulk: {step, field, value, found, problem} while the dialog is open, jobs: what runs or has ended}.
  constructor(desk) {
    this.desk = desk;
  }

  // What runs from before: the page was opened anew, or another tab began it.
  async attach() {
    this.there = true;
    if (!this.jobs) this.desk.store.set({ bulk: null, jobs: [] });
    try {
      for (const job of (await this.desk.post("bulk/jobs", {})).jobs) this.#shown(job);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
    }
  }

  detach() {
    this.there = false;
  }

  get jobs() {
    return this.desk.store.get().jobs;
  }

  // `field` is the one to begin with, where it can be changed this way.
  open(field) {
    if (!this.desk.selection.any) return this.desk.say("Select rows first: Shift and Space, or the boxes at the left.");
    this.before = document.activeElement;
    this.#set({ step: "choose", field, count: this.desk.selection.count });
  }

  close() {
    this.#round += 1;
    const { bulk } = this.desk.store.get();
    if (bulk?.found && bulk.step !== "running") this.#quietly("bulk/away", bulk.found.job);
    this.desk.store.set({ bulk: null });
    if (this.before?.isConnected) this.before.focus();
    else if (this.desk.store.get().focus) this.desk.goTo(this.desk.store.get().focus);
  }

  // Looks at every row of the selection, in as many messages as it takes; the figures grow meanwhile.
  async rehearse(field, value) {
    const round = (this.#round += 1);
    const { selection } = this.desk;
    this.#set({ step: "looking", field, value, count: selection.count });
    const message = { ...selection.asMessage(this.desk.query()), field, value };
    try {
      let found = await this.#patiently("bulk/rehearse", message, round);
      while (found && !found.finished) {
        if (round !== this.#round) return this.#quietly("bulk/away", found.job);
        this.#add({ found });
        found = await this.#patiently("bulk/look", { job: found.job }, round);
      }
      if (!found || round !== this.#round) return;
      this.#add({ step: "rehearsed", found });
      this.desk.say(`${found.will_change.toLocaleString()} will change, ${found.already.toLocaleString()} already so, ${found.refused.toLocaleString()} refused`);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (problem.status === 401) this.desk.signedOut(problem);
      if (round === this.#round) this.#set({ step: "choose", field, value, count: selection.count, problem: problem.message });
    }
  }

  back() {
    this.#round += 1;
    const { field, value, found } = this.desk.store.get().bulk;
    if (found) this.#quietly("bulk/away", found.job);
    this.#set({ step: "choose", field, value, count: this.desk.selection.count });
  }

  async run() {
    const { found } = this.desk.store.get().bulk;
    // What ended well before, and is told already, makes room.
    for (const job of this.jobs) if (job.state === "done" && !job.refused) this.putAway(job);
    this.#add({ step: "running", job: found.job });
    await this.#act("bulk/run", found.job);
    this.desk.selection.clear();
  }

  stop = (job) => this.#act("bulk/stop", job.job);
  resume = (job) => this.#act("bulk/resume", job.job);

  // Taken back as one step; how that goes is told at the foot of the grid.
  undo(job) {
    if (this.desk.store.get().bulk) this.close();
    return trailOf(this.desk).undo(job.gesture);
  }

  async putAway(job) {
    this.desk.store.set({ jobs: this.jobs.filter((one) => one.job !== job.job) });
    await this.#quietly("bulk/away", job.job);
  }

  // The dialog is closed; what was seen to end in it is put away.
  dismiss() {
    const { bulk } = this.desk.store.get();
    const job = this.jobs.find((one) => one.job === bulk.job);
    if (job && isOver(job)) this.putAway(job);
    this.close();
  }

  // The refused rows as a file that the browser makes of the answer.
  async download(job) {
    try {
      save(await postForFile(`${this.desk.path}/bulk/refused`, { job: job.job }), "refused.csv");
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.desk.say(problem.message);
      this.#add({ problem: problem.message });
    }
  }

  async #act(verb, id) {
    try {
      this.#shown(await this.#patiently(verb, { job: id }, this.#round));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (problem.status === 401) this.desk.signedOut(problem);
      this.#add({ problem: problem.message });
      this.desk.store.set({ jobs: this.jobs.map((one) => (one.job === id ? { ...one, problem: problem.message } : one)) });
      this.desk.say(problem.message);
    }
  }

  // Shows how far a job is, says so at sensible steps, and goes on asking while it runs.
  #shown(job) {
    const known = this.jobs.some((one) => one.job === job.job);
    this.desk.store.set({ jobs: known ? this.jobs.map((one) => (one.job === job.job ? job : one)) : [...this.jobs, job] });
    this.#say(job);
    if (!isOver(job)) this.#follow(job);
  }

  async #follow(job) {
    if (this.#following.has(job.job)) return;
    this.#following.add(job.job);
    let news = job;
    for (let tries = 0; this.there && !isOver(news); ) {
      try {
        news = await this.desk.post("bulk/news", { job: news.job, seen: news.revision });
        this.#shown(news);
        tries = 0;
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        if (problem.status === 401) this.desk.signedOut(problem);
        if (!problem.passes) break;
        await pause(patience(tries++));
      }
    }
    this.#following.delete(job.job);
  }

  #say(job) {
    const step = isOver(job) ? job.state : STEPS.filter((one) => percent(job) >= one).at(-1) ?? 0;
    if (this.#told.get(job.job) === step) return;
    const first = !this.#told.has(job.job);
    this.#told.set(job.job, step);
    const name = this.named(job);
    if (isOver(job)) this.desk.say(`${name}: ${outcome(job)}`);
    else if (first) this.desk.say(`${name}: begun, ${job.will_change.toLocaleString()} to do`);
    else if (step) this.desk.say(`${name}: ${step} percent`);
  }

  named(job) {
    return this.desk.columns.get(job.field)?.label ?? job.field;
  }

  // Again while the line is down; the same question has the same answer.
  async #patiently(verb, message, round) {
    for (let tries = 0; ; tries++) {
      try {
        return await this.desk.post(verb, message);
      } catch (problem) {
        if (!problem.passes || round !== this.#round) throw problem;
        await pause(patience(tries));
      }
    }
  }

  async #quietly(verb, id) {
    await this.desk.post(verb, { job: id }).catch((problem) => {
      if (!(problem instanceof Problem)) throw problem;
    });
  }

  #set(bulk) {
    this.desk.store.set({ bulk });
  }

  #add(change) {
    const { bulk } = this.desk.store.get();
    if (bulk) this.#set({ ...bulk, ...change });
  }
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// How a job ended, in words.
export function outcome(job) {
  const parts = [`${job.changed.toLocaleString()} changed`];
  if (job.unchanged) parts.push(`${job.unchanged.toLocaleString()} were so already`);
  if (job.refused) parts.push(`${job.refused.toLocaleString()} refused`);
  if (job.state === "stopped") parts.push(job.code === "forbidden" ? "stopped, since your rights have changed" : job.detail ? `stopped: ${job.detail}` : "stopped");
  if (job.state === "failed") parts.push(`failed (reference ${job.fault})`);
  return parts.join(", ");
}
