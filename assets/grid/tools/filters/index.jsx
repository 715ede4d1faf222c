// Filter and sort: the panel in which conditions and sorts are built. Its button stands before the pills (filters/pills.jsx).
import { Builder } from "../../filters/builder.jsx";
import { Sorts } from "../../filters/sorts.jsx";
import "../../../css/grid/filters.css";

const filterable = (desk) => new Map([...desk.columns, ...desk.facets].filter(([, column]) => column.filter));

export const filters = {
  name: "filters",
  title: () => "Filter and sort",
  keys: [{ key: "mod+shift+f", typing: true, run: (desk) => desk.toggle("filters") }],
  Panel({ desk, shown, start }) {
    return (
      <>
        <h3 className="dg-part-title">Filter</h3>
        <Builder {...{ desk, shown, start }} columns={filterable(desk)} timeZone={desk.context.timeZone} />
        <h3 className="dg-part-title">Sort</h3>
        <Sorts {...{ desk, shown }} columns={desk.columns} />
      </>
    );
  },
};
