// The edits of an entity with their keeper behind them, and the account of what became of those that an ended page left.
import { Edits } from "../edits.js";
import { Store } from "../store.js";
import { Keeper } from "./keeper.js";

const EMPTY = { open: false, going: 0, results: [], old: 0, broken: 0, elsewhere: {}, kept: "opening" };

export function keptEdits({ entity, path }) {
  const edits = new Edits();
  const away = new Store(EMPTY);
  const keeper = new Keeper({ entity, path: `${path}/key`, told: () => away.get().kept !== keeper.state && away.set({ kept: keeper.state }) });
  Object.assign(edits, { keeper, away });
  // Only what this browser does not keep is lost with the page.
  addEventListener("beforeunload", (event) => edits.list().length && !keeper.safe && event.preventDefault());
  // Another tab of the same person may have ended meanwhile.
  addEventListener("visibilitychange", () => document.visibilityState === "visible" && look(edits, () => keeper.left()));
  look(edits, () => keeper.open());
  return edits;
}

async function look(edits, left) {
  const found = await left();
  if (!found) return;
  const { messages, old, broken, elsewhere } = found;
  if (!messages.length && !old && !broken && !Object.keys(elsewhere).length) return;
  const { away } = edits;
  const before = away.get();
  away.set({ open: true, going: before.going + messages.length, old: before.old + old, broken: before.broken + broken, elsewhere });
  edits.adopt(messages, ({ id, field, label, message }, state) => {
    const { going, results } = away.get();
    away.set({ going: going - 1, results: [...results, { id, field, label, message, state }] });
    if (going === 1) edits.say(summary(away.get()));
  });
}

const WORDS = { saved: "saved", conflict: "in conflict", refused: "refused", invalid: "not valid", draft: "unfinished", replaced: "replaced by what you typed since" };

// "While you were away: 3 saved, 1 in conflict."
export function summary({ going, results, old, broken }) {
  const parts = Object.entries(WORDS)
    .map(([state, word]) => [results.filter((result) => result.state === state).length, word])
    .concat([[going, "on the way"], [old, "dropped after 7 days"], [broken, "no longer readable"]])
    .filter(([count]) => count)
    .map(([count, word]) => `${count} ${word}`);
  return parts.length ? `While you were away: ${parts.join(", ")}` : "";
}

export const wordOf = (state) => WORDS[state];

const SETTLED = 300;

// What is typed in an open editor is kept once it has stood for a moment.
export function watchTyping(desk, root) {
  let timer = 0;
  // The editor that was typed into may have closed since, and another one opened.
  const keep = (seen, text) => {
    const { api, hands } = desk;
    const row = seen && hands.seen === seen && api?.getEditingCells().length && api.getRowNode(seen.id)?.data;
    if (row) desk.edits.typing(row, seen.field, desk.edits.stood(seen), text);
  };
  const typed = ({ target }) => {
    if (!target.matches(".ag-cell *, .ag-popup-editor *")) return;
    const { seen } = desk.hands;
    clearTimeout(timer);
    timer = setTimeout(() => keep(seen, target.value), SETTLED);
  };
  root.addEventListener("input", typed);
  return () => {
    clearTimeout(timer);
    root.removeEventListener("input", typed);
  };
}
