// All cards, to hide, show and move them: by dragging a handle, by Alt with an arrow, or by two buttons. It changes the
// address alone, so that Back leads back, a link shows the same, and a saved dashboard keeps it.
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { moved, showing, shownOf } from "./order.js";

const cardsWords = (count) => (count === 1 ? "1 card is" : `${count} cards are`);
const KINDS = [["figure", "Figures"], ["panel", "Charts and lists"]];

function Card({ card, place, count, hide, shift, drag }) {
  const press = (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || !step) return;
    event.preventDefault();
    shift(place + step);
  };
  return (
    <li data-card={card.key} className="db-arranged" data-dragged={drag.key === card.key} onKeyDown={press}>
      <span className="db-grip" aria-hidden="true" title="Drag to move" onPointerDown={(event) => drag.begin(event, card)}>⠿</span>
      <label>
        <input type="checkbox" checked aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown" onChange={hide} />
        <span>{card.title}</span>
      </label>
      <button type="button" aria-label={`Move ${card.title} earlier`} title="Move earlier" aria-disabled={place === 0} onClick={() => shift(place - 1)}>↑</button>
      <button type="button" aria-label={`Move ${card.title} later`} title="Move later" aria-disabled={place === count - 1} onClick={() => shift(place + 1)}>↓</button>
    </li>
  );
}

// A card follows the pointer among those of its kind; the address learns of it where it is let go.
function useDrag(box, keys, put) {
  const [held, hold] = useState(null);
  const now = useRef(null);
  const set = (value) => {
    now.current = value;
    hold(value);
  };
  const begin = (event, card) => {
    event.preventDefault();
    set({ key: card.key, keys });
    const over = ({ clientY }) => {
      const rows = [...box.current.querySelectorAll(`[data-kind="${card.kind}"] [data-card]`)];
      const row = rows.find((one) => {
        const { top, bottom } = one.getBoundingClientRect();
        return clientY >= top && clientY < bottom;
      });
      const { key, keys: order } = now.current;
      if (row && row.dataset.card !== key) set({ key, keys: moved(order, order.indexOf(key), order.indexOf(row.dataset.card)) });
    };
    const end = () => {
      const { keys: order } = now.current;
      set(null);
      removeEventListener("pointermove", over);
      for (const sign of ["pointerup", "pointercancel"]) removeEventListener(sign, end);
      if (order.join() !== keys.join()) put(order, card);
    };
    addEventListener("pointermove", over);
    for (const sign of ["pointerup", "pointercancel"]) addEventListener(sign, end);
  };
  return { key: held?.key, keys: held?.keys ?? keys, begin };
}

// The focus stays at the control of the card that it was at, wherever the card goes: it may even change lists. It does so
// in the moment in which the card goes, so that no key is lost between.
function useKeptFocus(box, search) {
  const kept = useRef(null);
  useLayoutEffect(() => {
    if (!kept.current) return;
    const { key, place } = kept.current;
    kept.current = null;
    box.current.querySelector(`[data-card="${CSS.escape(key)}"]`)?.querySelectorAll("input, button")[place]?.focus();
  }, [search]);
  return (key, place) => {
    const row = document.activeElement?.closest("[data-card]");
    const own = row ? [...row.querySelectorAll("input, button")].indexOf(document.activeElement) : 0;
    kept.current = { key, place: place ?? Math.max(0, own) };
  };
}

