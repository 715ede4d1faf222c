// A customer's address: masked for those who do not need it, shown for a reason that is kept (tools/reveal), for its time.
import { useEffect, useReducer } from "react";

const FIELD = "email";
const SECOND = 1000;

export function Email({ desk, row, email }) {
  const [, draw] = useReducer((count) => count + 1, 0);
  const revealed = desk.context.revealed?.get(row.id, FIELD);
  useEffect(() => {
    if (!revealed) return undefined;
    const timer = setInterval(() => desk.context.revealed.get(row.id, FIELD) ?? draw(), SECOND);
    return () => clearInterval(timer);
  }, [revealed]);
  if (!email) return null;
  const masked = row._masked?.includes(FIELD) && !revealed;
  return (
    <>
      <small data-field={masked ? undefined : FIELD} tabIndex={masked ? undefined : -1}>{revealed ?? email}</small>
      {masked && <button type="button" className="dg-text-button" data-field={FIELD} onClick={() => desk.store.set({ reveal: { id: row.id, field: FIELD } })}>Reveal…</button>}
    </>
  );
}

// Whoever has revealed an address from the drawer goes on there, once the dialog is gone.
export function backToEmail(desk, { id, field }) {
  const find = () => desk.root.current?.querySelector(`.dg-side-drawer [data-field="${FIELD}"]`);
  if (field !== FIELD || desk.cellElement({ id, field }) || !find()) return false;
  requestAnimationFrame(() => find()?.focus());
  return true;
}
