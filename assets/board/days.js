// Days as ISO 8601 texts, and arithmetic with them. No clock and no time zone takes part, so that no change of the clocks
// makes a day longer or skips one.
const DAY = 86_400_000;
const UTC = { timeZone: "UTC" };
const at = (day) => new Date(`${day}T00:00:00Z`);
const text = (date) => date.toISOString().slice(0, 10);

export const isDay = (day) => /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(at(day).getTime()) && text(at(day)) === day;
export const plusDays = (day, count) => text(new Date(at(day).getTime() + count * DAY));
export const monthOf = (day) => day.slice(0, 7);
export const daysBetween = (first, last) => Math.round((at(last) - at(first)) / DAY) + 1;

// The same day of another month; the last one of a month that is too short.
export function plusMonths(day, count) {
  const first = at(`${monthOf(day)}-01`);
  first.setUTCMonth(first.getUTCMonth() + count);
  const month = monthOf(text(first));
  const most = Number(lastOf(month).slice(8));
  return `${month}-${String(Math.min(Number(day.slice(8)), most)).padStart(2, "0")}`;
}

export function lastOf(month) {
  const next = at(`${month}-01`);
  next.setUTCMonth(next.getUTCMonth() + 1);
  return text(new Date(next.getTime() - DAY));
}

// 0 is Monday.
export const weekdayOf = (day) => (at(day).getUTCDay() + 6) % 7;
export const weekStart = (day, begins) => plusDays(day, -((weekdayOf(day) - begins + 7) % 7));

// The weeks of a month, each of seven days; "" stands for one of another month.
export function weeksOf(month, begins) {
  const last = lastOf(month);
  const weeks = [];
  for (let day = weekStart(`${month}-01`, begins); day <= last; day = plusDays(day, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, step) => plusDays(day, step)).map((one) => (monthOf(one) === month ? one : "")));
  }
  return weeks;
}

// Where a key leads from a day; "" where it leads nowhere.
export function stepOf(key, shift, day, begins) {
  const month = shift ? 12 : 1;
  switch (key) {
    case "ArrowLeft": return plusDays(day, -1);
    case "ArrowRight": return plusDays(day, 1);
    case "ArrowUp": return plusDays(day, -7);
    case "ArrowDown": return plusDays(day, 7);
    case "Home": return weekStart(day, begins);
    case "End": return plusDays(weekStart(day, begins), 6);
    case "PageUp": return plusMonths(day, -month);
    case "PageDown": return plusMonths(day, month);
    default: return "";
  }
}

export function words(locale) {
  const format = (options) => new Intl.DateTimeFormat(locale, { ...UTC, ...options });
  const full = format({ dateStyle: "full" });
  const medium = format({ dateStyle: "medium" });
  const month = format({ month: "long", year: "numeric" });
  const long = format({ weekday: "long" });
  const middle = format({ weekday: "short" });
  const short = format({ weekday: "narrow" });
  const time = format({ timeStyle: "short" });
  // 5 January 1970 was a Monday.
  const weekday = (number) => at(plusDays("1970-01-05", number));
  return {
    day: (day) => full.format(at(day)),
    range: (first, last) => medium.formatRange(at(first), at(last)),
    since: (day) => medium.format(at(day)),
    month: (name) => month.format(at(`${name}-01`)),
    weekday: (number) => ({ long: long.format(weekday(number)), medium: middle.format(weekday(number)), short: short.format(weekday(number)) }),
    hour: (number) => time.format(new Date(number * 3_600_000)),
  };
}
