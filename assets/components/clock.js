// A time of day in the words and the time zone of the person, as the figures beside it; the browser's until these are known.
export const clock = (at, locale, timeZone) => new Intl.DateTimeFormat(locale, { timeStyle: "short", timeZone: timeZone || undefined }).format(at);
