// Moments as people type them, in the viewer's time zone: 2026-11-24 10:30, 24.11.2026, 11/24/2026 (in the order of the
// viewer's language), today 9:00.
const HINT = "Type a date and time such as 2026-11-24 10:30";
const parts = new Map();
const pad = (n, width = 2) => String(n).padStart(width, "0");

function formatter(timeZone) {
  if (!parts.has(timeZone)) {
    parts.set(timeZone, new Intl.DateTimeFormat("en-CA", {
      timeZone: timeZone || undefined, hourCycle: "h23",
      year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit",
    }));
  }
  return parts.get(timeZone);
}

// What a clock and a calendar there show at an instant: [year, month, day, hour, minute, second].
export function wall(instant, timeZone) {
  const found = Object.fromEntries(formatter(timeZone).formatToParts(new Date(instant)).map(({ type, value }) => [type, Number(value)]));
  return [found.year, found.month, found.day, found.hour, found.minute, found.second];
}

const asUtc = ([year, month, day, hour = 0, minute = 0, second = 0]) => {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second, 0);
  return date.getTime();
};

// The instant at which they show it; a time that the change of the clocks skips throws, one that it repeats is the first.
export function instantOf(shown, timeZone) {
  const wanted = asUtc(shown);
  const offset = (at) => asUtc(wall(at, timeZone)) - Math.floor(at / 1000) * 1000;
  // The offset is that of the day before or of the day after, wherever the change lies.
  const found = [-86_400_000, 86_400_000].map((away) => wanted - offset(wanted + away)).filter((at) => asUtc(wall(at, timeZone)) === wanted);
  if (!found.length) throw new Error("That time does not exist: the clocks go forward then");
  return Math.min(...found);
}

// As it stands in the editor and in what is copied; seconds only where there are some.
export function momentText(value, timeZone) {
  const [year, month, day, hour, minute, second] = wall(new Date(value), timeZone);
  return `${pad(year, 4)}-${pad(month)}-${pad(day)} ${pad(hour)}:${pad(minute)}${second ? `:${pad(second)}` : ""}`;
}

// Whether people write the day before the month in this language.
function dayFirst(locale) {
  const order = new Intl.DateTimeFormat(locale).formatToParts(0).map((part) => part.type);
  return order.indexOf("day") < order.indexOf("month");
}

const DAYS = { today: 0, now: 0, yesterday: -1, tomorrow: 1 };

function dayOf(text, { timeZone, now, locale }) {
  if (text.toLowerCase() in DAYS) return wall(now + DAYS[text.toLowerCase()] * 86_400_000, timeZone).slice(0, 3);
  let found = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (found) return found.slice(1).map(Number);
  found = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  if (found) return [found[3], found[2], found[1]].map(Number);
  found = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  if (!found) return null;
  return (dayFirst(locale) ? [found[3], found[2], found[1]] : [found[3], found[1], found[2]]).map(Number);
}

function timeOf(text) {
  if (!text) return [0, 0, 0];
  const found = /^(\d{1,2})(?::(\d{2}))?(?::(\d{2})(?:\.\d+)?)?\s*([ap]m)?$/i.exec(text);
  if (!found || (!found[2] && !found[4])) return null;
  const half = found[4]?.toLowerCase();
  if (half && (found[1] < 1 || found[1] > 12)) return null;
  const hour = half ? (Number(found[1]) % 12) + (half === "pm" ? 12 : 0) : Number(found[1]);
  return [hour, Number(found[2] ?? 0), Number(found[3] ?? 0)];
}

const isReal = ([year, month, day], [hour, minute, second]) =>
  hour < 24 && minute < 60 && second < 60 && new Date(asUtc([year, month, day])).getUTCMonth() === month - 1 && day > 0;

// ISO 8601 in UTC; throws an Error that says what to type instead. `now` in milliseconds since 1970.
export function readMoment(typed, { timeZone = "", now = Date.now(), locale } = {}) {
  const text = typed.trim().replace(/\s+/g, " ");
  if (/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/i.test(text)) {
    const exact = Date.parse(text.replace(" ", "T"));
    if (Number.isNaN(exact)) throw new Error(HINT);
    return new Date(exact).toISOString();
  }
  if (text.toLowerCase() === "now") return new Date(Math.floor(now / 1000) * 1000).toISOString();
  const [, date, time] = /^(\S+?)(?:(?:,? |T)(\S.*))?$/.exec(text) ?? [];
  const day = date && dayOf(date, { timeZone, now, locale });
  const clock = timeOf(time);
  if (!day || !clock || !isReal(day, clock)) throw new Error(HINT);
  return new Date(instantOf([...day, ...clock], timeZone)).toISOString();
}

// The text some days or months later, for the arrow keys; the same text where it is no date.
export function stepped(typed, { days = 0, months = 0 }, settings) {
  try {
    const [year, month, day, ...clock] = wall(Date.parse(readMoment(typed, settings)), settings.timeZone);
    const last = new Date(asUtc([year, month + months + 1, 0])).getUTCDate();
    const moved = new Date(asUtc([year, month + months, months ? Math.min(day, last) : day + days]));
    const there = [moved.getUTCFullYear(), moved.getUTCMonth() + 1, moved.getUTCDate(), ...clock];
    return momentText(new Date(instantOf(there, settings.timeZone)), settings.timeZone);
  } catch {
    return typed;
  }
}
