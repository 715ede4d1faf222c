// What of an edit that is not saved is kept in the browser.
const KEPT = ["id", "field", "base", "value", "typed", "version", "state", "message", "theirs", "label", "at"];

export function keptOf(entry) {
  const act = entry.act && { id: entry.act.id, kind: entry.act.kind };
  return { ...Object.fromEntries(KEPT.map((name) => [name, entry[name]])), act };
}
