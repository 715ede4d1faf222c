// What spreadsheets put on the clipboard, read and written; hostile text too.
import assert from "node:assert/strict";
import { test } from "node:test";
import { armed, defused, html, parse, separatorOf, SEPARATORS, spread, tsv } from "../../../assets/grid/clipboard/tabular.js";

const read = (text) => parse(text, SEPARATORS[separatorOf(text)]);

test("a spreadsheet's clipboard: tabs, line ends of any kind, one line's end at the end", () => {
  assert.deepEqual(read("a\tb\r\nc\td\r\n"), [["a", "b"], ["c", "d"]]);
  assert.deepEqual(read("a\tb\rc\td"), [["a", "b"], ["c", "d"]]);
  assert.deepEqual(read("a\n\nb\n\n"), [["a"], [""], ["b"], [""]]);
  assert.deepEqual(read("a\t\t"), [["a", "", ""]]);
  assert.deepEqual(read("\uFEFFa\tb"), [["a", "b"]]);
  assert.deepEqual(read("alone"), [["alone"]]);
  assert.deepEqual(read(""), [[""]]);
});

test("quoted cells hold tabs, lines and quotes", () => {
  assert.deepEqual(read('"one\ntwo"\t"a\tb"\t"say ""hi"""\r\nx\ty\tz'), [["one\ntwo", "a\tb", 'say "hi"'], ["x", "y", "z"]]);
  assert.deepEqual(read('""\tx'), [["", "x"]]);
});

test("quotes that open nothing are text", () => {
  assert.deepEqual(read('5" pipe\t"loose'), [['5" pipe', '"loose']]);
  assert.deepEqual(read('"loose" end\tb\n"also'), [['"loose" end', "b"], ['"also']]);
});

test("commas and semicolons part tables, not sentences", () => {
  assert.deepEqual(read("paid,fragile\nshipped,\"a, b\""), [["paid", "fragile"], ["shipped", "a, b"]]);
  assert.deepEqual(read("1,5;x\n2,5;y"), [["1,5", "x"], ["2,5", "y"]]);
  assert.deepEqual(read("5 Main St, London\n6 Main St, Paris"), [["5 Main St, London"], ["6 Main St, Paris"]]);
  assert.deepEqual(read("one, two and three"), [["one, two and three"]]);
  assert.deepEqual(read("a,b\tc\nd,e\tf"), [["a,b", "c"], ["d,e", "f"]]);
});

test("what is written is read again as it was", () => {
  const rows = [["plain", 'a "b"', "two\nlines", "tab\there"], ["", "👩‍🚀 שלום ünï", "\0", "'; DROP TABLE orders; --"], ["\r", "a\r\nb", "x", " "]];
  assert.deepEqual(parse(tsv(rows), "\t"), rows);
});

test("formulas are defused on the way out and armed on the way in", () => {
  for (const text of ["=cmd|'/c calc'!A0", "+1", "-1", "@x", "\tx", "\rx", "'=x", "''=x"]) {
    assert.equal(defused(text), `'${text}`);
    assert.equal(armed(defused(text)), text);
  }
  for (const text of ["plain", "", "'quoted'", "a=b"]) assert.equal(armed(defused(text)), text);
});

test("a table for those that read HTML runs nothing", () => {
  assert.equal(html([["<img onerror=1>", 'a & "b"'], ["x\ny", ""]]),
    "<table><tr><td>&lt;img onerror=1&gt;</td><td>a &amp; &quot;b&quot;</td></tr><tr><td>x<br>y</td><td></td></tr></table>");
});

test("a hundred thousand lines, a megabyte in a cell and quotes that never close are read at once", () => {
  const begun = performance.now();
  assert.equal(read("a\tb\tc\n".repeat(100_000)).length, 100_000);
  assert.equal(read(`${"x".repeat(1 << 20)}\ty`)[0][0].length, 1 << 20);
  assert.equal(read('"open\t'.repeat(50_000))[0].length, 50_001);
  assert.ok(performance.now() - begun < 5_000);
});

test("a small table fills a range that it fits into whole", () => {
  assert.deepEqual(spread([["x"]], 2, 2), [["x", "x"], ["x", "x"]]);
  assert.deepEqual(spread([["a", "b"]], 2, 4), [["a", "b", "a", "b"], ["a", "b", "a", "b"]]);
  assert.deepEqual(spread([["a"], ["b"]], 3, 1), [["a"], ["b"]]);
});
