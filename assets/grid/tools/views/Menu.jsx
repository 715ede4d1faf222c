// The list of views, which one types into to find one, and below it what can be done with the view one is at.
import { useEffect, useId, useRef, useState } from "react";
import { Actions } from "./Actions.jsx";
import { Conflict, NameForm } from "./Forms.jsx";
import { groupsOf, wordsOf } from "./words.js";

function Option({ id, view, words, active, current, choose }) {
  const box = useRef(null);
  useEffect(() => { if (active) box.current.scrollIntoView({ block: "nearest" }); }, [active]);
  return (
    <li ref={box} id={id} role="option" aria-selected={current} className={active ? "dg-active" : undefined} onClick={choose}>
      <i className="dg-view-check" aria-hidden="true">{current ? "✓" : ""}</i>
      <bdi className="dg-view-name">{view ? view.name : words.all}</bdi>
      {view?.owner && <small><bdi>{view.owner}</bdi></small>}
      {view?.is_mine && view.is_shared && <small>Shared</small>}
      {view?.is_default && <small className="dg-view-first">First</small>}
    </li>
  );
}

function List({ desk, shown, close }) {
  const [typed, setTyped] = useState("");
  const [chosen, setActive] = useState(null);
  const id = useId();
  const field = useRef(null);
  const words = wordsOf(desk);
  const groups = groupsOf(shown.views, words, typed);
  const flat = groups.flatMap((group) => group.views);
  // At first the view one is at; what is typed begins at the top.
  const at = flat.findIndex((view) => (view?.id ?? null) === (shown.at?.id ?? null));
  const place = Math.min(chosen ?? Math.max(0, at), flat.length - 1);
  useEffect(() => field.current.focus(), []);
  const choose = (view) => {
    desk.shelf.open(view);
    close();
  };
  const press = (event) => {
    const steps = { ArrowDown: place + 1, ArrowUp: place - 1, PageDown: place + 10, PageUp: place - 10 };
    if (event.key in steps) setActive(Math.max(0, Math.min(flat.length - 1, steps[event.key])));
    else if (event.key === "Enter" && flat.length) choose(flat[place]);
    else return;
    event.preventDefault();
  };
  let count = -1;
  return (
    <>
      <input
        ref={field}
        className="dg-view-find"
        role="combobox"
        aria-expanded="true"
        aria-autocomplete="list"
        aria-controls={id}
        aria-activedescendant={flat.length ? `${id}-${place}` : undefined}
        aria-label={`Find a ${words.one}`}
        placeholder={`Find a ${words.one}`}
        value={typed}
        autoComplete="off"
        maxLength={100}
        onChange={(event) => { setTyped(event.target.value); setActive(0); }}
        onKeyDown={press}
      />
      <div className="dg-view-list" role="listbox" tabIndex={-1} id={id} aria-label={words.many}>
        {groups.map((group) => (
          <ul key={group.title} role="group" aria-label={group.title}>
            {groups.length > 1 && <li className="dg-view-group" role="presentation">{group.title}</li>}
            {group.views.map((view) => {
              count += 1;
              return (
                <Option
                  key={view?.id ?? "all"}
                  id={`${id}-${count}`}
                  words={words}
                  view={view}
                  active={count === place}
                  current={(view?.id ?? null) === (shown.at?.id ?? null)}
                  choose={() => choose(view)}
                />
              );
            })}
          </ul>
        ))}
        {!flat.length && <p className="dg-view-none">No {words.one} of that name</p>}
      </div>
    </>
  );
}

// `more` stands below what can be done with the view.
export function Menu({ desk, shown, close, more = null }) {
  const [part, setPart] = useState({ name: "list" });
  const [problem, setProblem] = useState("");
  useEffect(() => { desk.shelf.load().catch((refused) => setProblem(refused.message)); }, []);
  // Shows what was refused, and asks where somebody else's hand was quicker.
  const attempt = async (act) => {
    setProblem("");
    try {
      await act();
      return true;
    } catch (refused) {
      if (refused.status === 412) setPart({ name: "conflict", current: refused.body.current });
      else setProblem(refused.message);
      return false;
    }
  };
  const back = () => setPart({ name: "list" });
  if (part.name === "conflict") return <Conflict {...{ desk, attempt, close, setPart }} current={part.current} />;
  if (part.name !== "list") return <NameForm {...{ desk, shown, attempt, close, back, problem }} renames={part.name === "rename"} />;
  return (
    <>
      <List {...{ desk, shown, close }} />
      {problem && <p className="dg-view-problem" role="alert">{problem}</p>}
      <Actions {...{ desk, shown, attempt, close }} go={(name) => { setProblem(""); setPart({ name }); }} />
      {more}
    </>
  );
}
