"""The two forms, in one dialog: a mail by the clock, an alert."""

from collections.abc import Mapping
from typing import Any

import reflex as rx

from app.features.notices.schemas import Metric
from app.ui.components.buttons import button
from app.ui.components.dialog import dialog
from app.ui.components.fields import form_note, select_field, text_field
from app.ui.dashboard_notices.shown import COMPARISONS, METRICS, OWN, RANGES
from app.ui.dashboard_notices.state import NoticesState

DRAFT, ERRORS = NoticesState.draft, NoticesState.errors
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
IS_OPEN_ORDERS = NoticesState.metric == Metric.OPEN_ORDERS.value


def report_dialog() -> rx.Component:
    """A mail by the clock: new, or changed."""
    return dialog(
        _form(
            _filters("The mail is about"),
            _range("Figures for"),
            _comparison(),
            rx.el.div(_cadence(), _weekday(), _time(), class_name="notice-row"),
            _name("Otherwise the mail is called by its figures."),
            label="Scheduled mail",
        ),
        label="Scheduled mail",
        is_open=NoticesState.form == "report",
        on_dismiss=NoticesState.cancel,
    )


def alert_dialog() -> rx.Component:
    """An alert: new, or changed."""
    return dialog(
        _form(
            _metric(),
            rx.cond(IS_OPEN_ORDERS, _age(), _range("Counted over")),
            rx.el.div(_side(), _threshold(), class_name="notice-row"),
            _filters("It counts"),
            _name("Otherwise the alert is called by what it watches."),
            label="Alert",
        ),
        label="Alert",
        is_open=NoticesState.form == "alert",
        on_dismiss=NoticesState.cancel,
    )


def letter_dialog() -> rx.Component:
    """What a mail says, where it cannot go out."""
    return dialog(
        rx.el.p("No mail server is set, so this mail waits in the outbox. It says:", class_name="muted"),
        rx.el.p(NoticesState.letter_subject, class_name="strong"),
        rx.el.pre(
            NoticesState.letter_text, class_name="notice-letter", tab_index=0, role="region", aria_label="The mail"
        ),
        rx.el.div(button("Close", on_click=NoticesState.cancel), class_name="form-actions"),
        label="The mail",
        is_open=NoticesState.letter_text != "",
        on_dismiss=NoticesState.cancel,
    )


def _form(*fields: rx.Component, label: str) -> rx.Component:
    return rx.el.form(
        form_note(ERRORS.get("form", "")),
        *fields,
        rx.el.div(
            button("Save", kind="primary", type="submit"),
            button("Cancel", on_click=NoticesState.cancel),
            class_name="form-actions",
        ),
        on_submit=NoticesState.save,
        key=f"{label}-{NoticesState.opened}",
        aria_label=label,
        no_validate=True,
        class_name="form notice-form",
    )


def _given(name: str, of: str = "") -> dict[str, Any]:
    """What a field begins with, by its own name or another of the draft's, and what is wrong with it."""
    return {"default_value": getattr(DRAFT, of or name), "error": ERRORS.get(name, "")}


def _options(words: Mapping[str, str]) -> list[rx.Component]:
    """Values and how they are read."""
    return [rx.el.option(text, value=value) for value, text in words.items()]


def _name(hint: str) -> rx.Component:
    return text_field("Name, if you like", "name", hint=hint, auto_complete="off", max_length=100, **_given("name"))


def _filters(words: str) -> rx.Component:
    """Filters come from the dashboard and are changed there."""
    return rx.cond(
        DRAFT.filters != "",
        rx.el.p(f"{words} ", DRAFT.filters, " only, as the dashboard was filtered.", class_name="notice-filters"),
    )


def _range(label: str) -> rx.Component:
    own = rx.cond(DRAFT.days != "", rx.el.option(DRAFT.days, value=OWN))
    named = _options({preset.key: preset.words for preset in RANGES})
    return select_field(label, "range", own, *named, **_given("range", "span"))


def _comparison() -> rx.Component:
    own = rx.cond(DRAFT.compares_own, rx.el.option("The days chosen on the dashboard", value=OWN))
    return select_field("Compared with", "compare", own, *_options(COMPARISONS), **_given("compare"))


def _cadence() -> rx.Component:
    words = {"daily": "Every day", "weekly": "Every week"}
    change = NoticesState.choose_cadence
    return select_field("How often", "cadence", *_options(words), on_change=change, **_given("cadence"))


def _weekday() -> rx.Component:
    days = _options({str(number): day for number, day in enumerate(WEEKDAYS)})
    return rx.cond(NoticesState.cadence == "weekly", select_field("Day", "weekday", *days, **_given("weekday")))


def _time() -> rx.Component:
    return text_field(rx.fragment("Time, ", NoticesState.time_zone), "at", type="time", **_given("at"))


def _metric() -> rx.Component:
    change = NoticesState.choose_metric
    return select_field("Watch", "metric", *_options(METRICS), on_change=change, **_given("metric"))


def _age() -> rx.Component:
    units = _options({"days": "days", "hours": "hours"})
    return rx.el.div(
        text_field("Older than", "age", type="number", min=1, max=999, **_given("age")),
        select_field("Counted in", "age_unit", *units, **_given("age_unit")),
        class_name="notice-row",
    )


def _side() -> rx.Component:
    sides = _options({"above": "above", "below": "below"})
    return select_field("Mail me when it is", "side", *sides, **_given("side"))


def _threshold() -> rx.Component:
    unit = rx.match(
        NoticesState.metric,
        ("open_orders", "orders"),
        ("orders", "orders"),
        ("refunds", "percent"),
        ("cancellations", "percent"),
        NoticesState.currency,
    )
    return text_field(
        rx.fragment("This many ", unit),
        "threshold",
        input_mode="decimal",
        auto_complete="off",
        max_length=40,
        **_given("threshold"),
    )
