// What tools draw on cells: a class for the frame over a cell, and a small badge in its corner.
export class Marks {
  #frames = new Set();
  #badges = new Set();

  // `frame(row, field)` gives class names or nothing; returns the function that takes it away.
  add(frame) {
    this.#frames.add(frame);
    return () => this.#frames.delete(frame);
  }

  // `badge(row, field)` gives {text, title, className} or nothing.
  addBadge(badge) {
    this.#badges.add(badge);
    return () => this.#badges.delete(badge);
  }

  classes(row, field) {
    return [...this.#frames].map((frame) => frame(row, field)).filter(Boolean).join(" ");
  }

  badges(row, field) {
    return [...this.#badges].map((badge) => badge(row, field)).filter(Boolean);
  }
}
