// What became of the cells of a gesture, in words.
const TOLD = { saved: "saved", conflict: "in conflict", refused: "refused" };

// "12 cells: 10 saved, 2 refused"; `count` by state is a number or a list.
export function tally(all, count) {
  const number = (state) => count[state]?.length ?? count[state] ?? 0;
  const parts = Object.keys(TOLD).filter(number).map((state) => `${number(state).toLocaleString()} ${TOLD[state]}`);
  return `${all.toLocaleString()} ${all === 1 ? "cell" : "cells"}: ${parts.join(", ") || "nothing changed"}`;
}

// What is edited and is no column is an order's line.
export const labelOf = (labels, field) => labels[field] ?? "Line item";
