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

// Where the menu of a card leads: the query strings that show it one place earlier or later among those of its kind, and
// without it; "" where it is at an end.
export function placesOf(card, cards, search, look) {
  const keys = shownOf(cards, search, look);
  const kinds = new Map(cards.map(({ key, kind }) => [key, kind]));
  const group = keys.filter((key) => kinds.get(key) === kinds.get(card));
  const place = group.indexOf(card);
  const beside = (other) => (place >= 0 && other ? showing(search, moved(keys, keys.indexOf(card), keys.indexOf(other))) : "");
  return {
    earlier: beside(group[place - 1]),
    later: beside(group[place + 1]),
    hide: showing(search, keys.filter((key) => key !== card)),
  };
}

export function moved(keys, from, to) {
  const next = [...keys];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}
