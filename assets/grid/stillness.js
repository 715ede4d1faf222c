// Whether somebody is at work in an element: pointer and keys of the last moments, or selected text.
const STILL = 2000;
const SIGNS = ["pointermove", "pointerdown", "wheel", "touchmove", "keydown"];

export class Stillness {
  #last = 0;
  #element = null;

  // Listens until the function that comes back is called.
  watch(element) {
    const note = () => { this.#last = Date.now(); };
    const how = { passive: true, capture: true };
    this.#element = element;
    for (const sign of SIGNS) element.addEventListener(sign, note, how);
    return () => { for (const sign of SIGNS) element.removeEventListener(sign, note, how); };
  }

  get lasts() {
    const selection = getSelection();
    const selects = !selection.isCollapsed && this.#element?.contains(selection.anchorNode);
    return !selects && Date.now() - this.#last > STILL;
  }
}