function List({ cards, look, say }) {
  const { search } = useLocation();
  const go = useNavigate();
  const box = useRef(null);
  const keep = useKeptFocus(box, search);
  const byKey = new Map(cards.map((card) => [card.key, card]));
  const open = (keys) => go(`?${showing(search, keys)}`);
  const ofKind = (keys, kind) => keys.filter((key) => byKey.get(key).kind === kind);
  const tell = (keys, { key, kind, title }) => say(`${title}, ${ofKind(keys, kind).indexOf(key) + 1} of ${ofKind(keys, kind).length}`);
  const put = (keys, card) => {
    keep(card.key);
    open(keys);
    tell(keys, card);
  };
  const drag = useDrag(box, shownOf(cards, search, look), put);
  const { keys } = drag;
  const hidden = cards.filter(({ key }) => !keys.includes(key));
  const shift = (card, to) => {
    const group = ofKind(keys, card.kind);
    if (to >= 0 && to < group.length) put(moved(keys, keys.indexOf(card.key), keys.indexOf(group[to])), card);
  };
  // The card goes to the other list, and the focus with it.
  const stay = (next, { key, title }, words) => {
    keep(key, 0);
    open(next);
    say(`${title} is ${words}`);
  };
  const showHidden = () => {
    open([...keys, ...hidden.map(({ key }) => key)]);
    say(`${cardsWords(hidden.length)} shown`);
    box.current.querySelector("input")?.focus();
  };
  const reset = () => {
    open(null);
    say("The cards are as they were made");
  };
  return (
    <div ref={box}>
      {hidden.length > 0 && (
        <p className="db-arrange-hidden">
          <span>{cardsWords(hidden.length)} hidden</span>
          <button type="button" onClick={showHidden}>Show {hidden.length === 1 ? "it" : "them"}</button>
        </p>
      )}
      <p className="db-arrange-hint">Drag to move<span>, or press <kbd>Alt</kbd> <kbd>↑</kbd> <kbd>↓</kbd></span>.</p>
      {KINDS.map(([kind, title]) => (
        <section key={kind} data-kind={kind}>
          <h3>{title}</h3>
          {ofKind(keys, kind).length === 0 && <p className="db-arrange-hint">All are hidden.</p>}
          <ul aria-label={title}>
            {ofKind(keys, kind).map((key, place, group) => (
              <Card
                key={key}
                card={byKey.get(key)}
                {...{ place, drag }}
                count={group.length}
                hide={() => stay(keys.filter((one) => one !== key), byKey.get(key), "hidden")}
                shift={(to) => shift(byKey.get(key), to)}
              />
            ))}
          </ul>
        </section>
      ))}
      {hidden.length > 0 && (
        <section>
          <h3>Hidden</h3>
          <ul aria-label="Hidden cards">
            {hidden.map((card) => (
              <li key={card.key} data-card={card.key} className="db-arranged">
                <label><input type="checkbox" checked={false} onChange={() => stay([...keys, card.key], card, "shown")} /><span>{card.title}</span></label>
              </li>
            ))}
          </ul>
        </section>
      )}
      <button type="button" className="db-arrange-reset" onClick={reset}>Show all, in the usual order</button>
    </div>
  );
}

export function Arrange({ board, cards }) {
  const [open, setOpen] = useState(false);
  const [told, say] = useState("");
  const box = useRef(null);
  const button = useRef(null);
  useEffect(() => {
    if (!open) return undefined;
    box.current.querySelector(".db-arrange-panel input")?.focus();
    const away = (event) => box.current?.contains(event.target) || setOpen(false);
    addEventListener("pointerdown", away, true);
    return () => removeEventListener("pointerdown", away, true);
  }, [open]);
  const escape = (event) => {
    if (event.key !== "Escape" || !open) return;
    event.stopPropagation();
    setOpen(false);
    button.current?.focus();
  };
  return (
    <div className="db-arrange" ref={box} onKeyDown={escape}>
      <button ref={button} type="button" className="button button-quiet" aria-haspopup="dialog" aria-expanded={open} onClick={() => setOpen(!open)}>Arrange</button>
      {open && (
        <div className="db-arrange-panel" role="dialog" aria-label="Arrange the cards">
          <List cards={cards} look={board?.look ?? ""} say={say} />
        </div>
      )}
      <p className="visually-hidden" role="status">{told}</p>
    </div>
  );
}
