// The tools of the grid, in the order in which they stand in the toolbar. Each is one folder beside this file:
//
//   name     what `desk.open(name, props)` and `desk.close()` call it
//   place    "start" (before the search), "end" (after it) or "status" (before the number of rows): where its Bar stands
//   Bar      ({desk, shown}) → what it shows in the toolbar
//   Foot     ({desk, shown}) → what it shows below the rows
//   Panel    ({desk, shown, ...props}) → its side panel, with `title(desk, props)` above it
//   keys     [{key: "mod+z", run(desk, event), typing: true where it also works in a text field}]
//   attach   (desk) → detach: listens for as long as the grid is on the page
//   visit    (desk, row) → true where it shows the row beside the list instead of its page
//   goesTo   (desk, {id, field}) → true where it leads there itself, since the field is no column
//   offers   (desk) → false where this grid has no use for it

import { bulk } from "./bulk/index.js";
import { columns } from "./columns/index.jsx";
import { drawer } from "./drawer/index.js";
import { filters } from "./filters/index.jsx";
import { help } from "./help/index.jsx";
import { history } from "./history/index.jsx";
import { paste } from "./paste/index.jsx";
import { presence } from "./presence/index.jsx";
import { reveal } from "./reveal/index.jsx";
import { sums } from "./sums/index.jsx";
import { transfer } from "./transfer/index.js";
import { undo } from "./undo/index.jsx";
import { views } from "./views/index.jsx";

export const TOOLS = [views, presence, reveal, undo, history, columns, filters, paste, transfer, bulk, drawer, sums, help];

export const toolsOf = (desk) => TOOLS.filter((tool) => tool.offers?.(desk) !== false);
