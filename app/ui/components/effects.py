"""Effects on the browser without eval: toast, clipboard, focus and full page load, driven by one small var.

A handler appends to the queue; `effects.jsx` does each effect once, in order, by its id. Reflex's own `rx.toast`,
`rx.set_clipboard` and `rx.call_script` are evaluated in the browser, which our Content-Security-Policy forbids.
"""

import re
import time
from dataclasses import dataclass
from typing import Literal

import reflex as rx

KEPT = 8
REFERENCE = re.compile(r"^[0-9a-f]{8}$")
UNKNOWN_ERROR = "Something went wrong. If it happens again, name this reference:"
LOGIN = "/login"

Kind = Literal["toast", "copy", "focus", "leave"]
Tone = Literal["info", "success", "error"]


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing the browser does once. `id` is microseconds since 1970, strictly increasing in a process."""

    id: int
    kind: str
    text: str = ""
    tone: str = "info"
    ref: str = ""


class _Clock:
    """Ids that increase even within one microsecond."""

    last = 0


def _next_id() -> int:
    _Clock.last = max(_Clock.last + 1, time.time_ns() // 1000)
    return _Clock.last


def make(kind: Kind, text: str, *, tone: Tone = "info", ref: str = "") -> Effect:
    """A new effect."""
    return Effect(id=_next_id(), kind=kind, text=text, tone=tone, ref=ref)


class EffectsState(rx.State):
    """The last few effects of this page; the browser knows which it has done."""

    effects: list[Effect] = []

    def _add(self, effect: Effect) -> None:
        self.effects = [*self.effects[1 - KEPT :], effect]

    @rx.event
    def say_refused(self, sentence: str) -> None:
        """Show a refusal of a use case as a toast. From the browser it reaches only the browser's own page."""
        self._add(make("toast", str(sentence)[:500], tone="error"))

    @rx.event
    def say_failed(self, reference: str) -> None:
        """Show that something unforeseen went wrong, with the reference under which the cause is logged."""
        if REFERENCE.match(str(reference)):
            self._add(make("toast", UNKNOWN_ERROR, tone="error", ref=reference))

    @rx.event
    def leave_to_login(self) -> None:
        """Leave by a full page load: nobody is signed in any more."""
        self._add(make("leave", LOGIN))


async def toast(state: rx.State, text: str, *, tone: Tone = "success", ref: str = "") -> None:
    """Say `text` in the corner of the page and to screen readers. Background handlers call it in `async with self`."""
    await _add(state, make("toast", text, tone=tone, ref=ref))


async def copy(state: rx.State, text: str) -> None:
    """Put `text` on the clipboard (the browser allows it soon after a click only)."""
    await _add(state, make("copy", text))


async def focus(state: rx.State, selector: str) -> None:
    """Move the focus to the first element that matches a CSS selector, once it is there."""
    await _add(state, make("focus", selector))


async def leave(state: rx.State, url: str) -> None:
    """Load a local `url` fully, so that the websocket is opened again under the cookie of that moment."""
    await _add(state, make("leave", url))


async def _add(state: rx.State, effect: Effect) -> None:
    queue = await state.get_state(EffectsState)
    queue._add(effect)  # noqa: SLF001 - a public method of a state could be called from the browser


class EffectsComponent(rx.Component):
    """The adapter in `assets/components/effects.jsx`."""

    library = "$/public/components/effects.jsx"
    tag = "Effects"

    effects: rx.Var[list[Effect]]


def effects_view() -> rx.Component:
    """The region of toasts and the line that says when the connection is lost. Stands once around every page."""
    return EffectsComponent.create(effects=EffectsState.effects)
