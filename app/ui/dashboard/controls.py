"""The head of the dashboard: presets, two dates, currency, and the stamp that says how fresh the figures are."""

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors

from app.ui.components.links import link
from app.ui.dashboard.ranges import CUSTOM, PRESETS, Preset
from app.ui.dashboard.state import DashboardState, preset_address


def stamp() -> rx.Component:
    """Whether the figures are live, and of when they are. Nothing is called live before it is there."""
    said = rx.cond(
        has_connection_errors,
        "offline · as of ",
        rx.match(DashboardState.phase, ("loading", "counting"), ("failed", "not up to date"), "live · as of "),
    )
    is_dated = has_connection_errors | (DashboardState.phase == "ready") | (DashboardState.phase == "empty")
    return rx.el.p(
        rx.el.span(class_name="db-pulse", aria_hidden="true"),
        said,
        rx.cond(is_dated, rx.el.time(DashboardState.as_of)),
        class_name="db-stamp",
        data_offline=has_connection_errors | (DashboardState.phase == "failed"),
    )


def controls() -> rx.Component:
    """What is shown: presets as links, so that the address holds the range; two days by a form."""
    return rx.el.div(
        rx.el.nav(
            *(_preset(preset) for preset in PRESETS),
            rx.el.details(
                rx.el.summary(
                    rx.cond(DashboardState.preset == CUSTOM, DashboardState.title, "Custom"),
                    class_name="db-preset",
                    data_chosen=DashboardState.preset == CUSTOM,
                ),
                _days(),
                class_name="db-custom",
                key=DashboardState.preset,
            ),
            class_name="db-presets",
            aria_label="Range",
        ),
        rx.cond(DashboardState.currencies.length() > 1, _currencies()),
        rx.el.p(DashboardState.compared, class_name="db-compared"),
        class_name="db-controls",
    )


def _preset(preset: Preset) -> rx.Component:
    return link(
        preset.label,
        to=preset_address(preset.key, DashboardState.currency_asked),
        class_name="db-preset",
        data_chosen=DashboardState.preset == preset.key,
        aria_current=rx.cond(DashboardState.preset == preset.key, "true", "false"),
    )


def _days() -> rx.Component:
    return rx.el.form(
        _day("First day", "from", DashboardState.first_day),
        _day("Last day", "to", DashboardState.last_day),
        rx.el.button("Show", type="submit", class_name="button button-primary"),
        rx.el.p(DashboardState.range_error, class_name="field-error", role="alert"),
        on_submit=DashboardState.pick,
        class_name="db-days",
    )


def _day(label: str, name: str, value: rx.Var[str]) -> rx.Component:
    return rx.el.label(
        label,
        rx.el.input(type="date", name=name, default_value=value, key=value, class_name="field-input"),
        class_name="field-label",
    )


def _currencies() -> rx.Component:
    return rx.el.nav(
        rx.foreach(DashboardState.currencies, _currency),
        class_name="db-presets db-currencies",
        aria_label="Currency",
    )


def _currency(name: rx.Var[str]) -> rx.Component:
    return link(
        name,
        to=DashboardState.currency_base + name,
        class_name="db-preset",
        data_chosen=DashboardState.currency == name,
        aria_current=rx.cond(DashboardState.currency == name, "true", "false"),
    )
