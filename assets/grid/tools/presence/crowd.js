// Who else is on this grid: tells the server where this person stands, and draws where the others do.
import { line } from "../../line.js";

const BEAT = 1500;
const AT_MOST = 200;
// A page out of sight for so long counts as left: by then the browser wakes its timers once a minute.
const AWAY = 4 * 60_000;
const RECENT = 5000;

const cellKey = (row, field) => `${row}\n${field}`;
const NOBODY = [];
const NOWHERE = { row: "", field: "", editing: false };

export class Crowd {
  #told = NOWHERE;
  #toldAt = 0;
  #timer = 0;
  #hidden = 0;
  #cells = new Map();
  #people = new Map();
  #announced = new Set();
  #recent = new Map();

  constructor(desk) {
    this.desk = desk;
  }

  // Listens until the function that comes back is called.
  attach() {
    const { desk } = this;
    const stops = [
      desk.store.subscribe(() => this.#look()),
      line.store.subscribe(() => this.#look()),
      desk.marks.add((row, field) => this.#frame(row.id, field)),
      desk.marks.addBadge((row, field) => this.#badge(row.id, field)),
    ];
    const beat = setInterval(() => this.#beat(), BEAT);
    const seen = () => {
      this.#hidden = document.visibilityState === "hidden" ? Date.now() : 0;
      if (!this.#hidden) this.#tell();
    };
    document.addEventListener("visibilitychange", seen);
    desk.rows.changedElsewhere = (id, fields, by) => this.#flash(id, fields, by);
    return () => {
      for (const stop of stops) stop();
      clearInterval(beat);
      clearTimeout(this.#timer);
      document.removeEventListener("visibilitychange", seen);
      desk.rows.changedElsewhere = null;
    };
  }

  // The others, as far as it is known: without a line it is not.
  get here() {
    const { people, places } = this.desk.store.get();
    return line.store.get().since === null && people ? { people, places: places ?? NOBODY } : { people: NOBODY, places: NOBODY };
  }

  get #spot() {
    const { focus, editing } = this.desk.store.get();
    return focus ? { row: focus.id, field: focus.field, editing: Boolean(editing) } : NOWHERE;
  }

  #beat() {
    if (!this.#hidden || Date.now() - this.#hidden < AWAY) this.#tell();
  }

  // Without a line nothing is told: it would only queue.
  #tell() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (line.store.get().since !== null) return;
    this.#told = this.#spot;
    this.#toldAt = Date.now();
    this.desk.onHere?.(this.#told);
  }

  // Something of the desk changed: where this person stands, or what is known of the others.
  #look() {
    const { people, places } = this.here;
    if (people !== this.people || places !== this.places) this.#see(people, places);
    const spot = this.#spot;
    if (this.#timer || Object.keys(spot).every((name) => spot[name] === this.#told[name])) return;
    this.#timer = setTimeout(() => this.#tell(), Math.max(0, AT_MOST - (Date.now() - this.#toldAt)));
  }

  #see(people, places) {
    Object.assign(this, { people, places });
    this.#people = new Map(people.map((person) => [person.id, person]));
    const before = this.#cells;
    this.#cells = new Map();
    for (const place of places) {
      const key = cellKey(place.row, place.field);
      this.#cells.set(key, [...(this.#cells.get(key) ?? []), place]);
    }
    for (const key of new Set([...before.keys(), ...this.#cells.keys()])) this.desk.redraw(...key.split("\n"));
    this.#announce(places);
  }

  // Told once to who is on the same row, as it begins.
  #announce(places) {
    const { focus } = this.desk.store.get();
    const now = places.filter((place) => place.editing).map((place) => [`${place.tab} ${cellKey(place.row, place.field)}`, place]);
    const before = this.#announced;
    this.#announced = new Set(now.map(([key]) => key));
    for (const [key, place] of now) {
      if (!before.has(key) && place.row === focus?.id) this.desk.say(`${this.nameOf(place)} is editing ${this.placeName(place)}`);
    }
  }

  nameOf({ person }) {
    const known = this.#people.get(person);
    return known?.mine ? "You, in another tab," : (known?.name || "Somebody");
  }

  // "Status of order 1042", as far as the row is at hand.
  placeName({ row, field }) {
    const label = this.desk.columns.get(field)?.label ?? field;
    const data = this.desk.api?.getRowNode(row)?.data;
    return data ? `${label} of ${this.desk.noun[0]} ${this.desk.edits.nameOf(data)}` : label;
  }

  #frame(row, field) {
    const places = this.#cells.get(cellKey(row, field));
    if (!places) return "";
    const place = places.find((each) => each.editing) ?? places[0];
    return `dg-here dg-person-${this.#people.get(place.person)?.tone ?? 0}${place.editing ? " dg-here-editing" : ""}`;
  }

  #badge(row, field) {
    const key = cellKey(row, field);
    const places = this.#cells.get(key);
    if (places) {
      const place = places.find((each) => each.editing) ?? places[0];
      const { initials, tone } = this.#people.get(place.person) ?? { initials: "?", tone: 0 };
      const title = places.map((each) => `${this.nameOf(each)} ${each.editing ? "is editing" : "is here"}`).join("; ");
      return { text: places.length > 1 ? `${initials} +${places.length - 1}` : initials, title, className: `dg-initials dg-person-${tone}` };
    }
    const person = this.#recent.get(key);
    return person && { text: person.initials, title: `${person.name} changed this just now`, className: `dg-initials dg-person-${person.tone}` };
  }

  // Somebody who is here has just changed these cells: their initials stand there for a moment.
  #flash(id, fields, by) {
    const person = by && [...this.#people.values()].find((each) => each.id.endsWith(by) && !each.mine);
    if (!person) return;
    for (const field of fields) {
      const key = cellKey(id, field);
      this.#recent.set(key, person);
      this.desk.redraw(id, field);
      setTimeout(() => {
        if (this.#recent.get(key) !== person) return;
        this.#recent.delete(key);
        this.desk.redraw(id, field);
      }, RECENT);
    }
  }
}
