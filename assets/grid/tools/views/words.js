// What views are called, and which of them are meant by what somebody types. Elsewhere than at a grid they may be called
// something else: `words` of the desk.
export const wordsOf = ({ words, noun }) => words ?? { one: "view", many: "views", all: `All ${noun[1]}`, everything: "everything" };

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();

// Names with numbers in them come in the order of the numbers.
const { compare } = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

// The views by group, as the list shows them; the page as it is made is `null` among one's own.
export function groupsOf(views, words, typed) {
  const fits = (name) => plain(name).includes(plain(typed.trim()));
  const named = (views ?? []).filter((view) => fits(view.name)).sort((one, other) => compare(one.name, other.name));
  const all = fits(words.all) ? [null] : [];
  return [
    { title: "Mine", views: [...all, ...named.filter((view) => view.is_mine)] },
    { title: "Shared by others", views: named.filter((view) => !view.is_mine) },
  ].filter((group) => group.views.length);
}
