// A tiny observable: what the toolbar and the popovers show of the grid's machinery.
export class Store {
  #listeners = new Set();

  constructor(value) {
    this.value = value;
  }

  get = () => this.value;

  set(change) {
    this.value = { ...this.value, ...change };
    for (const listener of this.#listeners) listener();
  }

  subscribe = (listener) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}
