// Transfer: what is shown goes out as a file, and files come in by a wizard.
import { Bar } from "./bar.jsx";
import { exportsOf } from "./exports.js";
import { importsOf } from "./imports.js";

export const transfer = {
  name: "transfer",
  place: "end",
  Bar,
  attach(desk) {
    exportsOf(desk);
    const imports = importsOf(desk);
    imports.attach();
    return () => imports.detach();
  },
};
