"""`/admin/changes`."""

from collections.abc import Mapping
from typing import Any

import reflex as rx

from app.ui.admin_changes.asked import FIRST_DAY, LAST_DAY
from app.ui.admin_changes.revealed import revealed
from app.ui.admin_changes.shown import DOORS, ENTITIES, Entry, Option
from app.ui.admin_changes.state import ChangesState
from app.ui.admin_changes.table import log_table, when
from app.ui.components.blank import empty_state, skeleton
from app.ui.components.links import button_link, link
from app.ui.shell import heading, shell

ASKED = ChangesState.asked


def changes_page() -> rx.Component:
    """Who changed what, when, through which door; and for admins, who was shown which masked value."""
    return shell(
        heading("Changes", note="Every change of an order, a product or a person, the newest first."),
        rx.cond(ChangesState.sees_revealed, _tabs()),
        rx.cond(
            ASKED.show == "revealed",
            revealed(),
            rx.fragment(
                _filters(),
                rx.cond(ChangesState.loaded, _log(), skeleton(lines=12, label="Loading changes")),
            ),
        ),
    )


def _tabs() -> rx.Component:
    return rx.el.nav(
        _tab("Changes", "/admin/changes", is_here=ASKED.show == ""),
        _tab("Revealed values", "/admin/changes?show=revealed", is_here=ASKED.show == "revealed"),
        class_name="log-tabs",
        aria_label="What is listed",
    )


def _tab(label: str, to: str, *, is_here: rx.Var[bool]) -> rx.Component:
    return link(label, to=to, class_name="log-tab", aria_current=rx.cond(is_here, "page", "false"))


def _filters() -> rx.Component:
    return rx.el.div(
        _choice("About", "about", ASKED.about, *_words(ENTITIES), every="Everything"),
        _choice("Field", "field", ASKED.field, rx.foreach(ChangesState.field_options, _option), every="Any field"),
        _choice("By", "by", ASKED.by, rx.foreach(ChangesState.people, _option), every="Everyone"),
        _choice("Through", "through", ASKED.through, *_words(DOORS), every="Any way"),
        _day("From", "since", ASKED.since),
        _day("To", "until", ASKED.until),
        _narrowed("act", "Made at once", ASKED.act),
        _narrowed("row", rx.cond(ChangesState.about_row != "", ChangesState.about_row, "One record"), ASKED.row),
        class_name="filters",
    )


def _words(names: Mapping[Any, str]) -> list[rx.Component]:
    return [rx.el.option(word, value=key.value) for key, word in names.items()]


def _option(option: rx.Var[Option]) -> rx.Component:
    return rx.el.option(option.label, value=option.value)


def _choice(label: str, name: str, value: rx.Var[str], *options: Any, every: str) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, html_for=f"filter-{name}", class_name="field-label"),
        rx.el.select(
            rx.el.option(every, value=""),
            *options,
            id=f"filter-{name}",
            value=value,
            on_change=lambda chosen: ChangesState.choose(name, chosen),
            class_name="field-input",
        ),
        class_name="filter",
    )


def _day(label: str, name: str, value: rx.Var[str]) -> rx.Component:
    """A day of the viewer's time zone, taken as soon as it is whole."""
    return rx.el.div(
        rx.el.label(label, html_for=f"filter-{name}", class_name="field-label"),
        rx.el.input(
            id=f"filter-{name}",
            type="date",
            min=FIRST_DAY.isoformat(),
            max=LAST_DAY.isoformat(),
            default_value=value,
            key=ChangesState.arrivals,
            on_change=lambda chosen: ChangesState.choose(name, chosen),
            class_name="field-input",
        ),
        class_name="filter",
    )


def _narrowed(name: str, label: Any, value: rx.Var[str]) -> rx.Component:
    """What a link narrowed the log to; a press on it lets all through again."""
    return rx.cond(
        value != "",
        rx.el.button(
            label,
            rx.icon("x", size=14, aria_hidden="true"),
            rx.el.span("; show all again", class_name="visually-hidden"),
            type="button",
            on_click=ChangesState.choose(name, ""),
            class_name="filter-chip",
        ),
    )


def _log() -> rx.Component:
    return rx.cond(
        ChangesState.entries.length() > 0,
        log_table(
            rx.foreach(ChangesState.entries, _entry),
            label="Changes",
            caption="Changes, the newest first",
            heads=("When", "What", "Field", "Before", "After", "Who", "Through"),
            has_more=ChangesState.has_more,
            more=ChangesState.load_more,
        ),
        empty_state(
            "No changes",
            "Nothing in the log is like that. Choose other filters.",
            button_link("Show all changes", to="/admin/changes"),
        ),
    )


def _entry(entry: rx.Var[Entry]) -> rx.Component:
    return rx.el.tr(
        when(entry.at, entry.at_iso),
        rx.el.th(
            rx.cond(entry.href != "", link(entry.what, to=entry.href), entry.what),
            link("history", to=entry.row_href, class_name="link c-story", aria_label=f"All changes of {entry.what}"),
            scope="row",
            class_name="c-what",
        ),
        rx.el.td(
            entry.field,
            rx.cond(
                (entry.act_href != "") & (ASKED.act == ""), link(entry.act, to=entry.act_href, class_name="link c-act")
            ),
            class_name="c-field",
        ),
        rx.el.td(entry.old, class_name="c-old"),
        rx.el.td(entry.new, class_name="c-new"),
        rx.el.td(entry.who, class_name="c-who"),
        rx.el.td(entry.door, class_name="c-door"),
        key=entry.id,
    )
