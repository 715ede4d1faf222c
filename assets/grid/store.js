// A tiny observable: what the toolbar and the popovers show of the grid's machinery.
export class Store {
  #listeners = new Set();

  constructor(value) {
    this.value = value;
  }

  get = () => this.value;

  // `spoken` counts what is said (`voice`): a screen reader hears the same words again only where something changes.
  set(change) {
    this.value = { ...this.value, ...change };
    if ("voice" in change) this.value.spoken = (this.value.spoken ?? 0) + 1;
    for (const listener of this.#listeners) listener();
  }

  subscribe = (listener) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}
