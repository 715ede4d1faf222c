// What rows are filtered by, as people read it: people whom a filter tells by their ids have their names from the server,
// which are kept in this page alone and never in an address.
import { useEffect, useMemo } from "react";
import { Problem } from "../transport.js";
import { isGroup } from "./tree.js";

const conditions = (parts) => parts.flatMap((part) => (isGroup(part) ? conditions(part.parts) : [part]));
const byId = (column, part) => column?.filter === "customer" && part.kind === "set";

async function ask(desk, field, values) {
  try {
    const { names } = await desk.post("names", { field, values });
    const told = Object.fromEntries(names.map(({ value, label }) => [value, label]));
    // Who is not there any more has no name; it is not asked for again.
    return { ...Object.fromEntries(values.map((value) => [value, "somebody who is not here any more"])), ...told };
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    return {};
  }
}

export function learn(desk, names) {
  desk.store.set({ names: { ...desk.store.get().names, ...names } });
}

function useNames(desk, filters, names) {
  const all = new Map([...desk.columns, ...desk.facets]);
  const told = conditions(filters).filter((part) => byId(all.get(part.field), part));
  const missing = [...new Set(told.flatMap(({ values }) => values))].filter((value) => !(value in names));
  useEffect(() => {
    if (!missing.length) return undefined;
    let current = true;
    ask(desk, told[0].field, missing).then((found) => current && learn(desk, found));
    return () => {
      current = false;
    };
  }, [missing.join()]);
}

const NOBODY = {};

// The columns and facets by field, with what is known of people's names.
export function useKnown(desk, shown) {
  const names = shown.names ?? NOBODY;
  useNames(desk, shown.filters, names);
  return useMemo(() => new Map([...desk.columns, ...desk.facets].map(([field, column]) => [field, column.filter === "customer" ? { ...column, names } : column])), [names]);
}

export const filterable = (known) => new Map([...known].filter(([, column]) => column.filter));

// What has one value only in this shop: it is not offered to filter by.
export const isSpare = (desk, field) => Boolean(desk.view.spare?.includes(field));
