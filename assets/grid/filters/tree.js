// The conditions of a list as a person builds them: one group of all or any, in which groups stand. Every part has a key
// of its own, so that what is typed stays with its row.
import { asCondition, asFilter, says } from "./ops.js";

export const DEEPEST = 2;
export const MOST = 30;
let made = 0;
const key = () => (made += 1);

export const isGroup = (part) => part.kind === "all" || part.kind === "any";
export const keyed = (part) => ({ ...part, key: key() });
export const group = (kind, parts) => ({ kind, parts, key: key() });

function fromPart(columns, part) {
  if (isGroup(part)) return group(part.kind, part.parts.map((inner) => fromPart(columns, inner)).filter(Boolean));
  const column = columns.get(part.field);
  return column && keyed(asCondition(column, part));
}

// What the door's `filters` stand for. They all hold, unless they are one group.
export function fromFilters(columns, filters) {
  const parts = filters.map((part) => fromPart(columns, part)).filter(Boolean);
  return parts.length === 1 && isGroup(parts[0]) ? parts[0] : group("all", parts);
}

function toPart(part) {
  if (!isGroup(part)) return says(part) ? asFilter(part) : null;
  const parts = part.parts.map(toPart).filter(Boolean);
  if (parts.length < 2) return parts[0] ?? null;
  return { kind: part.kind, parts };
}

// The door's `filters`: what says nothing, and groups of one, are left out.
export function toFilters(root) {
  const parts = root.parts.map(toPart).filter(Boolean);
  return root.kind === "all" || parts.length < 2 ? parts : [{ kind: "any", parts }];
}

// The tree with the part of this key made anew by `change`, or without it where that gives null.
export function changed(root, at, change) {
  if (root.key === at) return change(root);
  const parts = root.parts.map((part) => {
    if (part.key === at) return change(part);
    return isGroup(part) ? changed(part, at, change) : part;
  });
  return { ...root, parts: parts.filter(Boolean) };
}

export const without = (root, at) => changed(root, at, () => null);
export const added = (root, at, part) => changed(root, at, (one) => ({ ...one, parts: [...one.parts, part] }));

export const count = (part) => (isGroup(part) ? part.parts.reduce((sum, inner) => sum + count(inner), 0) : 1);

// How deep groups stand in a group, itself not counted.
export const depth = (part) => Math.max(0, ...part.parts.filter(isGroup).map((inner) => 1 + depth(inner)));

// An outermost "any" is itself one of the two levels.
export const room = (root) => DEEPEST - (root.kind === "any" ? 1 : 0);

// The keys in reading order, to know what follows what is removed.
export const keys = (part) => (isGroup(part) ? part.parts.flatMap((inner) => [inner.key, ...keys(inner)]) : []);
