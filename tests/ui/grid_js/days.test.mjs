// Days of a calendar, without a clock.
import assert from "node:assert/strict";
import { test } from "node:test";
import { daysBetween, isDay, lastOf, plusDays, plusMonths, stepOf, weekStart, weeksOf, words } from "../../../assets/board/days.js";

test("days follow each other over months, leap days and changes of the clocks", () => {
  assert.equal(plusDays("2024-02-28", 1), "2024-02-29");
  assert.equal(plusDays("2026-12-31", 1), "2027-01-01");
  assert.equal(plusDays("2026-03-28", 2), "2026-03-30");
  assert.equal(daysBetween("2026-10-24", "2026-10-26"), 3);
});

test("a month later is the same day, or the last one of a shorter month", () => {
  assert.equal(plusMonths("2026-01-31", 1), "2026-02-28");
  assert.equal(plusMonths("2024-02-29", 12), "2025-02-28");
  assert.equal(plusMonths("2026-01-15", -1), "2025-12-15");
  assert.equal(lastOf("2024-02"), "2024-02-29");
});

test("weeks begin where the viewer's do", () => {
  assert.equal(weekStart("2026-11-27", 0), "2026-11-23");
  assert.equal(weekStart("2026-11-27", 6), "2026-11-22");
  assert.deepEqual(weeksOf("2026-11", 0)[0], ["", "", "", "", "", "", "2026-11-01"]);
  assert.equal(weeksOf("2026-11", 6)[0][0], "2026-11-01");
  for (const month of ["2026-02", "2024-02", "2026-08"]) {
    const days = weeksOf(month, 3).flat().filter(Boolean);
    assert.equal(days.length, Number(lastOf(month).slice(8)));
    assert.deepEqual(days, [...days].sort());
  }
});

test("keys lead as in the date picker of the ARIA practices", () => {
  const from = (key, shift = false) => stepOf(key, shift, "2026-11-27", 0);
  assert.equal(from("ArrowDown"), "2026-12-04");
  assert.equal(from("Home"), "2026-11-23");
  assert.equal(from("End"), "2026-11-29");
  assert.equal(from("PageUp"), "2026-10-27");
  assert.equal(from("PageDown", true), "2027-11-27");
  assert.equal(from("x"), "");
});

test("what is no day is none", () => {
  for (const text of ["", "2026-02-30", "26-1-1", "2026-13-01"]) assert.equal(isDay(text), false, text);
  assert.equal(isDay("2026-02-28"), true);
});

test("days and hours read as the viewer's locale writes them", () => {
  assert.equal(words("de").month("2026-03"), "März 2026");
  assert.equal(words("de").weekday(0).long, "Montag");
  assert.equal(words("en-GB").hour(13), "13:00");
});
