// Which cards are shown in which order, as it stands in the address.
const NONE = "none";

// The keys of the cards that an address shows: its own word, else the word of what it stands on; all where none is known.
export function shownOf(cards, search, look) {
  const own = new URLSearchParams(search);
  const word = own.has("cards") ? own.get("cards") : new URLSearchParams(look).get("cards") ?? "";
  if (word === NONE) return [];
  const known = new Set(cards.map(({ key }) => key));
  const keys = [...new Set(word.split(","))].filter((key) => known.has(key));
  return keys.length ? keys : cards.map(({ key }) => key);
}

// The query string that shows these cards, all else as it is; without `keys` all of them, as the page is made.
export function showing(search, keys) {
  const query = new URLSearchParams(search);
  query.delete("cards");
  if (keys) query.append("cards", keys.join(",") || NONE);
  else if (query.has("view")) query.append("cards", "");
  return query.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
}

export function moved(keys, from, to) {
  const next = [...keys];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}
