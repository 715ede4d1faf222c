// One POST to the grid's door. Answers are either data or a Problem; a lost connection is a Problem with status 0.
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

export async function post(path, message) {
  let response;
  try {
    response = await fetch(path, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(message),
    });
  } catch {
    throw new Problem(0, { title: "The connection is lost" });
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Problem(response.status, body);
  return body;
}

const BACK = ["online", "focus"];

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
