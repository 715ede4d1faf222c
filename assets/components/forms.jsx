// The enhancement of app/ui/components/forms.py: post by fetch, keep what was typed, show each error at its field.
import { useCallback, useRef } from "react";
import { jsx } from "@emotion/react";

const NO_ANSWER = "The server did not answer. What you typed is still here: try again.";

const setError = (form, name, text) => {
  const place = form.querySelector(`[data-error-for="${CSS.escape(name)}"]`);
  const input = form.elements.namedItem(name);
  if (place) place.textContent = text;
  if (input?.setAttribute) {
    if (text) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }
  return Boolean(place && input);
};

const clearErrors = (form) => {
  form.querySelectorAll("[data-error-for]").forEach((place) => setError(form, place.dataset.errorFor, ""));
  form.querySelector("[data-form-error]").textContent = "";
};

const fieldOf = (pointer) => String(pointer ?? "").split("/").pop();

const showProblem = (form, problem) => {
  const placed = (problem.errors ?? []).filter((error) => setError(form, fieldOf(error.pointer), error.detail));
  const summary = form.querySelector("[data-form-error]");
  if (placed.length > 0) {
    form.elements.namedItem(fieldOf(placed[0].pointer)).focus();
  } else {
    summary.textContent = problem.detail || problem.title || NO_ANSWER;
    summary.focus();
  }
};

const post = async (form) => {
  const body = new URLSearchParams(new FormData(form));
  const next = new URLSearchParams(window.location.search).get("next");
  if (next && !body.get("next")) body.set("next", next);
  const answer = await fetch(form.action, {
    method: "POST",
    body,
    headers: { Accept: "application/json" },
    credentials: "same-origin",
  });
  if (answer.ok) return { url: answer.redirected ? answer.url : "/" };
  return { problem: await answer.json() };
};

export function DoorForm({ action, label, children }) {
  const busy = useRef(false);
  const onSubmit = useCallback(async (event) => {
    event.preventDefault();
    const form = event.currentTarget;
    if (busy.current) return;
    busy.current = true;
    form.setAttribute("aria-busy", "true");
    clearErrors(form);
    let left = false;
    try {
      const { url, problem } = await post(form);
      if (url) {
        left = true;
        window.location.assign(url);
      } else {
        showProblem(form, problem);
      }
    } catch {
      showProblem(form, { detail: NO_ANSWER });
    } finally {
      if (!left) {
        busy.current = false;
        form.removeAttribute("aria-busy");
      }
    }
  }, []);
  // The door writes the error of a native post into this paragraph before the page is sent, so React must leave it be.
  const error = jsx("p", {
    className: "form-error",
    role: "alert",
    tabIndex: -1,
    "data-form-error": "",
    suppressHydrationWarning: true,
    dangerouslySetInnerHTML: { __html: "" },
  });
  const next = jsx("input", { type: "hidden", name: "next", suppressHydrationWarning: true });
  return jsx(
    "form",
    { method: "post", action, "aria-label": label, className: "door-form", onSubmit, noValidate: false },
    error,
    next,
    children,
  );
}
