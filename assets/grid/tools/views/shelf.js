// The views of one page, as its person may use them: what the switcher and its menu do.
import { wordsOf } from "./words.js";

const UNDO = 10_000;

export class Shelf {
  #timer = 0;

  constructor(desk) {
    this.desk = desk;
  }

  get at() {
    return this.desk.store.get().at;
  }

  async load() {
    const { views } = await this.desk.post("views", {});
    this.desk.store.set({ views });
  }

  // Opens a view; without one, the page as it is made. Back leads to what was looked at before.
  open(view) {
    const { at, modified, views } = this.desk.store.get();
    if (!modified && (at?.id ?? null) === (view?.id ?? null)) return;
    const begins = views?.some((one) => one.is_default);
    this.desk.address.open(view ? `view=${view.id}` : begins ? "view=all" : "");
  }

  async create({ name, isShared, isDefault }) {
    const message = { name, look: this.desk.arranged, is_shared: isShared, is_default: isDefault };
    const { view } = await this.desk.post("views/create", message);
    await this.#become(view, `Saved as ${view.name}`);
  }

  // `version` is the one that the person has seen. Throws a Problem, 412 where the view has moved on since.
  async save(version = this.at.version) {
    const { view } = await this.desk.post("views/change", { id: this.at.id, version, look: this.desk.arranged });
    await this.#become(view, `${view.name} is saved`);
  }

  async rename(name) {
    await this.#change({ name }, `Renamed to ${name}`);
  }

  async share(isShared) {
    await this.#change({ is_shared: isShared }, isShared ? `The team sees this ${wordsOf(this.desk).one} now` : `Only you see this ${wordsOf(this.desk).one} now`);
  }

  async #change(change, words) {
    const { view } = await this.desk.post("views/change", { id: this.at.id, version: this.at.version, ...change });
    this.desk.store.set({ at: view });
    this.desk.say(words);
    await this.load();
  }

  async beginWith(view) {
    await this.desk.post("views/default", { id: view?.id ?? null });
    if (this.at) this.desk.store.set({ at: { ...this.at, is_default: this.at.id === view?.id } });
    this.desk.say(view ? `You begin with ${view.name} now` : `You begin with ${wordsOf(this.desk).everything} now`);
    await this.load();
    this.desk.address.changed({ again: true });
  }

  // What is looked at stays, as changes that are not saved; for a while it can be taken back.
  async remove() {
    const view = this.at;
    await this.desk.post("views/delete", { id: view.id });
    await this.desk.address.stand(null);
    this.desk.store.set({ deleted: view });
    this.desk.say(`${view.name} is deleted. It can be brought back for 10 seconds.`);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.desk.store.set({ deleted: null }), UNDO);
    await this.load();
  }

  async bringBack() {
    const { deleted } = this.desk.store.get();
    clearTimeout(this.#timer);
    this.desk.store.set({ deleted: null });
    const { view } = await this.desk.post("views/restore", { id: deleted.id });
    if (this.at) await this.load();
    else await this.#become(view, `${view.name} is back`);
  }

  // An address that opens the same for everybody who may open the page.
  async link() {
    const message = { look: this.desk.arranged, base: this.at?.id ?? null, portable: true };
    const { address } = await this.desk.post("views/address", message);
    return new URL(this.desk.address.with(address), location.origin).href;
  }

  // It is said to be done once the page stands on it.
  async #become(view, words) {
    await this.desk.address.stand(view);
    this.desk.say(words);
    this.load();
  }
}
