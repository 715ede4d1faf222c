// Whether the foot is open stands in the address (`totals=1`): the link from a figure opens the rows with it.
const NAME = "totals";
export const FOOT = "dg-foot";

export const isAsked = (search) => new URLSearchParams(search).get(NAME) === "1";

export function toggle(desk) {
  const totalsOpen = !desk.store.get().totalsOpen;
  desk.store.set({ totalsOpen, totals: null });
  const rest = location.search.slice(1).split("&").filter((part) => part && part.split("=")[0] !== NAME);
  const query = [...rest, ...(totalsOpen ? [`${NAME}=1`] : [])].join("&");
  history.replaceState(history.state, "", location.pathname + (query && `?${query}`) + location.hash);
}
