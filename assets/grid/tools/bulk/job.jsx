// How far a job is and how it ended: in the dialog, and below the rows for as long as it is not put away.
import { whole } from "../../format.js";
import { handled, isOver, outcome, percent } from "./bulk.js";
import { Words } from "./value.jsx";

export function JobProgress({ bulk, job }) {
  const stopping = job.state === "stopping";
  const words = stopping ? "Stopping…" : job.state === "queued" ? "Waiting for its turn…" : `${whole(handled(job))} of ${whole(job.will_change)}`;
  return (
    <div className="dg-job-progress">
      <progress max={100} value={percent(job)} aria-label={`${bulk.named(job)}: done`} />
      <span className="dg-job-words">{words}</span>
      {job.problem && <span className="dg-bulk-problem" role="alert">{job.problem}</span>}
      <button type="button" disabled={stopping} onClick={() => bulk.stop(job)}>Stop</button>
    </div>
  );
}

// What a job changed is one act of the person's list, once there is something.
const actOf = (job, shown) => shown.trail?.steps.find((one) => one.id === job.gesture)?.state ?? "done";

// What was undone says so; while it is not, there is the way back.
function WayBack({ bulk, job, shown }) {
  const act = actOf(job, shown);
  if (!job.changed || !shown.trail) return null;
  if (act !== "done") return <span className="dg-job-words">{act === "undone" ? "Undone" : "Partly undone"}</span>;
  return <button type="button" onClick={() => bulk.undo(job)}>Undo</button>;
}

export function JobEnd({ bulk, job, shown }) {
  const isDone = job.state === "done";
  const refused = job.refused + job.refused_before;
  return (
    <div className="dg-job-progress">
      <span className={`dg-job-words dg-job-${job.state}`}>{outcome(job)}</span>
      {job.problem && <span className="dg-bulk-problem" role="alert">{job.problem}</span>}
      {!isDone && actOf(job, shown) === "done" && <button type="button" onClick={() => bulk.resume(job)}>Go on</button>}
      {refused > 0 && <button type="button" onClick={() => bulk.download(job)}>Refused rows ({whole(refused)})</button>}
      <WayBack {...{ bulk, job, shown }} />
    </div>
  );
}

export function Jobs({ desk, bulk, shown }) {
  const dialog = shown.bulk?.job;
  return shown.jobs.filter((job) => job.job !== dialog).map((job) => (
    <section key={job.job} className="dg-job" aria-label={`Bulk change of ${bulk.named(job)}`}>
      <span className="dg-job-what">{bulk.named(job)} → <Words column={desk.columns.get(job.field)} value={job.value} /></span>
      {isOver(job) ? <JobEnd {...{ bulk, job, shown }} /> : <JobProgress {...{ bulk, job }} />}
      {isOver(job) && <button type="button" className="dg-icon-button" aria-label="Put this away" onClick={() => bulk.putAway(job)}>×</button>}
    </section>
  ));
}
