// Hours of the week: `1-13` is Tuesday, 13:00 to 13:59, on the clock of a time zone that the condition names.
export const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
export const DAYS = [0, 1, 2, 3, 4, 5, 6];
const MOST_WORDS = 3;

// 1 January 2024 was a Monday.
const names = (weekday) => DAYS.map((day) => new Intl.DateTimeFormat(undefined, { weekday, timeZone: "UTC" }).format(Date.UTC(2024, 0, 1 + day)));
export const SHORT = names("short");
export const LONG = names("long");

export const clock = (hour) => `${String(hour).padStart(2, "0")}:00`;
const until = (hour) => `${String(hour - 1).padStart(2, "0")}:59`;

export function parsed(values = []) {
  const days = new Map();
  for (const value of values) {
    const [day, hour] = value.split("-").map(Number);
    days.set(day, [...(days.get(day) ?? []), hour].sort((one, other) => one - other));
  }
  return days;
}

// Hours that follow each other, as [first, the one after the last].
function runs(hours) {
  const found = [];
  for (const hour of hours) {
    const last = found.at(-1);
    if (last?.[1] === hour) last[1] += 1;
    else found.push([hour, hour + 1]);
  }
  return found;
}

const spans = (hours) => runs(hours).map(([from, to]) => (to - from === 24 ? "all day" : `${clock(from)}–${until(to)}`)).join(", ");

// Days with the same hours, those that follow each other as one span.
function together(days) {
  const found = [];
  for (const day of DAYS.filter((one) => days.has(one))) {
    const words = spans(days.get(day));
    const last = found.at(-1);
    if (last && last.words === words && last.days.at(-1) === day - 1) last.days.push(day);
    else found.push({ words, days: [day] });
  }
  return found;
}

const dayWords = (days) => (days.length < 3 ? days.map((day) => SHORT[day]).join(", ") : `${SHORT[days[0]]}–${SHORT[days.at(-1)]}`);

export function hoursWords({ values, tz }, timeZone) {
  const parts = together(parsed(values));
  const told = parts.length > MOST_WORDS ? `one of ${values.length}` : parts.map(({ days, words }) => `${dayWords(days)} ${words}`).join("; ");
  return tz && tz !== timeZone ? `${told} (${tz})` : told;
}

// The days, and the hours that all of them have: what the editor can show. `whole` where that is all there is.
export function box(values) {
  const days = parsed(values);
  const hours = [...days.values()].flat();
  const [from, to] = hours.length ? [Math.min(...hours), Math.max(...hours) + 1] : [9, 17];
  return { days: [...days.keys()].sort(), from, to, whole: [...days.values()].every((own) => own.length === to - from) };
}

export const boxed = ({ days, from, to }) => [...days].sort().flatMap((day) => HOURS.filter((hour) => hour >= from && hour < to).map((hour) => `${day}-${hour}`));
