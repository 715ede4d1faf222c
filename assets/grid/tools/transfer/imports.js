// The import wizard: what it has been told by the server, and what the person does next. The work is the server's; to
// leave the page stops nothing but an upload.
import { Problem } from "../../transport.js";
import { follow } from "./exports.js";
import { refusal, upload } from "./uploading.js";

const all = new WeakMap();
const ACTIVE = new Set(["queued", "running", "stopping"]);
const NEAR = 600;
const FAR = 2500;

export function importsOf(desk) {
  if (!all.has(desk)) all.set(desk, new Imports(desk));
  return all.get(desk);
}

// Where an import stands, in the wizard's words.
export function stepOf(told) {
  if (!told) return "choose";
  if (told.state === "checking") return "checking";
  if (told.state === "checked" && told.job) {
    if (told.job.state === "draft") return "preview";
    return ACTIVE.has(told.job.state) ? "running" : "over";
  }
  return told.state === "failed" ? "failed" : "columns";
}

export const runs = (told) => Boolean(told) && ["checking", "running"].includes(stepOf(told));
// Of 100: how much is checked, or done.
export function percent(told) {
  const [done, total] = told.job ? [told.job.done, told.job.total] : [told.done, told.total];
  return total ? Math.min(100, Math.floor((100 * done) / total)) : 0;
}

class Imports {
  #timer = 0;
  #round = 0;

  // `desk.store` shows {wizard: {open, step, problem, file, sent, seen, columns, how, told}}; `told` is the server's word.
  constructor(desk) {
    this.desk = desk;
    desk.store.set({ wizard: { allowed: true, open: false, step: "choose", problem: "", told: null } });
  }

  get now() {
    return this.desk.store.get().wizard;
  }

  set(change) {
    this.desk.store.set({ wizard: { ...this.now, ...change } });
  }

  async attach() {
    this.there = true;
    try {
      const { import: told } = await this.desk.post("import/current", {});
      if (told && this.there && !this.now.told) this.#told(told);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (problem.status === 403) this.set({ allowed: false });
    }
  }

  detach() {
    this.there = false;
    clearTimeout(this.#timer);
  }

  open() {
    this.before = document.activeElement;
    const { told } = this.now;
    this.set({ open: true, problem: "" });
    if (told && stepOf(told) === "columns") this.look({});
    if (told) this.#soon();
  }

  // What has ended is put away with the dialog; what goes on goes on.
  close() {
    const { told, step } = this.now;
    if (step === "sending") this.#abort();
    if (told && step === "over") this.#forget();
    this.set({ open: false, problem: "" });
    if (this.before?.isConnected) this.before.focus();
  }

  // From the beginning: the file that is there is given up.
  restart() {
    if (this.now.told) this.#forget();
    this.#abort();
    this.set({ step: "choose", told: null, seen: null, file: null, problem: "" });
  }

  #forget() {
    const { told } = this.now;
    this.set({ told: null, step: "choose", seen: null, file: null });
    this.#call(`${told.id}/forget`, {}).catch(() => {});
  }

  #abort() {
    this.#round += 1;
    this.sending?.abort();
    clearTimeout(this.#timer);
  }

  async choose(file) {
    const problem = refusal(file);
    if (problem) return this.set({ problem });
    const round = (this.#round += 1);
    this.sending = new AbortController();
    this.set({ step: "sending", problem: "", file: { name: file.name, size: file.size }, sent: 0, seen: null });
    return this.#try(async () => {
      const { id, part } = await this.#call("start", { name: file.name.slice(-300), size: file.size });
      const sent = (bytes) => round === this.#round && this.set({ sent: bytes });
      await upload(file, { path: `${this.desk.path}/import/${id}`, part, sent, signal: this.sending.signal });
      if (round !== this.#round) return;
      this.set({ told: { id, state: "ready", name: file.name, size: file.size } });
      await this.look({});
    }, "choose");
  }

  // The server reads the beginning of the file in this shape; what it found is where the person goes on.
  look(shape) {
    const { told } = this.now;
    this.set({ step: "looking", problem: "" });
    return this.#try(async () => {
      const seen = await this.#call(`${told.id}/look`, shape);
      this.set({
        step: "columns", seen, shape,
        columns: seen.columns.map(({ field }) => field),
        how: { decimal: seen.decimal, dates: seen.dates, blanks: "keep" },
      });
    }, this.now.seen ? "columns" : "choose");
  }

  setColumn(place, field) {
    const columns = this.now.columns.map((one, at) => (at === place ? field : field && one === field ? "" : one));
    this.set({ columns, problem: "" });
  }

  setHow(change) {
    this.set({ how: { ...this.now.how, ...change } });
  }

  check() {
    const { told, columns, how } = this.now;
    const time_zone = this.desk.context.timeZone || Intl.DateTimeFormat().resolvedOptions().timeZone;
    return this.#step(`${told.id}/check`, { columns, ...how, time_zone }, "columns");
  }

  run() {
    return this.#step(`${this.now.told.id}/run`, {}, "preview");
  }

  stop() {
    return this.#step(`${this.now.told.id}/stop`, {}, this.now.step);
  }

  resume() {
    return this.#step(`${this.now.told.id}/resume`, {}, "over");
  }

  // Back to the columns: the file is still there until the import has begun.
  back() {
    return this.now.seen ? this.set({ step: "columns", problem: "" }) : this.look({});
  }

  download() {
    follow(`${this.desk.path}/import/${this.now.told.id}/refused`);
  }

  #call(verb, message) {
    return this.desk.post(`import/${verb}`, message);
  }

  #step(verb, message, otherwise) {
    return this.#try(async () => this.#told(await this.#call(verb, message)), otherwise);
  }

  async #try(act, otherwise) {
    const round = this.#round;
    try {
      await act();
    } catch (problem) {
      if (round !== this.#round) return;
      if (!(problem instanceof Problem)) throw problem;
      if (problem.status === 401) this.desk.signedOut(problem);
      const gone = problem.status === 404;
      this.set(gone ? { step: "choose", told: null, seen: null, problem: "This import is no longer there" } : { step: otherwise, problem: problem.message });
    }
  }

  // What the server says becomes what is shown; while it works it is asked again.
  #told(told) {
    const { step: before, seen, open } = this.now;
    const at = stepOf(told);
    const failed = at === "failed";
    const step = failed || at === "columns" ? (seen ? "columns" : "choose") : at;
    this.set({ told, step, ...(failed && { problem: told.detail }) });
    if (at === "columns" && !seen && open) this.look({});
    if (step === "over" && ["preview", "running"].includes(before)) this.#ended(told.job);
    this.#soon();
  }

  // It is an act like another: the list of what can be undone has it now.
  #ended({ gesture, changed }) {
    this.desk.say("The import has ended");
    this.desk.edits.acted?.({ id: gesture }, changed);
  }

  #soon() {
    clearTimeout(this.#timer);
    if (!this.there || !runs(this.now.told)) return;
    this.#timer = setTimeout(() => this.#ask(), this.now.open ? NEAR : FAR);
  }

  async #ask() {
    const { told } = this.now;
    try {
      const news = await this.#call(`${told.id}/state`, {});
      if (this.now.told?.id === told.id) this.#told(news);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (problem.status === 401) return this.desk.signedOut(problem);
      if (problem.status === 404) return this.set({ told: null, step: "choose" });
      this.#soon();
    }
  }
}
