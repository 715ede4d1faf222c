// One field of a record, with its label, what became of its edit, and a choice where somebody else has changed it.
import { useEffect, useId, useRef, useState } from "react";
import { wrong } from "../../checks.js";
import { ChoiceEditor } from "../../choice_editor.jsx";
import { same, text } from "../../format.js";
import { read, written } from "../../reading.js";
import { useFlash, useSaved } from "./record.js";

const INPUT_MODES = { money: "decimal", number: "numeric", email: "email" };

// Base, theirs and mine, and a button for either. `words` says a value.
export function Choose({ entry, words, keepMine, takeTheirs }) {
  const line = (label, value) => <div><dt>{label}</dt><dd>{words(value) || <i>empty</i>}</dd></div>;
  return (
    <div className="dr-choose" role="group" aria-label="Changed by someone else: choose">
      <dl>{line("Was", entry.base)}{line("Theirs", entry.theirs)}{line("Mine", entry.value)}</dl>
      <div className="dg-buttons">
        <button type="button" onClick={keepMine}>Keep mine</button>
        <button type="button" onClick={takeTheirs}>Take theirs</button>
      </div>
    </div>
  );
}

// What keeps an edit from being saved, in a sentence; of a conflict the choice tells enough.
export function Why({ id, entry }) {
  if (!entry?.message || entry.state === "conflict") return null;
  return <p id={id} className={`dr-why dr-why-${entry.state}`}>{entry.message}</p>;
}

export function State({ entry }) {
  const words = useSaved(entry);
  return <span className={`dr-state dr-state-${entry?.state ?? "saved"}`}>{words}</span>;
}

