// Values that were shown for a reason: in memory, each for its time.
const key = (id, field) => `${id}\n${field}`;

export class Revealed {
  #values = new Map();

  constructor(desk) {
    this.desk = desk;
  }

  get(id, field) {
    return this.#values.get(key(id, field))?.value;
  }

  put(id, field, value, seconds) {
    this.#drop(key(id, field));
    const timer = setTimeout(() => {
      this.#drop(key(id, field));
      this.desk.redraw(id, field);
    }, seconds * 1000);
    this.#values.set(key(id, field), { value, timer });
    this.desk.redraw(id, field);
  }

  forget() {
    for (const one of [...this.#values.keys()]) this.#drop(one);
  }

  #drop(one) {
    clearTimeout(this.#values.get(one)?.timer);
    this.#values.delete(one);
  }
}
