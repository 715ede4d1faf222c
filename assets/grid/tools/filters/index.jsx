// Filter and sort: the panel in which conditions and sorts are built. Its button stands before the pills (filters/pills.jsx).
import { Builder } from "../../filters/builder.jsx";
import { filterable, useKnown } from "../../filters/known.js";
import { Sorts } from "../../filters/sorts.jsx";
import "../../../css/grid/filters.css";

export const filters = {
  name: "filters",
  title: () => "Filter and sort",
  keys: [{ key: "mod+shift+f", typing: true, run: (desk) => desk.toggle("filters") }],
  Panel({ desk, shown, start }) {
    const known = useKnown(desk, shown);
    return (
      <>
        <h3 className="dg-part-title">Filter</h3>
        <Builder {...{ desk, shown, start }} columns={filterable(known)} timeZone={desk.context.timeZone} />
        <h3 className="dg-part-title">Sort</h3>
        <Sorts {...{ desk, shown }} columns={desk.columns} />
      </>
    );
  },
};
