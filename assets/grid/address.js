// Keeps the address in step with what is looked at: the server says what may stand in it, for a name may not.
import { Problem, patience, pause } from "./transport.js";

const SETTLES = 150;

// A view of the server, as the grid itself describes what it shows.
export const lookOf = ({ columns = [], sort = [], filters = [], search = "" }) => ({ columns, sort, filters, search });

const told = (value) => value !== null && value !== undefined && value !== "" && value !== false;
const plain = (value) => {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, part]) => told(part)).sort().map(([name, part]) => [name, plain(part)]));
};

// The same whatever the order of the keys, and whether nothing is said or left out.
export const sameLook = (one, other) => JSON.stringify(plain(one)) === JSON.stringify(plain(other));

export class Address {
  #known = null;
  #round = 0;
  #timer = 0;
  #pending = false;

  constructor(desk) {
    this.desk = desk;
    this.path = location.pathname;
  }

  // Whether a view of the page is of this address: what the person did since is newer than what the page knows.
  takes({ asked }) {
    return !this.#pending && (asked === undefined || asked === location.search.slice(1));
  }

  // What is shown now is what the address stands for, or (where it is given) this one instead.
  settle(address) {
    this.#round += 1;
    clearTimeout(this.#timer);
    this.#pending = false;
    this.#known = this.desk.arranged;
    if (typeof address === "string") this.#put(address);
  }

  // The person changed something, or (with `again`) what it is a view of.
  changed({ again = false } = {}) {
    const look = this.desk.arranged;
    if (!again && sameLook(look, this.#known)) return;
    this.#known = look;
    this.#pending = true;
    clearTimeout(this.#timer);
    const round = (this.#round += 1);
    this.#timer = setTimeout(() => this.#write(look, round), SETTLES);
  }

  // It is a view of this one now, as it is saved; of none, and what is shown stays.
  stand(at) {
    this.desk.store.set(at ? { at, modified: false } : { at });
    this.changed({ again: true });
  }

  async #write(look, round) {
    const base = this.desk.store.get().at?.id ?? null;
    for (let tries = 0; round === this.#round; tries++) {
      try {
        const { address, modified } = await this.desk.post("views/address", { look, base });
        if (round !== this.#round) return;
        this.#pending = false;
        this.#put(address);
        this.desk.store.set({ modified });
        return;
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        // What is half typed has no address yet.
        if (!problem.passes) break;
        await pause(patience(tries));
      }
    }
    if (round === this.#round) this.#pending = false;
  }

  // The whole address with this view in it; what others keep there stays.
  with(address) {
    const own = new Set(this.desk.view.names);
    const others = [...new URLSearchParams(location.search)].filter(([name]) => !own.has(name));
    const query = [address, new URLSearchParams(others).toString()].filter(Boolean).join("&");
    return `${this.path}${query && `?${query}`}`;
  }

  #put(address) {
    if (location.pathname !== this.path) return;
    const next = this.with(address);
    if (next !== location.pathname + location.search) history.replaceState(history.state, "", next + location.hash);
  }

  // Opens another view; Back leads to what was looked at before.
  open(address) {
    this.desk.go(this.with(address));
  }
}
