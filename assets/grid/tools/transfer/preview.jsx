// The third step: how many lines make, change, keep and are refused, and the first of each.
import { useRef, useState } from "react";
import { whole } from "../../format.js";

const KINDS = [["create", "new"], ["update", "changed"], ["unchanged", "unchanged"], ["refused", "refused"]];

function Tabs({ counts, kind, choose }) {
  const bar = useRef(null);
  const press = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = (KINDS.findIndex(([one]) => one === kind) + step + KINDS.length) % KINDS.length;
    choose(KINDS[at][0]);
    bar.current.children[at].focus();
  };
  return (
    <div className="tx-tabs" role="tablist" aria-label="Lines by what would happen" ref={bar} onKeyDown={press}>
      {KINDS.map(([one, words]) => (
        <button
          key={one} type="button" role="tab" id={`tx-tab-${one}`} aria-controls="tx-lines" aria-selected={one === kind}
          tabIndex={one === kind ? 0 : -1} className={counts[one] ? `tx-tab tx-${one}` : "tx-tab"} onClick={() => choose(one)}
        >
          <b>{whole(counts[one] ?? 0)}</b>{words}
        </button>
      ))}
    </div>
  );
}

function Changes({ changes }) {
  return changes.map(({ field, label, before, after }) => (
    <p key={field} className="tx-change">
      <span>{label}</span> <del>{before || "empty"}</del> <span aria-hidden="true">→</span> <ins>{after || "empty"}</ins>
    </p>
  ));
}

function Line({ line }) {
  return (
    <li>
      <p className="tx-key"><b>{line.key || "no key"}</b><small>line {whole(line.line)}</small></p>
      <div>
        {line.values.length > 0 && <p className="tx-values">{line.values.map(([label, text]) => <span key={label}><i>{label}</i> {text}</span>)}</p>}
        <Changes changes={line.changes} />
        {line.faults.map((fault) => <p key={fault.field + fault.code} className="tx-fault">{fault.detail}</p>)}
      </div>
    </li>
  );
}

function Lines({ preview, kind }) {
  const lines = preview.shown[kind] ?? [];
  const count = preview.counts[kind] ?? 0;
  return (
    <div className="tx-lines" role="tabpanel" id="tx-lines" aria-labelledby={`tx-tab-${kind}`} tabIndex={0}>
      {!lines.length && <p className="tx-hint">None.</p>}
      <ul>{lines.map((line) => <Line key={line.line} line={line} />)}</ul>
      {count > lines.length && <p className="tx-hint">The first {whole(lines.length)} of {whole(count)}.</p>}
    </div>
  );
}

const nouns = (desk, count) => `${whole(count)} ${desk.noun[count === 1 ? 0 : 1]}`;

// What the button promises is what will be written.
function promise(desk, create, update) {
  const parts = [create && `add ${nouns(desk, create)}`, update && `change ${nouns(desk, update)}`].filter(Boolean);
  const words = parts.join(" and ");
  return words && words[0].toUpperCase() + words.slice(1);
}

export function Preview({ desk, wizard, imports }) {
  const { preview, only_updates: lacking } = wizard.told;
  const { counts } = preview;
  const [kind, setKind] = useState(KINDS.find(([one]) => counts[one])?.[0] ?? "create");
  const words = promise(desk, counts.create, counts.update);
  return (
    <>
      <p className="tx-hint" role="status">
        Nothing is written yet. {counts.refused ? "What is refused stays out; the rest goes in." : ""}
        {lacking.length > 0 && ` New ${desk.noun[1]} are not added: the file has no column for ${lacking.join(", ").toLowerCase()}.`}
      </p>
      <Tabs counts={counts} kind={kind} choose={setKind} />
      <Lines preview={preview} kind={kind} />
      {kind === "refused" && counts.refused > 0 && (
        <button type="button" className="button button-quiet tx-download" onClick={() => imports.download()}>Download the refused lines with reasons</button>
      )}
      <div className="form-actions">
        <button type="button" className="button" onClick={() => imports.back()}>Back to the columns</button>
        <button type="button" className="button button-primary" disabled={!words} onClick={() => imports.run()}>{words || "Nothing to import"}</button>
      </div>
    </>
  );
}
