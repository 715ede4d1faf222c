"""A modal dialog over the browser's own `<dialog>`: focus stays inside, Escape closes, focus returns."""

from typing import Any

import reflex as rx


class Dialog(rx.Component):
    """The adapter in `assets/components/dialog.jsx`."""

    library = "$/public/components/dialog.jsx"
    tag = "Dialog"

    open: rx.Var[bool]
    label: rx.Var[str]
    on_dismiss: rx.EventHandler[rx.event.no_args_event_spec]


def dialog(*children: Any, label: str, is_open: rx.Var[bool], on_dismiss: Any) -> rx.Component:
    """Shown while `is_open`; `on_dismiss` runs when the person closes it by Escape or beside it."""
    return Dialog.create(
        rx.el.h2(label, class_name="dialog-title"), *children, open=is_open, label=label, on_dismiss=on_dismiss
    )
