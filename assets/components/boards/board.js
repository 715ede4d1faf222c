// What stands behind the switcher of dashboards: which one is shown, and the way to the server. It is to the views' menu
// (../../grid/tools/views/) what the desk is at a grid.
import { Store } from "../../grid/store.js";
import { Shelf } from "../../grid/tools/views/shelf.js";
import { Problem, post } from "../../grid/transport.js";

const PAGE = "/dashboard";
// Milliseconds for which the page is waited for; a line that is lost holds nobody up.
const LONGEST = 5000;
const WORDS = { one: "dashboard", many: "dashboards", all: "Usual dashboard", everything: "the usual dashboard" };

export class Board {
  words = WORDS;
  context = { timeZone: "" };
  store = new Store({ at: null, modified: false, views: null, deleted: null, voice: "" });
  shelf = new Shelf(this);
  #look = "";
  #waits = null;

  follow({ go, timeZone, changed }) {
    Object.assign(this, { go, changed });
    this.context.timeZone = timeZone;
  }

  // What the page says is shown; it may stand in the address in another way than it was asked for.
  show({ at = null, modified = false, look = "", asked, address }) {
    this.#look = look;
    this.store.set({ at, modified });
    if (this.#waits?.is(at)) this.#waits.done();
    if (typeof address === "string" && location.pathname === PAGE && location.search.slice(1) === (asked ?? "")) {
      history.replaceState(history.state, "", this.address.with(address) + location.hash);
    }
  }

  // Resolves once the page says that it shows this dashboard as it is saved, or none: all its links stand on it then.
  #shows(view) {
    const is = (at) => at?.id === view?.id && (!view || at.version >= view.version);
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waits = null;
        resolve();
      };
      const timer = setTimeout(done, LONGEST);
      this.#waits = { is, done };
    });
  }

  // Everything that is shown, as a query string without a saved dashboard.
  get arranged() {
    return this.#look;
  }

  post(verb, message) {
    return post(`/boards/${verb}`, message);
  }

  say = (voice) => this.store.set({ voice });

  address = {
    with: (query) => `${PAGE}${query && `?${query}`}`,
    open: (query) => this.go(this.address.with(query)),
    // It stands on the same saved dashboard as it is now.
    changed: async () => this.#move(this.store.get().at),
    // It stands on another one, or on none. The page draws its links anew, which is waited for.
    stand: async (at) => {
      const shown = this.#shows(at);
      try {
        await this.#move(at);
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        this.#waits?.done();
      }
      await shown;
      this.store.set({ at });
    },
  };

  async #move(at) {
    const { address, modified } = await this.post("views/address", { look: this.#look, base: at?.id ?? null });
    this.store.set({ modified });
    const href = this.address.with(address);
    if (href === location.pathname + location.search) this.changed();
    else this.go(href, { replace: true });
  }
}
