// A sentence in the corner of the page, also for screen readers, said by a part that lives in the browser alone.
export const SAY = "daybook:say";

export const say = (text, tone = "error") => window.dispatchEvent(new CustomEvent(SAY, { detail: { text, tone } }));
