// From a row to the one above or below it, in the order of the grid, reading more where it is not there yet.
const PATIENCE = 5000;

// The row `by` places away from that of `id`, or null at an end and where the row is no longer in the list.
export async function neighbour(desk, id, by) {
  const { api } = desk;
  const node = api?.getRowNode(id);
  if (!node) return null;
  const place = node.rowIndex + by;
  if (place < 0 || place >= api.getDisplayedRowCount()) return null;
  api.ensureIndexVisible(place);
  return (await loaded(api, place))?.data ?? null;
}

function loaded(api, place) {
  const there = () => {
    const node = api.isDestroyed() ? null : api.getDisplayedRowAtIndex(place);
    return node?.data ? node : null;
  };
  if (there() || api.isDestroyed()) return there();
  return new Promise((resolve) => {
    const done = () => {
      if (!api.isDestroyed() && !there() && Date.now() < until) return;
      clearInterval(timer);
      resolve(there());
    };
    const until = Date.now() + PATIENCE;
    const timer = setInterval(done, 50);
  });
}
