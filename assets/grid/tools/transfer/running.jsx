// While the server works, and how it ended. The dialog may be closed, and the page left: the work goes on.
import { whole } from "../../format.js";
import { percent } from "./imports.js";

function Progress({ told, label }) {
  const at = percent(told);
  return (
    <>
      <progress className="tx-progress" max={100} value={at} aria-label={label} />
      <p className="tx-voice" aria-live="polite">{at % 10 === 0 ? `${label}: ${at} %` : ""}</p>
    </>
  );
}

export function Checking({ wizard, imports }) {
  return (
    <>
      <p className="tx-hint">Each line is read, matched and held to the rules: {percent(wizard.told)} %. Nothing is written yet. You may close this and come back.</p>
      <Progress told={wizard.told} label="Checked" />
      <div className="form-actions"><button type="button" className="button" onClick={() => imports.stop()}>Stop checking</button></div>
    </>
  );
}

export function Running({ wizard, imports }) {
  const { job } = wizard.told;
  return (
    <>
      <p className="tx-hint">
        {job.state === "queued" ? "Waiting for its turn." : `${whole(job.done)} of ${whole(job.total)}.`} You may close this or leave the page: it goes on.
      </p>
      <Progress told={wizard.told} label="Imported" />
      <div className="form-actions">
        <button type="button" className="button" disabled={job.state === "stopping"} onClick={() => imports.stop()}>{job.state === "stopping" ? "Stopping…" : "Stop"}</button>
      </div>
    </>
  );
}

function Figure({ words, count, tone }) {
  return <div className={`tx-figure tx-${tone} ${count ? "" : "tx-none"}`}><dt>{words}</dt><dd>{whole(count)}</dd></div>;
}

function Why({ job }) {
  if (job.state === "done") return null;
  const words = job.fault ? `Something went wrong. Reference ${job.fault}` : job.detail || "It was stopped";
  return <p className="tx-warn" role="status">{words}. What is in stays in; it can go on from there.</p>;
}

export function Over({ wizard, imports }) {
  const { job, preview } = wizard.told;
  const ended = (code) => (job.reasons ?? []).filter((one) => one.code === code).reduce((sum, one) => sum + one.count, 0);
  const updated = ended("updated");
  const unchanged = job.unchanged + (preview?.counts.unchanged ?? 0);
  return (
    <>
      <Why job={job} />
      <dl className="tx-figures">
        <Figure words="new" count={ended("created")} tone="create" />
        <Figure words="changed" count={updated} tone="update" />
        <Figure words="unchanged" count={unchanged} tone="unchanged" />
        <Figure words="refused" count={job.refused} tone="refused" />
      </dl>
      {updated > 0 && <p className="tx-hint">The changes are one step of your undo list; what is new stays.</p>}
      {job.refused > 0 && <button type="button" className="button button-quiet tx-download" onClick={() => imports.download()}>Download the refused lines with reasons</button>}
      <div className="form-actions">
        {job.state !== "done" && <button type="button" className="button" onClick={() => imports.resume()}>Go on</button>}
        <button type="button" className="button" onClick={() => imports.restart()}>Import another file</button>
        <button type="button" className="button button-primary" onClick={() => imports.close()}>Close</button>
      </div>
    </>
  );
}
