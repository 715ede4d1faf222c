// The desks of a visit: one for each entity.
import { Desk } from "./desk.js";

const desks = new Map();

// The desk of an entity. A page that is drawn again (its connection came back) finds what it had; one that was opened
// anew begins afresh, but for edits that are not saved: they outlive every page.
export function deskFor(settings, visit) {
  const before = desks.get(settings.entity);
  if (before?.visit === visit) return Object.assign(before.desk, { go: settings.open });
  const desk = new Desk({ ...settings, edits: before?.desk.edits });
  desks.set(settings.entity, { desk, visit });
  return desk;
}

// The page went to another address of its own: it is still the same visit.
export function revisit(entity, visit) {
  desks.get(entity).visit = visit;
}
