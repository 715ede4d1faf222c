// Taking out what the list shows: the question is posted, since it may name a person, and the browser follows a link
// that holds only a ticket.
import { whole } from "../../format.js";
import { Problem } from "../../transport.js";

const TOLD = 8000;
const all = new WeakMap();

export function exportsOf(desk) {
  if (!all.has(desk)) all.set(desk, new Exports(desk));
  return all.get(desk);
}

class Exports {
  constructor(desk) {
    this.desk = desk;
    desk.store.set({ exporting: null, exported: "" });
  }

  open() {
    this.before = document.activeElement;
    this.desk.store.set({ exporting: { busy: false, problem: "" } });
  }

  close() {
    this.desk.store.set({ exporting: null });
    if (this.before?.isConnected) this.before.focus();
  }

  get columns() {
    return this.desk.layout.read().map(({ field }) => this.desk.columns.get(field));
  }

  nouns(count) {
    return `${whole(count)} ${this.desk.noun[count === 1 ? 0 : 1]}`;
  }

  async begin({ format, bom }) {
    const { desk } = this;
    const tz = desk.context.timeZone || Intl.DateTimeFormat().resolvedOptions().timeZone;
    const asked = { ...desk.query(), tz, sort: desk.sorting(), columns: this.columns.map(({ field }) => field), format, bom };
    desk.store.set({ exporting: { busy: true, problem: "" } });
    try {
      const { ticket, rows } = await desk.post("export", asked);
      follow(`${desk.path}/export/${ticket}`);
      this.close();
      this.#tell(`Exporting ${this.nouns(rows)}…`);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (problem.status === 401) desk.signedOut(problem);
      desk.store.set({ exporting: { busy: false, problem: problem.message } });
    }
  }

  // The browser shows how far a download is; here it is said that it has begun.
  #tell(words) {
    this.desk.store.set({ exported: words });
    this.desk.say(`${words} Your browser saves the file.`);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.desk.store.set({ exported: "" }), TOLD);
  }
}

// The browser saves what the link gives; the page stays.
export function follow(href) {
  const link = document.createElement("a");
  link.href = href;
  link.download = "";
  document.body.append(link);
  link.click();
  link.remove();
}
