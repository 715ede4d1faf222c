// Presence: who else is here. Their initials stand in the toolbar and, in their colour, on the cell they are on.
import { useSyncExternalStore } from "react";
import { line } from "../../line.js";
import { Crowd } from "./crowd.js";
import "../../../css/grid/presence.css";

const SHOWN = 4;

// What one of them does, where they are on a cell.
function doing(person, places) {
  return places.find((place) => place.person === person.id && place.editing) ?? places.find((place) => place.person === person.id);
}

// The row may not be at hand: then it is searched for.
async function jump(desk, place) {
  if (desk.api.getRowNode(place.row)) return desk.goTo({ id: place.row, field: place.field });
  const { rows: [row] } = await desk.post("rows", { ids: [place.row] }).catch(() => ({ rows: [] }));
  if (!row) return desk.say("That row is not there any more");
  return desk.setQuery({ search: desk.edits.nameOf(row), filters: [] });
}

function Avatar({ desk, person, place }) {
  const what = place ? `${place.editing ? "editing" : "at"} ${desk.crowd?.placeName(place) ?? ""}` : "looking on";
  const face = <span className={`dg-face dg-person-${person.tone}`} aria-hidden="true">{person.initials}</span>;
  const words = `${person.name}, ${what}`;
  return (
    <li>
      <button type="button" className="dg-avatar" aria-label={words} aria-disabled={!place} onClick={() => place && jump(desk, place)}>
        {face}
        <span className="dg-tip" aria-hidden="true"><b>{person.name}</b>{what}</span>
      </button>
    </li>
  );
}

function Bar({ desk }) {
  useSyncExternalStore(line.store.subscribe, line.store.get, line.store.get);
  const { people, places } = desk.crowd?.here ?? { people: [], places: [] };
  const others = people.filter((person) => !person.mine);
  if (!others.length) return null;
  const more = others.slice(SHOWN);
  return (
    <ul className="dg-crowd" aria-label={`${others.length} ${others.length === 1 ? "other person is" : "others are"} here`}>
      {others.slice(0, SHOWN).map((person) => <Avatar key={person.id} {...{ desk, person }} place={doing(person, places)} />)}
      {more.length > 0 && (
        <li>
          <span className="dg-avatar dg-more" tabIndex={0} role="note" aria-label={`And ${more.map((person) => person.name).join(", ")}`}>
            <span className="dg-face" aria-hidden="true">+{more.length}</span>
            <span className="dg-tip" aria-hidden="true">{more.map((person) => <b key={person.id}>{person.name}</b>)}</span>
          </span>
        </li>
      )}
    </ul>
  );
}

export const presence = {
  name: "presence",
  place: "end",
  Bar,
  attach(desk) {
    desk.crowd = new Crowd(desk);
    return desk.crowd.attach();
  },
};
