// What stands behind the switcher of dashboards: which one is shown, and the way to the server. It is to the views' menu
// (../../grid/tools/views/) what the desk is at a grid.
import { Store } from "../../grid/store.js";
import { Shelf } from "../../grid/tools/views/shelf.js";
import { post } from "../../grid/transport.js";

const PAGE = "/dashboard";
const WORDS = { one: "dashboard", many: "dashboards", all: "Usual dashboard", everything: "the usual dashboard" };

export class Board {
  words = WORDS;
  context = { timeZone: "" };
  store = new Store({ at: null, modified: false, views: null, deleted: null, voice: "" });
  shelf = new Shelf(this);
  #look = "";

  follow({ go, timeZone, changed }) {
    Object.assign(this, { go, changed });
    this.context.timeZone = timeZone;
  }

  // What the page says is shown; it may stand in the address in another way than it was asked for.
  show({ at = null, modified = false, look = "", asked, address }) {
    this.#look = look;
    this.store.set({ at, modified });
    if (typeof address === "string" && location.pathname === PAGE && location.search.slice(1) === (asked ?? "")) {
      history.replaceState(history.state, "", this.address.with(address) + location.hash);
    }
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
    // It stands on another saved dashboard now, or on the same as it is now.
    changed: async () => {
      const { address, modified } = await this.post("views/address", { look: this.#look, base: this.store.get().at?.id ?? null });
      this.store.set({ modified });
      const href = this.address.with(address);
      if (href === location.pathname + location.search) this.changed();
      else this.go(href, { replace: true });
    },
  };
}
