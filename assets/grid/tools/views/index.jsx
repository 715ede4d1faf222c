// Views: the arrangement of the list under a name, one's own or the team's.
import { Shelf } from "./shelf.js";
import { Switcher } from "./Switcher.jsx";
import "../../../css/grid/views.css";

export const views = {
  name: "views",
  place: "start",
  offers: (desk) => Boolean(desk.view.names),
  Bar({ desk, shown }) {
    desk.shelf ??= new Shelf(desk);
    return <Switcher {...{ desk, shown }} />;
  },
};
