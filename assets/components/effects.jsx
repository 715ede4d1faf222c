// Does each effect of app/ui/components/effects.py once, and says when the connection is lost.
import { useContext, useEffect, useRef, useState } from "react";
import { jsx } from "@emotion/react";
import { EventLoopContext } from "$/utils/context";
import { SAY } from "./say.js";

const LAST_DONE = "daybook:last-effect";
const TOAST_MS = 6000;
const ERROR_TOAST_MS = 15000;
const FOCUS_TRIES = 20;
const LOST_AFTER_MS = 1200;

// Ids grow with time; the last one done outlives a reload of this tab, so that nothing is said twice.
let lastDone = 0;
const readLastDone = () => {
  try {
    return Number(window.sessionStorage.getItem(LAST_DONE)) || 0;
  } catch {
    return 0;
  }
};
// What parts of the page say by themselves (`say.js`) has ids of its own.
let saidCount = 0;
const markDone = (id) => {
  lastDone = id;
  try {
    window.sessionStorage.setItem(LAST_DONE, String(id));
  } catch {
    // Storage may be forbidden; the variable still holds for this page.
  }
};

const localPath = (url) =>
  typeof url === "string" && /^\/(?![/\\])/.test(url) ? url : "/";

// Who holds what is not saved yet may prevent it, and lead the person on itself.
const leave = (url) => {
  const event = new CustomEvent("daybook:leave", { cancelable: true, detail: { url } });
  if (window.dispatchEvent(event)) window.location.assign(localPath(url));
};

const focusWhenThere = (selector, tries = FOCUS_TRIES) => {
  let found = null;
  try {
    found = document.querySelector(selector);
  } catch {
    return;
  }
  if (found) {
    found.focus();
  } else if (tries > 0) {
    window.setTimeout(() => focusWhenThere(selector, tries - 1), 50);
  }
};

const copyText = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
};

function Toast({ toast, onClose }) {
  useEffect(() => {
    const stay = toast.tone === "error" ? ERROR_TOAST_MS : TOAST_MS;
    const timer = window.setTimeout(() => onClose(toast.id), stay);
    return () => window.clearTimeout(timer);
  }, []);
  return jsx(
    "div",
    { className: `toast toast-${toast.tone}`, "data-toast": toast.tone },
    jsx("p", { className: "toast-text" }, toast.text, toast.ref && " ", toast.ref && jsx("code", {}, toast.ref)),
    jsx(
      "button",
      { type: "button", className: "toast-close", "aria-label": "Dismiss", onClick: () => onClose(toast.id) },
      "×",
    ),
  );
}

// A short break (a deploy, a sleeping laptop) passes unseen; a longer one is said quietly.
function useLost(errors) {
  const [lost, setLost] = useState(false);
  const broken = (errors?.length ?? 0) > 0;
  useEffect(() => {
    if (!broken) {
      setLost(false);
      return undefined;
    }
    const timer = window.setTimeout(() => setLost(true), LOST_AFTER_MS);
    return () => window.clearTimeout(timer);
  }, [broken]);
  return lost;
}

export function Effects({ effects }) {
  const [toasts, setToasts] = useState([]);
  const [, connectErrors] = useContext(EventLoopContext);
  const lost = useLost(connectErrors);
  const begun = useRef(false);

  useEffect(() => {
    if (!begun.current) {
      begun.current = true;
      lastDone = Math.max(lastDone, readLastDone());
    }
    for (const effect of effects ?? []) {
      if (effect.id <= lastDone) continue;
      markDone(effect.id);
      if (effect.kind === "toast") setToasts((shown) => [...shown.slice(-3), effect]);
      else if (effect.kind === "copy") copyText(effect.text);
      else if (effect.kind === "focus") focusWhenThere(effect.text);
      else if (effect.kind === "leave") leave(effect.text);
    }
  }, [effects]);

  useEffect(() => {
    const said = ({ detail }) => setToasts((shown) => [...shown.slice(-3), { ...detail, id: `said-${(saidCount += 1)}` }]);
    window.addEventListener(SAY, said);
    return () => window.removeEventListener(SAY, said);
  }, []);

  const close = (id) => setToasts((shown) => shown.filter((toast) => toast.id !== id));
  const calm = toasts.filter((toast) => toast.tone !== "error");
  const urgent = toasts.filter((toast) => toast.tone === "error");
  const show = (toast) => jsx(Toast, { key: toast.id, toast, onClose: close });
  return jsx(
    "div",
    { className: "effects" },
    jsx("div", { className: "toasts", role: "status", "aria-live": "polite" }, calm.map(show)),
    jsx("div", { className: "toasts toasts-urgent", role: "alert", "aria-live": "assertive" }, urgent.map(show)),
    jsx(
      "div",
      { className: "connection", role: "status", "data-lost": lost ? "true" : "false" },
      lost ? "Reconnecting…" : "",
    ),
  );
}
