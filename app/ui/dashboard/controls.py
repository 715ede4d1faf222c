"""The head of the dashboard: presets, two dates, currency, and the stamp that says how fresh the figures are."""

from typing import Any

import reflex as rx

from app.ui.components.links import link
from app.ui.dashboard.chips import Chip
from app.ui.dashboard.options import option
from app.ui.dashboard.ranges import CUSTOM
from app.ui.dashboard.stamp import Stamp
from app.ui.dashboard.state import DashboardState


def stamp() -> rx.Component:
    """How fresh the figures are. Nothing is called live before it is there."""
    return Stamp.create(
        phase=DashboardState.phase,
        as_of=DashboardState.as_of,
        behind=DashboardState.behind,
        paused=DashboardState.paused,
        waiting=DashboardState.waiting,
        on_pause=DashboardState.pause,
        on_resume=DashboardState.resume,
    )


def controls() -> rx.Component:
    """What is shown: presets as links, so that the address holds the range; two days by a form."""
    return rx.el.div(
        rx.el.div(
            rx.el.nav(
                rx.foreach(DashboardState.presets, option),
                _own(
                    rx.cond(DashboardState.preset == CUSTOM, DashboardState.title, "Custom"),
                    _range_days(),
                    is_chosen=DashboardState.preset == CUSTOM,
                ),
                class_name="db-presets",
                aria_label="Range",
            ),
            rx.cond(
                DashboardState.currencies.length() > 1,
                rx.el.nav(
                    rx.foreach(DashboardState.currencies, option),
                    class_name="db-presets db-currencies",
                    aria_label="Currency",
                ),
            ),
            class_name="db-controls",
        ),
        rx.el.div(
            rx.el.span("Compare with", class_name="db-compare-label", aria_hidden="true"),
            rx.el.nav(
                rx.foreach(DashboardState.comparisons, option),
                _own("Custom", _compared_days(), is_chosen=DashboardState.compares_own),
                class_name="db-presets",
                aria_label="Compare with",
            ),
            rx.el.p(DashboardState.compared, class_name="db-compared"),
            class_name="db-controls db-compare",
        ),
        rx.cond(DashboardState.chips.length() > 0, _chips()),
        class_name="db-head",
    )


def _chips() -> rx.Component:
    """What the figures are filtered by, each to be taken away."""
    return rx.el.ul(rx.foreach(DashboardState.chips, _chip), class_name="db-chips", aria_label="Filters")


def _chip(chip: rx.Var[Chip]) -> rx.Component:
    return rx.el.li(
        link(
            rx.el.span(chip.field, ": ", class_name="db-chip-field"),
            chip.value,
            rx.el.span(" \u00d7", aria_hidden="true"),
            rx.el.span(", take this filter away", class_name="visually-hidden"),
            to=chip.href,
            class_name="db-chip",
        ),
        key=chip.key,
    )


def _own(label: rx.Var[str] | str, form: rx.Component, *, is_chosen: rx.Var[bool]) -> rx.Component:
    """Two days of one's own, in a small box that opens below. It closes by itself once something else is shown."""
    return rx.el.details(
        rx.el.summary(label, class_name="db-preset", data_chosen=is_chosen),
        form,
        class_name="db-custom",
        key=f"{DashboardState.title}{DashboardState.compared}",
    )


def _range_days() -> rx.Component:
    first, last = DashboardState.first_day, DashboardState.last_day
    return _days(first, last, on_submit=DashboardState.pick, error=DashboardState.range_error)


def _compared_days() -> rx.Component:
    return _days("", "", on_submit=DashboardState.compare_with, error=DashboardState.compare_error)


def _days(first: rx.Var[str] | str, last: rx.Var[str] | str, *, on_submit: Any, error: rx.Var[str]) -> rx.Component:
    return rx.el.form(
        _day("First day", "from", first),
        _day("Last day", "to", last),
        rx.el.button("Show", type="submit", class_name="button button-primary"),
        rx.el.p(error, class_name="field-error", role="alert"),
        on_submit=on_submit,
        class_name="db-days",
    )


def _day(label: str, name: str, value: rx.Var[str] | str) -> rx.Component:
    return rx.el.label(
        label,
        rx.el.input(type="date", name=name, default_value=value, key=value, class_name="field-input"),
        class_name="field-label",
    )
