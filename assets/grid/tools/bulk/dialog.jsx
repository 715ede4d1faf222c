// The dialog of a bulk change: choose a field and a value, see what would happen, then let it run.
import { useEffect, useRef, useState } from "react";
import { Dialog } from "../../../components/dialog.jsx";
import { text, whole } from "../../format.js";
import { JobEnd, JobProgress } from "./job.jsx";
import { isOver } from "./bulk.js";
import { KINDS, NewValue, Words } from "./value.jsx";

const nouns = (desk, count) => `${whole(count)} ${desk.noun[count === 1 ? 0 : 1]}`;

function Choose({ desk, bulk, state }) {
  const fields = [...desk.columns.values()].filter((column) => column.editable && KINDS.has(column.kind));
  const [field, setField] = useState(fields.some((one) => one.field === state.field) ? state.field : fields[0].field);
  const [value, setValue] = useState(state.value ?? null);
  const [problem, setProblem] = useState(state.value === undefined ? "Choose the new value" : "");
  const column = desk.columns.get(field);
  const pick = (event) => {
    setField(event.target.value);
    setValue(null);
    setProblem("Choose the new value");
  };
  const change = (next, wrong) => {
    setValue(next);
    setProblem(wrong);
  };
  const submit = (event) => {
    event.preventDefault();
    if (!problem) bulk.rehearse(field, value);
  };
  return (
    <form className="dg-bulk" onSubmit={submit}>
      <label className="dg-field">
        Field
        <select value={field} onChange={pick}>{fields.map((one) => <option key={one.field} value={one.field}>{one.label}</option>)}</select>
      </label>
      <NewValue {...{ column, value, problem, change }} timeZone={desk.context.timeZone} />
      {state.problem && <p className="dg-bulk-problem" role="alert">{state.problem}</p>}
      <div className="dg-acts">
        <button type="button" onClick={() => bulk.close()}>Cancel</button>
        <button type="submit" className="dg-primary" disabled={Boolean(problem)}>See what would change</button>
      </div>
    </form>
  );
}

function Looking({ bulk, state }) {
  const seen = state.found?.total ?? 0;
  return (
    <div className="dg-bulk">
      <p>{seen ? `Looked at ${whole(seen)} of ${whole(Math.max(seen, state.count))}` : "Looking at each row"}. Nothing is changed yet.</p>
      <progress max={Math.max(state.count, 1)} value={seen} aria-label="Rows looked at" />
      <div className="dg-acts"><button type="button" onClick={() => bulk.back()}>Back</button></div>
    </div>
  );
}

function Figure({ count, words, tone }) {
  return <div className={`dg-figure dg-figure-${tone}`}><dt>{words}</dt><dd>{whole(count)}</dd></div>;
}

function Examples({ desk, rows, field, value }) {
  const columns = [...desk.columns.values()];
  const column = desk.columns.get(field);
  return (
    <ul className="dg-examples">
      {rows.map((row) => (
        <li key={row.id}>
          <b>{text(columns[0], row[columns[0].field], "")}</b>
          <span>{text(columns[1], row[columns[1].field], "")}</span>
          <span><Words column={column} value={row[field]} />{value !== undefined && <> → <Words column={column} value={value} /></>}</span>
        </li>
      ))}
    </ul>
  );
}

function Rehearsed({ desk, bulk, state }) {
  const { found, field, value } = state;
  const column = desk.columns.get(field);
  return (
    <div className="dg-bulk">
      <p className="dg-bulk-what">{column.label} → <Words column={column} value={value} /></p>
      <dl className="dg-figures">
        <Figure count={found.will_change} words="will change" tone="ok" />
        <Figure count={found.already} words="already so" tone="same" />
        <Figure count={found.refused} words="refused" tone={found.refused ? "no" : "same"} />
      </dl>
      <div className="dg-bulk-reasons" role="region" aria-label="Rows for example" tabIndex={found.reasons.length ? 0 : undefined}>
        {found.changing.map((group) => (
          <section key="change">
            <h3>For example</h3>
            <Examples {...{ desk, field, value }} rows={group.examples} />
          </section>
        ))}
        {found.reasons.map((group) => (
          <section key={group.reason}>
            <h3><span className="dg-bulk-count">{whole(group.count)}</span> {group.reason}</h3>
            <Examples {...{ desk, field }} rows={group.examples} />
          </section>
        ))}
      </div>
      {found.refused > 0 && <p className="dg-bulk-note">The refused stay as they are. <button type="button" className="dg-text-button" onClick={() => bulk.download(found)}>Download them with reasons</button></p>}
      <div className="dg-acts">
        <button type="button" onClick={() => bulk.back()}>Back</button>
        <button type="button" className="dg-primary" disabled={!found.will_change} onClick={() => bulk.run()}>
          {found.will_change ? `Change ${nouns(desk, found.will_change)}` : "Nothing to change"}
        </button>
      </div>
    </div>
  );
}

function Running({ desk, bulk, state, shown }) {
  const job = shown.jobs.find((one) => one.job === state.job);
  if (!job) return <div className="dg-bulk">{state.problem ? <p className="dg-bulk-problem" role="alert">{state.problem}</p> : <p>Beginning…</p>}</div>;
  return (
    <div className="dg-bulk">
      <p className="dg-bulk-what">{bulk.named(job)} → <Words column={desk.columns.get(job.field)} value={job.value} /></p>
      {isOver(job) ? <JobEnd {...{ bulk, job, shown }} /> : <JobProgress {...{ bulk, job }} />}
      <div className="dg-acts">
        {!isOver(job) && <p className="dg-bulk-note">It goes on when you close this, and when you leave the page.</p>}
        <button type="button" className="dg-primary" onClick={() => bulk.dismiss()}>Close</button>
      </div>
    </div>
  );
}

const STEPS = { choose: Choose, looking: Looking, rehearsed: Rehearsed, running: Running };
const TITLES = {
  choose: (desk, { count }) => `Edit ${nouns(desk, count)}`,
  looking: (desk, { count }) => `Looking at ${nouns(desk, count)}`,
  rehearsed: (desk, { found }) => `What would become of ${nouns(desk, found.total)}`,
  running: (desk) => `Changing ${desk.noun[1]}`,
};

export function BulkDialog({ desk, bulk, shown }) {
  const title = useRef(null);
  const state = shown.bulk;
  useEffect(() => {
    if (state && state.step !== "choose") title.current?.focus();
  }, [state?.step]);
  const Step = state && STEPS[state.step];
  const words = state ? TITLES[state.step](desk, state) : "";
  return (
    <Dialog open={Boolean(state)} label={words} onDismiss={() => bulk.dismiss()}>
      {state && <h2 ref={title} className="dialog-title" tabIndex={state.step === "choose" ? undefined : -1}>{words}</h2>}
      {state && <Step {...{ desk, bulk, state, shown }} />}
      {state && <p className="dg-bulk-voice" role="status"><span key={shown.spoken}>{shown.voice}</span></p>}
    </Dialog>
  );
}
