import { toolsOf } from "./tools/index.js";

// Which tool's side panel is open; what had the focus before gets it back when the panel closes.
export class Side {
  #before = null;
  #opened = 0;

  constructor(desk) {
    this.desk = desk;
  }

  open(name, props) {
    const { store } = this.desk;
    if (!store.get().panel) this.#before = document.activeElement;
    store.set({ panel: { name, props, opened: (this.#opened += 1) } });
  }

  toggle(name, props) {
    if (this.desk.store.get().panel?.name === name) this.close();
    else this.open(name, props);
  }

  // Whether a tool shows the row beside the list instead of its page.
  visits(row) {
    return toolsOf(this.desk).some((tool) => tool.visit?.(this.desk, row));
  }

  // Whether a tool leads there itself.
  goesTo(to) {
    return toolsOf(this.desk).some((tool) => tool.goesTo?.(this.desk, to));
  }

  close() {
    const { panel, focus } = this.desk.store.get();
    if (!panel) return;
    this.desk.store.set({ panel: null });
    const before = this.#before;
    if (before?.isConnected && before !== document.body && !before.closest(".ag-cell")) before.focus();
    else if (focus) this.desk.goTo(focus);
  }
}
