// Whether the server can be reached, as everything on the page finds it: requests, the websocket, the browser's own word.
import { Store } from "./store.js";

const PROBE = 2000;
const LOST_AFTER = 1200;
const PATIENCE = 6000;

class Line {
  #timer = 0;
  #socketTimer = 0;
  #broken = false;
  #socketLost = false;

  // since: when it broke, milliseconds since 1970; null while it holds.
  constructor() {
    this.store = new Store({ since: null });
    globalThis.addEventListener?.("offline", () => this.broke());
    globalThis.addEventListener?.("online", () => this.#probe());
  }

  // A request found nobody: ask until somebody answers.
  broke() {
    this.#broken = true;
    this.#look();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#probe(), PROBE);
  }

  held() {
    this.#broken = false;
    clearTimeout(this.#timer);
    this.#look();
  }

  // The websocket breaks and comes back unseen within a moment.
  socket(lost) {
    clearTimeout(this.#socketTimer);
    const set = () => {
      this.#socketLost = lost;
      this.#look();
    };
    if (lost) this.#socketTimer = setTimeout(set, LOST_AFTER);
    else set();
  }

  async #probe() {
    try {
      const answer = await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
      if (answer.ok) return this.held();
    } catch {
      // Asked again below.
    }
    this.broke();
  }

  #look() {
    const lost = this.#broken || this.#socketLost;
    const { since } = this.store.get();
    if (lost === (since !== null)) return;
    this.store.set({ since: lost ? Date.now() : null });
    if (!lost) globalThis.dispatchEvent?.(new Event("daybook:online"));
  }
}

export const line = new Line();
