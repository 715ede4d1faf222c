"""`/admin/changes`."""

from collections.abc import Mapping
from typing import Any

import reflex as rx

from app.ui.admin_changes.shown import DOORS, ENTITIES, ROLES, Entry
from app.ui.admin_changes.state import ChangesState
from app.ui.components.blank import empty_state, skeleton
from app.ui.components.buttons import button
from app.ui.components.links import link
from app.ui.shell import heading, shell


def changes_page() -> rx.Component:
    """Who changed what, when, through which door."""
    return shell(
        heading("Changes", note="Every change of an order, a product or a person, the newest first."),
        rx.el.div(
            _filter("About", ENTITIES, value=ChangesState.entity, on_change=ChangesState.choose_entity),
            _filter("By", ROLES, value=ChangesState.role, on_change=ChangesState.choose_role),
            _filter("Through", DOORS, value=ChangesState.door, on_change=ChangesState.choose_door),
            class_name="filters",
        ),
        rx.cond(ChangesState.loaded, _log(), skeleton(lines=12, label="Loading changes")),
    )


def _filter(label: str, names: Mapping[Any, str], *, value: rx.Var[str], on_change: Any) -> rx.Component:
    name = f"filter-{label.lower()}"
    return rx.el.div(
        rx.el.label(label, html_for=name, class_name="field-label"),
        rx.el.select(
            rx.el.option("Everything" if label == "About" else "Everyone" if label == "By" else "Any door", value=""),
            *(rx.el.option(word, value=key.value) for key, word in names.items()),
            id=name,
            value=value,
            on_change=on_change,
            class_name="field-input",
        ),
        class_name="filter",
    )


def _log() -> rx.Component:
    heads = ("When", "What", "Field", "Before", "After", "Who", "Through")
    return rx.cond(
        ChangesState.entries.length() > 0,
        rx.el.section(
            rx.el.table(
                rx.el.caption("Changes, the newest first", class_name="visually-hidden"),
                rx.el.thead(rx.el.tr(*(rx.el.th(text, scope="col") for text in heads))),
                rx.el.tbody(rx.foreach(ChangesState.entries, _entry)),
                class_name="table log-table",
            ),
            rx.cond(
                ChangesState.has_more,
                rx.el.div(button("Load more", on_click=ChangesState.load_more), class_name="more"),
            ),
            class_name="sheet",
            aria_label="Changes",
        ),
        empty_state("No changes", "Nothing in the log is like that. Choose other filters."),
    )


def _entry(entry: rx.Var[Entry]) -> rx.Component:
    return rx.el.tr(
        rx.el.td(rx.el.time(entry.at, date_time=entry.at_iso), class_name="c-at"),
        rx.el.th(
            rx.cond(entry.href != "", link(entry.what, to=entry.href), entry.what), scope="row", class_name="c-what"
        ),
        rx.el.td(entry.field, class_name="c-field"),
        rx.el.td(entry.old, class_name="c-old"),
        rx.el.td(entry.new, class_name="c-new"),
        rx.el.td(entry.who, class_name="c-who"),
        rx.el.td(entry.door, class_name="c-door"),
        key=entry.id,
    )
