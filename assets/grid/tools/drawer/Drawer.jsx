// The drawer's inside: what the record is, its fields, for orders their lines and what happened to them.
import { useLayoutEffect, useRef } from "react";
import { moment, money, text } from "../../format.js";
import { Timeline } from "../history/Timeline.jsx";
import { Email } from "./Email.jsx";
import { Field } from "./Field.jsx";
import { Lines } from "./Lines.jsx";
import { useRecord } from "./record.js";
import { neighbour } from "./walk.js";
import "../../../css/grid/drawer.css";

const editable = (desk) => [...desk.columns.values()].filter((column) => column.editable);
const facts = (desk) => [...desk.columns.values()].filter((column) => !column.editable && column.kind !== "link");

function Head({ desk, row, sheet }) {
  const { status } = row;
  const option = desk.columns.get("status")?.options?.find((one) => one.value === status);
  return (
    <div className="dr-head">
      {option && <span className={`dg-choice dg-tone-${option.tone}`}><i aria-hidden="true" />{option.label}</span>}
      <strong className="dr-number">{money(sheet.order.total_price)}</strong>
      <p>{sheet.customer.name || "Erased account"} <Email {...{ desk, row }} email={sheet.customer.email} /></p>
      <p className="dr-muted">
        Ordered {moment(sheet.order.ordered_at, desk.context.timeZone)}
        {sheet.order.reference && ` · ${sheet.order.reference}`} · {sheet.order.channel}
      </p>
    </div>
  );
}

function Facts({ desk, row }) {
  const known = facts(desk).filter((column) => row[column.field] !== null && row[column.field] !== "");
  if (!known.length) return null;
  return (
    <dl className="dr-facts">
      {known.map((column) => <div key={column.field}><dt>{column.label}</dt><dd>{text(column, row[column.field], desk.context.timeZone)}</dd></div>)}
    </dl>
  );
}

function Walk({ desk, row, walk }) {
  const link = [...desk.columns.values()].find((column) => column.kind === "link");
  const noun = desk.noun[0];
  return (
    <div className="dr-walk">
      <button type="button" className="dg-icon-button" aria-label={`Previous ${noun}`} title="Previous (Alt+↑)" onClick={() => walk(-1)}>↑</button>
      <button type="button" className="dg-icon-button" aria-label={`Next ${noun}`} title="Next (Alt+↓)" onClick={() => walk(1)}>↓</button>
      {link && row && <a href={link.href.replace("{id}", encodeURIComponent(row.id))} target="_blank" rel="noopener">Open page</a>}
    </div>
  );
}

function Skeleton() {
  return <div className="dr-skeleton" role="status" aria-label="Loading">{[70, 40, 90, 60].map((width) => <i key={width} style={{ width: `${width}%` }} />)}</div>;
}

function Record({ desk, id, walk, aim }) {
  const { row, sheet, problem } = useRecord(desk, id);
  useLayoutEffect(aim);
  const gone = problem?.status === 404;
  return (
    <>
      <Walk {...{ desk, row, walk }} />
      {problem && <p className="dr-why" role="alert">{gone ? `This ${desk.noun[0]} is not there any more.` : `${problem.message}.${problem.passes ? " Trying again…" : ""}`}</p>}
      {!row && !problem && <Skeleton />}
      {row && !gone && (
        <>
          {sheet ? <Head {...{ desk, row, sheet }} /> : desk.entity !== "orders" && <Facts {...{ desk, row }} />}
          <div className="dr-fields">
            {editable(desk).map((column) => <Field key={column.field} {...{ desk, row, column }} />)}
          </div>
          {sheet ? <Lines {...{ desk, row, sheet }} /> : desk.entity === "orders" && <Skeleton />}
          <section className="dr-story" aria-labelledby="dr-story-title">
            <h3 id="dr-story-title">History</h3>
            <Timeline desk={desk} id={id} />
          </section>
        </>
      )}
    </>
  );
}

export function Drawer({ desk, id, field }) {
  const root = useRef(null);
  const goal = useRef(field);
  useLayoutEffect(() => { goal.current = field ?? goal.current; }, [field]);
  // Another row in the same drawer: the focus stays in the field where it was. A line may come a moment later.
  const aim = () => {
    const at = goal.current && root.current?.querySelector(`[data-field="${CSS.escape(goal.current)}"], [data-line="${CSS.escape(goal.current)}"] + * button`);
    if (!at) return;
    goal.current = null;
    at.focus();
  };
  useLayoutEffect(() => {
    if (!root.current.contains(document.activeElement)) root.current.closest(".dg-side")?.focus();
  }, [id]);
  const walk = async (by) => {
    const at = document.activeElement;
    const here = root.current.contains(at) ? at.dataset.field : null;
    // What is typed is handed over first.
    at?.blur?.();
    const next = await neighbour(desk, id, by);
    if (!next) {
      desk.say(by < 0 ? "This is the first row" : "This is the last row");
      at?.focus?.();
      return;
    }
    const { panel, focus } = desk.store.get();
    if (panel?.props.id !== id) return;
    goal.current = here ?? null;
    desk.store.set({ panel: { ...panel, props: { id: next.id } }, focus: { id: next.id, field: focus?.field ?? [...desk.columns.keys()][0] } });
  };
  const press = (event) => {
    if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    walk(event.key === "ArrowUp" ? -1 : 1);
  };
  return <div ref={root} className="dr" onKeyDownCapture={press}><Record key={id} {...{ desk, id, walk, aim }} /></div>;
}
