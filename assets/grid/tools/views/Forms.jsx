// The name of a new view or of one that is renamed, and what is asked when a view has changed elsewhere meanwhile.
import { useEffect, useRef, useState } from "react";
import { moment } from "../../format.js";
import { wordsOf } from "./words.js";

export function NameForm({ desk, shown, attempt, close, back, problem, renames }) {
  const [name, setName] = useState(renames ? shown.at.name : "");
  const [isShared, setShared] = useState(false);
  const [isDefault, setDefault] = useState(false);
  const [busy, setBusy] = useState(false);
  const field = useRef(null);
  const { one } = wordsOf(desk);
  useEffect(() => field.current.select(), []);
  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const { shelf } = desk;
    const done = await attempt(() => (renames ? shelf.rename(name) : shelf.create({ name, isShared, isDefault })));
    setBusy(false);
    if (done) close();
    else field.current?.focus();
  };
  return (
    <form className="dg-view-form" aria-label={renames ? `Rename the ${one}` : `Save as a new ${one}`} onSubmit={submit}>
      <label className="dg-field">
        Name
        <input ref={field} dir="auto" value={name} maxLength={100} required autoComplete="off" aria-invalid={Boolean(problem)} aria-describedby={problem ? "dg-view-fault" : undefined} onChange={(event) => setName(event.target.value)} />
      </label>
      {problem && <p id="dg-view-fault" className="dg-view-problem" role="alert">{problem}</p>}
      {!renames && <label className="dg-check"><input type="checkbox" checked={isShared} onChange={(event) => setShared(event.target.checked)} />Share with the team</label>}
      {!renames && <label className="dg-check"><input type="checkbox" checked={isDefault} onChange={(event) => setDefault(event.target.checked)} />Open it first when I come to this page</label>}
      <div className="dg-buttons">
        <button type="submit" disabled={!name.trim()}>{renames ? "Rename" : "Save"}</button>
        <button type="button" onClick={back}>Cancel</button>
      </div>
    </form>
  );
}

export function Conflict({ desk, attempt, close, setPart, current }) {
  const box = useRef(null);
  const { one } = wordsOf(desk);
  useEffect(() => box.current.focus(), []);
  const over = async () => (await attempt(() => desk.shelf.save(current.version))) && close();
  const theirs = () => {
    desk.store.set({ modified: true });
    desk.shelf.open(current);
    close();
  };
  return (
    <div ref={box} tabIndex={-1} className="dg-view-form" role="alertdialog" aria-label={`The ${one} was changed elsewhere`}>
      <p>
        <b><bdi>{current.name}</bdi></b> was changed in another window on {moment(current.updated_at, desk.context.timeZone)}, after you opened it. Nothing is overwritten yet.
      </p>
      <div className="dg-view-actions">
        <button type="button" onClick={theirs}>Open it as it is now</button>
        <button type="button" onClick={over}>Save mine over it</button>
        <button type="button" onClick={() => setPart({ name: "create" })}>Save mine as a new {one}…</button>
      </div>
    </div>
  );
}
