// The builder: conditions, of which all or any must hold, and groups of them. What is complete narrows the list at once.
import { useEffect, useRef, useState } from "react";
import { same } from "../format.js";
import { EDITORS } from "./editors.jsx";
import { isSpare } from "./known.js";
import { blank, opOf, opsOf, withOp } from "./ops.js";
import { MOST, added, changed, count, depth, fromFilters, group, isGroup, keyed, keys, room, toFilters, without } from "./tree.js";

const KINDS = [["all", "All of these hold"], ["any", "Any of these holds"]];

function Joiner({ place, kind }) {
  if (place === 0) return <span className="dg-join">Where</span>;
  return <span className="dg-join">{kind === "all" ? "and" : "or"}</span>;
}

function Condition({ desk, columns, part, update, remove, timeZone }) {
  const column = columns.get(part.field);
  const one = opOf(column, part);
  const Editor = EDITORS[one.editor];
  const change = (patch) => update(() => ({ ...part, ...patch }));
  return (
    <div className="dg-condition" data-part={part.key}>
      <div className="dg-two">
        <select aria-label="Column" value={part.field} onChange={(event) => update(() => ({ ...blank(columns.get(event.target.value)), key: part.key }))}>
          {[...columns.values()].filter(({ field }) => field === part.field || !isSpare(desk, field)).map((each) => <option key={each.field} value={each.field}>{each.label}</option>)}
        </select>
        <select aria-label={`${column.label}: how it is compared`} value={one.name} onChange={(event) => update(() => ({ ...withOp(part, opsOf(column).find(({ name }) => name === event.target.value)), key: part.key }))}>
          {opsOf(column).map((each) => <option key={each.name} value={each.name}>{each.words}</option>)}
        </select>
        <button type="button" className="dg-icon-button" aria-label={`Remove the condition on ${column.label}`} onClick={remove}>×</button>
      </div>
      <Editor key={`${part.field} ${one.editor}`} {...{ desk, column, change, timeZone }} condition={part} label={`${column.label} ${one.words}`} />
    </div>
  );
}

function Kind({ part, label, update, held }) {
  return (
    <select aria-label={label} className="dg-kind" value={part.kind} onChange={(event) => update((one) => ({ ...one, kind: event.target.value }))}>
      {KINDS.map(([kind, words]) => <option key={kind} value={kind} disabled={held && kind === "any"}>{words}</option>)}
    </select>
  );
}

function Adding({ columns, at, tree, deeper, add, full }) {
  const first = columns.values().next().value;
  return (
    <div className="dg-adding">
      <button type="button" className="dg-text-button" disabled={full} onClick={() => add(at, keyed(blank(first)))}>+ Condition</button>
      {deeper && <button type="button" className="dg-text-button" disabled={full} onClick={() => add(at, group(tree.kind === "any" ? "all" : "any", [keyed(blank(first))]))}>+ Group</button>}
    </div>
  );
}

function Group({ part, level, shared }) {
  const { columns, root, update, remove, add } = shared;
  const isRoot = part === root;
  return (
    <div className={isRoot ? "dg-group dg-group-root" : "dg-group"} role="group" aria-label={isRoot ? "Conditions" : "Group of conditions"} data-part={part.key}>
      {(!isRoot || part.parts.length > 0) && (
        <div className="dg-group-head">
          <Kind part={part} label={isRoot ? "Which conditions must hold" : "Which of the group must hold"} update={(change) => update(part.key, change)} held={isRoot && depth(root) > 1} />
          {!isRoot && <button type="button" className="dg-icon-button" aria-label="Remove the group" onClick={() => remove(part.key)}>×</button>}
        </div>
      )}
      <ol className="dg-parts">
        {part.parts.map((inner, place) => (
          <li key={inner.key}>
            <Joiner place={place} kind={part.kind} />
            {isGroup(inner)
              ? <Group part={inner} level={level + 1} shared={shared} />
              : <Condition {...shared} part={inner} update={(change) => update(inner.key, change)} remove={() => remove(inner.key)} />}
          </li>
        ))}
      </ol>
      <Adding {...{ columns, add }} at={part.key} tree={part} deeper={level < room(root)} full={count(root) >= MOST} />
    </div>
  );
}

// The tree in the making. What others set meanwhile (a pill, a chip, a view) takes its place.
function useTree(desk, columns, filters) {
  const [root, setRoot] = useState(() => fromFilters(columns, filters));
  const told = useRef(filters);
  useEffect(() => {
    if (same(filters, told.current)) return;
    told.current = filters;
    setRoot(fromFilters(columns, filters));
  }, [filters]);
  const set = (next) => {
    setRoot(next);
    const wanted = toFilters(next);
    if (same(wanted, told.current)) return;
    told.current = wanted;
    desk.setQuery({ filters: wanted });
  };
  return [root, set];
}

export function Builder({ desk, shown, columns, timeZone, start }) {
  const box = useRef(null);
  const [root, set] = useTree(desk, columns, shown.filters);
  const focus = (key, what = "select, input, button") => setTimeout(() => box.current?.querySelector(`[data-part="${key}"]`)?.querySelector(what)?.focus());
  const add = (at, part) => {
    set(added(root, at, part));
    focus(isGroup(part) ? part.parts[0].key : part.key);
  };
  const remove = (at) => {
    const order = keys(root);
    const place = order.indexOf(at);
    const next = without(root, at);
    set(next);
    const left = keys(next);
    const near = [...order.slice(place), ...order.slice(0, place).reverse()].find((key) => left.includes(key));
    if (near) focus(near);
    else focus(root.key);
    desk.say("Removed");
  };
  const clear = () => {
    const none = group("all", []);
    set(none);
    focus(none.key);
  };
  useEffect(() => {
    if (start && columns.get(start)) add(root.key, keyed(blank(columns.get(start))));
  }, [start]);
  const shared = { desk, columns, root, timeZone, remove, add, update: (at, change) => set(changed(root, at, change)) };
  return (
    <div ref={box} className="dg-builder">
      {root.parts.length === 0 && <p className="dg-quiet">No conditions: all {desk.noun[1]} are shown.</p>}
      <Group part={root} level={0} shared={shared} />
      {root.parts.length > 0 && <button type="button" className="dg-text-button" onClick={clear}>Remove all conditions</button>}
    </div>
  );
}
