// What a grid does when its page is nobody's any more, or somebody else's.
export const loginPath = () => `/login?next=${encodeURIComponent(location.pathname + location.search)}`;

// What is not saved stays here and waits, and nothing else of the list can be read any more (grid_cells.css); without such
// the page goes to sign in at once.
export function sessionOver({ store, holds, context }, problem) {
  const other = problem?.body.code === "other_person";
  const words = other ? "Somebody else is signed in here now" : "You are signed out";
  const before = store.get().signedOut;
  if (before === words || (before && !problem)) return;
  if (!holds) return other ? location.reload() : location.assign(loginPath());
  context.revealed?.forget();
  store.set({ signedOut: words, voice: `${words}. Your edit waits until you have signed in again.` });
}

// Signed in again and all is saved, or given up: the page is opened anew, since its connection was the old session's.
export function openAnew({ store, holds }) {
  if (store.get().signedOut && !holds) location.reload();
}
