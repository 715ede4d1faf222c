"""The table of both lists of `/admin/changes`: the newest rows first, and a button for older ones."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from app.ui.components.buttons import button


def log_table(
    rows: Any, *, label: str, caption: str, heads: Sequence[str], has_more: rx.Var[bool], more: Any
) -> rx.Component:
    """A sheet with the rows; `label` names it, `caption` says what is in it, `more` loads older rows."""
    return rx.el.section(
        rx.el.table(
            rx.el.caption(caption, class_name="visually-hidden"),
            rx.el.thead(rx.el.tr(*(rx.el.th(text, scope="col") for text in heads))),
            rx.el.tbody(rows),
            class_name="table log-table",
        ),
        rx.cond(has_more, rx.el.div(button("Load more", on_click=more), class_name="more")),
        class_name="sheet",
        aria_label=label,
    )


def when(shown: rx.Var[str], iso: rx.Var[str]) -> rx.Component:
    """The cell of a row's moment."""
    return rx.el.td(rx.el.time(shown, date_time=iso), class_name="c-at")
