// What the sheet of keys says, by groups: combination, and what it does.
export const KEYS = [
  ["Move", [
    ["↑ / ↓ / ← / →", "One cell on"],
    ["Home / End", "First or last column"],
    ["Ctrl+Home / Ctrl+End", "First or last cell of all"],
    ["PgUp / PgDn", "A page of rows"],
    ["Ctrl+F", "To the search"],
    ["↓ / Esc", "In the search: back to the rows (Esc clears it first)"],
    ["Tab", "Next cell; at the end of the row out of the table"],
  ]],
  ["Edit", [
    ["Enter / F2", "Open the cell"],
    ["any letter", "Replace what stands there"],
    ["Enter / Shift+Enter", "Save and go down or up"],
    ["Tab / Shift+Tab", "Save and go right or left"],
    ["Esc", "Put back what stood there"],
    ["Shift+Enter", "New line in a long text"],
    ["Space", "Turn a yes or no"],
    ["Delete", "Clear"],
  ]],
  ["Ranges", [
    ["Shift+↑ / Shift+↓", "Reach on (also ←, →, PgUp, PgDn, Home, End)"],
    ["Ctrl+Shift+End", "To the last cell of all"],
    ["Ctrl+A", "All cells"],
    ["Esc", "Let the range go"],
    ["Ctrl+D", "Fill down from the first row, or from the row above"],
    ["Ctrl+Enter", "In an editor: into every cell of the range"],
    ["Ctrl+C / Ctrl+V", "Copy, paste (Excel, Sheets, CSV)"],
  ]],
  ["Rows and acts", [
    ["Shift+Space", "Select rows up to here"],
    ["Ctrl+Shift+E", "Change a field of the selected rows"],
    ["Ctrl+Z / Ctrl+Shift+Z", "Undo, do again"],
    ["?", "This sheet"],
  ]],
];
