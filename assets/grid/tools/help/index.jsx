// The sheet of keys: "?" opens it where no cell takes the letter, Ctrl+/ anywhere.
import { Dialog } from "../../../components/dialog.jsx";
import { KEYS } from "./keys.js";
import "../../../css/grid/help.css";

const first = (element) => element?.setAttribute("autofocus", "");
const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");
const shownKey = (key) => (isMac ? { Ctrl: "⌘", Alt: "⌥" }[key] ?? key : key);

function Combination({ keys }) {
  return keys.split(" / ").map((way, place) => (
    <span key={way}>{place > 0 && " or "}{way.split("+").map((key, at) => <kbd key={`${key} ${at}`}>{shownKey(key)}</kbd>)}</span>
  ));
}

function Sheet({ close }) {
  return (
    <div className="dg-help">
      <h2>Keys of the table</h2>
      <div className="dg-help-groups" tabIndex={0} role="region" aria-label="Keys of the table">
        {KEYS.map(([title, keys]) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>{keys.map(([combination, words]) => <div key={words}><dt><Combination keys={combination} /></dt><dd>{words}</dd></div>)}</dl>
          </section>
        ))}
      </div>
      <div className="dg-acts"><button ref={first} type="button" className="dg-primary" onClick={close}>Close</button></div>
    </div>
  );
}

function close(desk) {
  desk.store.set({ help: false });
  const { focus } = desk.store.get();
  if (focus) desk.goTo(focus);
}

const open = (desk) => desk.store.set({ help: true });

function Bar({ desk, shown }) {
  return (
    <>
      <button type="button" className="dg-tool dg-help-button" aria-label="Keys of the table" title="Keys (?)" onClick={() => open(desk)}>?</button>
      <Dialog open={Boolean(shown.help)} label="Keys of the table" onDismiss={() => close(desk)}><Sheet close={() => close(desk)} /></Dialog>
    </>
  );
}

export const help = {
  name: "help",
  place: "end",
  Bar,
  keys: [
    { key: "shift+?", run: (desk) => (desk.api?.getEditingCells().length ? false : open(desk)) },
    { key: "mod+/", typing: true, run: open },
  ],
};
