// Keys that were pressed before the field they were meant for was there: what a browser itself would have done with them.

// As if a person had done it, for whoever listens; a setter of React's own stands before the field's.
function replace(field, from, to, letters) {
  const { value } = field;
  const set = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set;
  set.call(field, value.slice(0, from) + letters + value.slice(to));
  field.setSelectionRange(from + letters.length, from + letters.length);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

const goTo = (field, place) => field.setSelectionRange(place, place);

// What is selected goes, else the letter beside the caret.
function erase(field, [before, after]) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  if (start !== end) return replace(field, start, end, "");
  const [from, to] = [Math.max(0, start - before), Math.min(value.length, end + after)];
  if (from !== to) replace(field, from, to, "");
}

// Towards an end; a selection is left at that end of it.
function step(field, way) {
  const { selectionStart: start, selectionEnd: end } = field;
  if (start !== end) return goTo(field, way < 0 ? start : end);
  goTo(field, Math.min(field.value.length, Math.max(0, start + way)));
}

const ACTS = {
  Backspace: (field) => erase(field, [1, 0]),
  Delete: (field) => erase(field, [0, 1]),
  Home: (field) => goTo(field, 0),
  End: (field) => goTo(field, field.value.length),
  ArrowLeft: (field) => step(field, -1),
  ArrowRight: (field) => step(field, 1),
};

// Does what the key does in a text field; false where that is not for the field alone.
export function pressIn(field, { key, isLetter, ctrlKey, metaKey, shiftKey, altKey }) {
  if (isLetter) return replace(field, field.selectionStart, field.selectionEnd, key), true;
  if ((ctrlKey || metaKey) && !altKey && key.toLowerCase() === "a") return field.select(), true;
  if (ctrlKey || metaKey || altKey || shiftKey || !ACTS[key]) return false;
  ACTS[key](field);
  return true;
}
