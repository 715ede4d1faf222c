// The line items of an order: changed in place, added, removed; the total beneath is always that of the lines shown.
import { useEffect, useRef, useState } from "react";
import { money } from "../../format.js";
import { AddLine } from "./AddLine.jsx";
import { LineRow } from "./LineRow.jsx";
import { MOST_LINES, changed, newField, shownLines, totalOf } from "./lines.js";

// What a person does to lines, as edits of the desk.
function actsOn(desk, row, removed) {
  const { edits } = desk;
  const id = row.id;
  const send = ({ field, stands, name }, value) => {
    edits.labels[field] = name;
    return edits.submitMany([{ row, field, value, seen: stands }], { kind: "lines" });
  };
  return {
    set: send,
    async remove(line) {
      const [became] = await send(line, null);
      if (became?.state === "saved") removed(line);
    },
    restore: (line) => send({ ...line, stands: null }, line.stands),
    drop: (line) => edits.drop(id, line.field),
    keepMine(line) {
      const { theirs, value } = line.entry;
      edits.drop(id, line.field);
      send({ ...line, stands: theirs }, value);
    },
    takeTheirs: (line) => edits.takeTheirs(line.entry),
    add({ id: product_id, name, sku, price }) {
      const value = { product_id, name, sku, quantity: 1, unit_price: price.amount, line_total: price.amount };
      send({ field: newField(), stands: null, name }, value);
    },
  };
}

function Removed({ line, undo }) {
  return (
    <div className="dr-removed" role="status">
      <span>{line.name} removed</span>
      <button type="button" className="dg-text-button" onClick={undo}>Undo</button>
    </div>
  );
}

export function Lines({ desk, row, sheet }) {
  const known = useRef(new Map());
  const box = useRef(null);
  const [removed, setRemoved] = useState(null);
  const lines = shownLines(sheet, desk.edits, known.current);
  const { currency } = sheet.order.total_price;
  const closed = sheet.lines_closed;
  const acts = actsOn(desk, row, setRemoved);
  const total = totalOf(lines);
  const pending = lines.some(({ entry }) => entry && entry.state !== "conflict");
  const gone = removed && !lines.some(({ field }) => field === removed.field);
  // The button that was pressed is gone: whoever removed a line may take it back at once.
  useEffect(() => {
    if (gone && document.activeElement === document.body) box.current.querySelector(".dr-removed button")?.focus();
  }, [gone]);

  const add = (product) => {
    const same = lines.find((line) => line.product_id === product.id && !line.entry && line.values.unit_price === product.price.amount);
    if (same) acts.set(same, changed(same.values, { quantity: same.values.quantity + 1 }));
    else acts.add(product);
  };
  return (
    <section ref={box} className="dr-lines" aria-labelledby="dr-lines-title">
      <h3 id="dr-lines-title">Line items</h3>
      {closed && <p className="dr-hint">{closed}.</p>}
      <div role="table" aria-label="Line items" className="dr-table">
        <div role="row" className="dr-line dr-line-head">
          {["Product", "Quantity", "Unit price", "Total"].map((word) => <div key={word} role="columnheader">{word}</div>)}
          <div role="columnheader"><span className="dr-unseen">Remove</span></div>
        </div>
        {lines.map((line) => <LineRow key={line.field} {...{ line, currency, acts }} closed={Boolean(closed)} />)}
      </div>
      {gone && <Removed line={removed} undo={() => acts.restore(removed)} />}
      <p className="dr-total">
        <span>Total{pending ? <small> not saved yet</small> : null}</span>
        <output aria-label="Total of the order" className="dr-number">{money({ amount: total, currency })}</output>
      </p>
      {!closed && lines.length < MOST_LINES && <AddLine desk={desk} currency={currency} add={add} />}
    </section>
  );
}
