// What can be done with the view that one is at. Only its owner changes it; everybody may save a copy.
import { useState } from "react";
import { wordsOf } from "./words.js";

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

function CopyLink({ desk, attempt }) {
  const [done, setDone] = useState(false);
  const act = () =>
    attempt(async () => {
      await copy(await desk.shelf.link());
      setDone(true);
      desk.say("The link is copied");
    });
  return <button type="button" onClick={act}>{done ? "Link copied" : "Copy link"}</button>;
}

function First({ desk, shown, attempt }) {
  const { at, views } = shown;
  const isFirst = at ? at.is_default : !views?.some((view) => view.is_default);
  if (!at && isFirst) return null;
  const { one, everything } = wordsOf(desk);
  const words = isFirst ? "Do not open it first" : at ? `Open this ${one} first` : `Open ${everything} first`;
  return <button type="button" onClick={() => attempt(() => desk.shelf.beginWith(isFirst ? null : at))}>{words}</button>;
}

export function Actions({ desk, shown, attempt, close, go }) {
  const { at, modified } = shown;
  const { shelf } = desk;
  const { one } = wordsOf(desk);
  const mine = at?.is_mine;
  const then = (act) => async () => (await attempt(act)) && close();
  return (
    <div className="dg-view-actions" role="group" aria-label={`This ${one}`}>
      {mine && modified && <button type="button" className="dg-primary" onClick={then(() => shelf.save())}>Save changes</button>}
      <button type="button" onClick={() => go("create")}>{mine || !at ? `Save as a new ${one}…` : "Save a copy of my own…"}</button>
      {modified && <button type="button" onClick={then(() => shelf.open(at))}>Discard changes</button>}
      {mine && <button type="button" onClick={() => go("rename")}>Rename…</button>}
      {mine && <button type="button" onClick={() => attempt(() => shelf.share(!at.is_shared))}>{at.is_shared ? "Stop sharing" : "Share with the team"}</button>}
      <First {...{ desk, shown, attempt }} />
      <CopyLink {...{ desk, attempt }} />
      {mine && <button type="button" className="dg-danger" onClick={then(() => shelf.remove())}>Delete</button>}
    </div>
  );
}
