// A file on its way to the server: part by part, each a request of its own, tried again while the line is down.
import { Problem, patience, pause, postBytes } from "../../transport.js";

const MEGABYTE = 1 << 20;
export const MOST = 200 * MEGABYTE;

export const sizeOf = (bytes) => {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < MEGABYTE) return `${Math.ceil(bytes / 1024)} KB`;
  return `${(bytes / MEGABYTE).toFixed(bytes < 10 * MEGABYTE ? 1 : 0)} MB`;
};

// What can be said before anything is sent; empty where nothing stands against it.
export function refusal(file) {
  if (!file.size) return "This file is empty";
  if (file.size > MOST) return `This file has ${sizeOf(file.size)}, and 200 MB is the most that can be imported here. Split it, or import it on the server: python -m app import`;
  if (/\.xls$/i.test(file.name)) return "This is the old format of Excel. Save it as .xlsx or CSV";
  return "";
}

// Sends all of it; `sent` hears how many bytes have arrived. Throws a Problem, or the abort.
export async function upload(file, { path, part, sent, signal }) {
  for (let number = 0; number * part < file.size; number++) {
    const bytes = file.slice(number * part, (number + 1) * part);
    const { received } = await patiently(`${path}/part/${number}`, bytes, signal);
    sent(received);
  }
}

async function patiently(path, bytes, signal) {
  for (let tries = 0; ; tries++) {
    try {
      return await postBytes(path, bytes, signal);
    } catch (problem) {
      if (!(problem instanceof Problem) || !problem.passes) throw problem;
      await pause(patience(tries));
      signal.throwIfAborted();
    }
  }
}
