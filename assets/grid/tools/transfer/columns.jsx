// The second step: which field each column of the file is, and how the file is written.
const ENCODINGS = [["utf-8", "UTF-8"], ["cp1252", "Windows (Western)"], ["utf-16-le", "UTF-16"], ["utf-16-be", "UTF-16 (big endian)"]];
const DELIMITERS = [[",", "Comma ,"], [";", "Semicolon ;"], ["\t", "Tab"], ["|", "Bar |"]];
const DECIMALS = [[".", "1,234.50"], [",", "1.234,50"]];
const DATES = [["iso", "2026-01-31"], ["dmy", "31.01.2026"], ["mdy", "01/31/2026"]];
const BLANKS = [["keep", "leave what is there"], ["clear", "empty the field"]];

function Choice({ label, value, options, change }) {
  return (
    <label className="tx-select">
      <span>{label}</span>
      <select value={value} onChange={(event) => change(event.target.value)}>
        {options.map(([one, words]) => <option key={one} value={one}>{words}</option>)}
      </select>
    </label>
  );
}

function Shape({ wizard, imports }) {
  const { seen, shape, how, columns } = wizard;
  const now = seen.shape;
  const look = (change) => imports.look({ ...shape, ...change });
  const has = (...fields) => fields.some((field) => columns.includes(field));
  const headers = [[1, "The first line holds names"], [0, "There are no names"], ...(now.header > 1 ? [[now.header, `Line ${now.header} holds names`]] : [])];
  return (
    <div className="tx-shape">
      {seen.sheets.length > 1 && <Choice label="Sheet" value={now.sheet} options={seen.sheets.map((name, at) => [at, name])} change={(sheet) => imports.look({ sheet: Number(sheet) })} />}
      {!seen.sheets.length && <Choice label="Encoding" value={now.encoding} options={ENCODINGS} change={(encoding) => look({ encoding })} />}
      {!seen.sheets.length && <Choice label="Separator" value={now.delimiter} options={DELIMITERS} change={(delimiter) => look({ delimiter })} />}
      <Choice label="Header" value={now.header} options={headers} change={(header) => look({ header: Number(header) })} />
      {has("price", "line_total", "unit_price") && <Choice label="Amounts" value={how.decimal} options={DECIMALS} change={(decimal) => imports.setHow({ decimal })} />}
      {has("ordered_at") && <Choice label="Dates" value={how.dates} options={DATES} change={(dates) => imports.setHow({ dates })} />}
      <Choice label="Empty cells" value={how.blanks} options={BLANKS} change={(blanks) => imports.setHow({ blanks })} />
    </div>
  );
}

function Column({ column, field, fields, place, imports }) {
  const id = `tx-column-${place}`;
  return (
    <li className={field ? "tx-column" : "tx-column tx-left-out"}>
      <div className="tx-column-name">
        <label htmlFor={id}>{column.name}</label>
        <p>{column.samples.length ? column.samples.join(" · ") : "empty"}</p>
      </div>
      <select id={id} value={field} onChange={(event) => imports.setColumn(place, event.target.value)}>
        <option value="">Leave out</option>
        {fields.map((one) => <option key={one.name} value={one.name}>{one.label}{one.key ? " (matches)" : ""}</option>)}
      </select>
    </li>
  );
}

function Missing({ fields, columns, noun }) {
  const keys = fields.filter((field) => field.key);
  if (!keys.some((field) => columns.includes(field.name))) {
    return <p className="tx-warn" role="status">Choose the column that {noun} are matched by: {keys.map(({ label }) => label).join(" or ")}.</p>;
  }
  const missing = fields.filter((field) => field.needed && !columns.includes(field.name));
  if (!missing.length) return null;
  return (
    <p className="tx-note" role="status">
      Without {missing.map(({ label }) => label.toLowerCase()).join(", ")} no new {noun} can be added: those that are there are changed.
    </p>
  );
}

export function Columns({ desk, wizard, imports }) {
  const { seen, columns } = wizard;
  const ready = seen.fields.some((field) => field.key && columns.includes(field.name));
  return (
    <>
      <Shape {...{ wizard, imports }} />
      <ul className="tx-columns" aria-label="Columns of the file">
        {seen.columns.map((column, place) => <Column key={column.name} {...{ column, place, imports }} field={columns[place]} fields={seen.fields} />)}
      </ul>
      <Missing fields={seen.fields} columns={columns} noun={desk.noun[1]} />
      <div className="form-actions">
        <button type="button" className="button" onClick={() => imports.restart()}>Another file</button>
        <button type="button" className="button button-primary" disabled={!ready} onClick={() => imports.check()}>See what would happen</button>
      </div>
    </>
  );
}