// What is typed and not yet handed over. It goes when the field is left, by Enter, or before the drawer shows another
// row; Escape takes it back.
function useDraft({ desk, row, column, entry }) {
  const { field } = column;
  const [draft, setDraft] = useState(null);
  const seen = useRef(null);
  const { timeZone } = desk.context;
  const shown = entry?.typed ?? written(column, desk.edits.shown(row, field), timeZone);
  const commit = () => {
    setDraft(null);
    desk.edits.stopTyping();
    // A draft of a page that ended is handed over even as it stands.
    if (draft === null || (draft === shown && entry?.state !== "draft")) return;
    try {
      const value = read(column, draft, { before: row[field], timeZone });
      const fault = wrong(column, value, row[field]);
      if (fault) throw new Error(fault);
      desk.edits.submit(row, field, value, desk.edits.stood(seen.current));
    } catch (problem) {
      desk.edits.refuse(row, field, { typed: draft, message: problem.message, seen: desk.edits.stood(seen.current) });
    }
  };
  const leave = (event) => {
    if (event.key === "Escape" && (draft !== null || entry?.state === "invalid" || entry?.state === "draft")) {
      event.preventDefault();
      setDraft(null);
      desk.edits.stopTyping();
      if (entry?.state === "invalid" || entry?.state === "draft") desk.edits.drop(row.id, field);
    } else if (event.key === "Enter" && (column.kind !== "long_text" || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      commit();
    }
  };
  const moved = draft !== null && !same(desk.edits.stood(seen.current), row[field]);
  return {
    moved,
    props: {
      value: draft ?? shown,
      onChange: ({ target }) => {
        // What stands there as they begin, each time they begin.
        if (draft === null) seen.current = desk.edits.look(row, field);
        setDraft(target.value);
        desk.edits.typing(row, field, desk.edits.stood(seen.current), target.value);
      },
      onBlur: commit,
      onKeyDown: leave,
    },
  };
}

function TextField({ about, ...given }) {
  const { column, entry, desk } = given;
  const { moved, props } = useDraft(given);
  const Input = column.kind === "long_text" ? "textarea" : "input";
  return (
    <>
      <Input
        {...about}
        {...props}
        className="dr-input"
        type={Input === "input" ? "text" : undefined}
        rows={Input === "textarea" ? 1 : undefined}
        inputMode={INPUT_MODES[column.kind]}
        maxLength={column.max_length}
        autoComplete="off"
        spellCheck={column.kind !== "email"}
        readOnly={entry?.state === "conflict"}
      />
      {moved && <p className="dr-hint" role="status">Meanwhile it has become “{text(column, given.row[column.field], desk.context.timeZone) || "empty"}”.</p>}
    </>
  );
}

function ChoiceField({ desk, row, column, entry, about }) {
  const [open, setOpen] = useState(false);
  const button = useRef(null);
  const chosen = useRef(null);
  const value = desk.edits.shown(row, column.field);
  const option = column.options.find((one) => one.value === value);
  const close = () => {
    setOpen(false);
    button.current.focus();
  };
  const commit = () => {
    const to = chosen.current;
    close();
    if (to !== null && !same(to, value)) desk.edits.submit(row, column.field, to, row[column.field]);
  };
  const press = (event) => {
    if (event.key === "Escape" || event.key === "Tab") close();
    else if (event.key === "Enter" || event.key === " ") commit();
    else return;
    if (event.key !== "Tab") event.preventDefault();
  };
  const openBy = (event) => {
    if (event.altKey || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    setOpen(true);
  };
  return (
    <div className="dr-choice" onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setOpen(false)}>
      <button
        {...about}
        ref={button}
        type="button"
        className="dr-input"
        aria-haspopup="listbox"
        aria-expanded={open}
        disabled={entry?.state === "conflict"}
        onClick={() => setOpen(!open)}
        onKeyDown={openBy}
      >
        <span className={`dg-choice dg-tone-${option?.tone ?? "neutral"}`}><i aria-hidden="true" />{option?.label ?? value}</span>
      </button>
      {open && (
        <div className="dr-popup" onKeyDown={press}>
          <ChoiceEditor
            declared={column}
            data={row}
            context={desk.context}
            initialValue={value}
            onValueChange={(to) => { chosen.current = to; }}
            stopEditing={commit}
          />
        </div>
      )}
    </div>
  );
}

function FlagField({ desk, row, column, about }) {
  const value = Boolean(desk.edits.shown(row, column.field));
  return (
    <input
      {...about}
      type="checkbox"
      className="dr-check"
      checked={value}
      onChange={() => desk.edits.submit(row, column.field, !value, row[column.field])}
    />
  );
}

const KINDS = { choice: ChoiceField, flag: FlagField };

export function Field({ desk, row, column }) {
  const id = useId();
  const box = useRef(null);
  const entry = desk.edits.of(row.id, column.field);
  const flashes = useFlash(JSON.stringify(row[column.field] ?? null), Boolean(entry));
  const Kind = KINDS[column.kind] ?? TextField;
  const wrong = entry?.state === "invalid" || entry?.state === "draft";
  const about = {
    id,
    "data-field": column.field,
    "aria-invalid": wrong || undefined,
    "aria-describedby": entry?.message ? `${id}-why` : undefined,
  };
  // Whoever chose a side goes on in the field.
  const after = (act) => () => {
    act(entry);
    box.current.querySelector("[data-field]")?.focus();
  };
  useEffect(() => {
    const area = box.current.querySelector("textarea");
    if (area) area.style.height = "0";
    if (area) area.style.height = `${Math.min(240, Math.max(36, area.scrollHeight + 2))}px`;
  });
  return (
    <div ref={box} className={`dr-field dr-field-${column.kind} ${wrong ? "dr-wrong" : ""} ${flashes ? "dr-flash" : ""}`}>
      <label htmlFor={id}>{column.label}</label>
      <State entry={entry} />
      <Kind {...{ desk, row, column, entry, about }} />
      <Why id={`${id}-why`} entry={entry} />
      {wrong && <button type="button" className="dg-text-button" onClick={after(() => desk.edits.drop(row.id, column.field))}>Discard</button>}
      {entry?.state === "conflict" && (
        <Choose
          entry={entry}
          words={(value) => text(column, value, desk.context.timeZone)}
          keepMine={after((it) => desk.edits.keepMine(it))}
          takeTheirs={after((it) => desk.edits.takeTheirs(it))}
        />
      )}
    </div>
  );
}
