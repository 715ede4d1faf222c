// The turns of a wall, as they stand in its address: which saved dashboards, how long each, and which it is now.
const USUAL_SECONDS = 30;
const [SHORTEST, LONGEST] = [5, 3600];
const MOST = 50;

// Milliseconds for which one that is lost is told of before the next one comes.
export const LEAST = 3000;

export function turnsOf(search) {
  const query = new URLSearchParams(search);
  const ids = [...new Set((query.get("boards") ?? "").split(",").filter(Boolean))].slice(0, MOST);
  const wanted = Math.round(Number(query.get("seconds") || USUAL_SECONDS)) || USUAL_SECONDS;
  return { ids, seconds: Math.max(SHORTEST, Math.min(LONGEST, wanted)), at: query.get("view") ?? ids[0] ?? "" };
}

// The query string of the next turn, or of the one before with -1; those that are gone have none. "" where there is no other.
export function nextOf(search, step, gone = new Set()) {
  const { ids, at } = turnsOf(search);
  const left = ids.filter((id) => id === at || !gone.has(id));
  const place = left.indexOf(at);
  const next = left[(place + step + left.length) % left.length];
  if (!next || next === at) return "";
  const query = new URLSearchParams(search);
  query.set("view", next);
  return `?${query.toString().replaceAll("%2C", ",")}`;
}
