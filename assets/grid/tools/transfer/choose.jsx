// The first step: a file is chosen or dropped, and goes to the server.
import { useEffect, useRef, useState } from "react";
import { sizeOf } from "./uploading.js";

const KINDS = ".csv,.tsv,.txt,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const MATCHED = { orders: "their reference or number", products: "their SKU", users: "their e-mail address" };

export function Choose({ desk, imports }) {
  const input = useRef(null);
  const [over, setOver] = useState(false);
  const take = (files) => files[0] && imports.choose(files[0]);
  const drop = (event) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  const drag = (event) => {
    event.preventDefault();
    setOver(true);
  };
  return (
    <>
      <p className="tx-hint">
        A CSV file or an Excel workbook (.xlsx) of up to 200 MB. {desk.noun[1][0].toUpperCase() + desk.noun[1].slice(1)} are matched by {MATCHED[desk.entity] ?? "their key"}:
        new ones are added, those that are there are changed. You see everything before anything is written.
      </p>
      <div className={over ? "tx-drop tx-over" : "tx-drop"} onDragOver={drag} onDragLeave={() => setOver(false)} onDrop={drop}>
        <p>Drop a file here, or</p>
        <button type="button" className="button button-primary" onClick={() => input.current.click()}>Choose a file</button>
        <input ref={input} type="file" accept={KINDS} hidden aria-label="File to import" onChange={(event) => take(event.target.files)} />
      </div>
    </>
  );
}

export function Sending({ wizard, imports }) {
  const { file, sent } = wizard;
  useEffect(() => {
    const ask = (event) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, []);
  return (
    <>
      <p className="tx-hint">{file.name}: {sizeOf(sent)} of {sizeOf(file.size)}. It is kept sealed, and only until the import begins.</p>
      <progress className="tx-progress" max={file.size} value={sent} aria-label="Sent" />
      <div className="form-actions"><button type="button" className="button" onClick={() => imports.restart()}>Cancel</button></div>
    </>
  );
}

export function Looking() {
  return (
    <>
      <p className="tx-hint" role="status">A large workbook takes a minute.</p>
      <progress className="tx-progress" aria-label="Reading" />
    </>
  );
}
