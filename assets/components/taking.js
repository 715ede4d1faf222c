// Takes a card out as a file. What it holds is the server's affair: it reads the same address as the page.
import { say } from "./say.js";

const SCALE = 2;
const NAME = /filename="([^"]+)"/;

export class Refused extends Error {}

// What the server says, and the name that it gives the file.
async function fetched(card, kind) {
  const answer = await fetch(`/dashboard/card/${card}.${kind}${window.location.search}`, { cache: "no-store" });
  if (answer.redirected) {
    // Nobody is signed in any more: the guard of the page leads to the sign-in page, and back.
    window.location.reload();
    return null;
  }
  if (!answer.ok) throw new Refused(await reason(answer));
  const name = NAME.exec(answer.headers.get("content-disposition") ?? "")?.[1] ?? `${card}.${kind}`;
  return { name, blob: await answer.blob() };
}

async function reason(answer) {
  if (answer.headers.get("content-type")?.startsWith("application/problem+json")) {
    const { detail, errors } = await answer.json();
    const faults = errors?.map((fault) => `${fault.pointer.split("/")[1]} ${fault.detail}`).join("; ");
    return faults ? `in the address, ${faults}` : detail;
  }
  return answer.status === 404 ? "there is no such card, or it is not for you to see" : `the server answered ${answer.status}`;
}

// A data: address, since the content policy lets no blob: be an image; a picture from there leaves the canvas readable.
async function painted(svg) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * SCALE;
  canvas.height = image.naturalHeight * SCALE;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  if (!blob) throw new Refused("this browser cannot make a picture of it");
  return blob;
}

function save({ name, blob }) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // Not at once: some browsers read it only after the click is done with.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function file(card, kind) {
  if (kind !== "png") return fetched(card, kind);
  const drawing = await fetched(card, "svg");
  return drawing && { name: drawing.name.replace(/\.svg$/, ".png"), blob: await painted(await drawing.blob.text()) };
}

// Saves the card as csv, svg or png; what stands against it is said.
export async function take(card, kind) {
  try {
    const found = await file(card, kind);
    if (found) save(found);
  } catch (error) {
    const why = error instanceof Refused ? error.message : error instanceof TypeError ? "the server could not be reached" : "this browser cannot make a picture of it";
    say(`The ${kind.toUpperCase()} file was not saved: ${why}.`);
  }
}
