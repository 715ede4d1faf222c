// One POST to the grid's door. Answers are either data or a Problem; a lost connection is a Problem with status 0.
import { line } from "./line.js";

// What waits in a browser that goes away may still be sent by it, if it is small (Fetch standard: 64 KiB in all).
const SMALL = 5000;
const person = { who: "" };

export class Problem extends Error {
  constructor(status, body) {
    super(body.errors?.[0]?.detail || body.detail || body.title || "The server did not answer");
    this.status = status;
    this.body = body;
  }

  // Worth sending again as it is: the line is down, the server restarts, or it asks for patience.
  get passes() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

// From here on everything is asked for this person: whoever signs in meanwhile in another tab is refused.
export function speakFor(who) {
  person.who = who;
}

// `last`: the browser sends it even where the page ends meanwhile. `signal` gives it up, which throws what it was stopped with.
export async function post(path, message, { last = false, signal } = {}) {
  return answerOf(await send(path, JSON.stringify(message), { type: "application/json", last, signal }), signal);
}

// The same where the answer is a file.
export async function postForFile(path, message) {
  const response = await send(path, JSON.stringify(message), { type: "application/json" });
  if (!response.ok) throw new Problem(response.status, await response.json().catch(() => ({})));
  return response.blob().catch(broken);
}

// The same with the bytes of a file instead of a message; `signal` gives it up.
export async function postBytes(path, bytes, signal) {
  return answerOf(await send(path, bytes, { type: "application/octet-stream", signal }));
}

async function answerOf(response, signal) {
  const answer = await response.json().catch(() => null);
  signal?.throwIfAborted();
  // The server may end between the head of an answer and its body.
  if (response.ok && answer === null) broken();
  line.held();
  if (!response.ok) throw new Problem(response.status, answer ?? {});
  return answer;
}

function broken() {
  line.broke();
  throw new Problem(0, { title: "The connection is lost" });
}

async function send(path, body, { type, last = false, signal }) {
  try {
    return await fetch(path, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": type, Accept: "application/json", ...(person.who && { "X-Daybook-Person": person.who }) },
      keepalive: last && body.length < SMALL,
      signal,
      body,
    });
  } catch (failure) {
    if (signal?.aborted) throw failure;
    return broken();
  }
}

const BACK = ["online", "focus", "daybook:online"];

// Seconds before the next try: 1, 2, 4, 8, then every 10, a little apart for each browser.
export const patience = (tries) => Math.min(10, 2 ** tries) * 1000 * (0.8 + Math.random() * 0.4);

// Waits, or less if the browser says that the line or the person is back (from signing in, in another tab).
export function pause(ms) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      for (const event of BACK) removeEventListener(event, done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    for (const event of BACK) addEventListener(event, done);
  });
}
