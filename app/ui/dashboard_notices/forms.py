"""The two forms, in one dialog: a mail by the clock, an alert."""

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


def _name(hint: str) -> rx.Component:
    return text_field(
        "Name, if you like",
        "name",
        hint=hint,
        default_value=DRAFT.name,
        error=ERRORS.get("name", ""),
        auto_complete="off",
        max_length=100,
    )


def _filters(words: str) -> rx.Component:
    """Filters come from the dashboard and are changed there."""
    return rx.cond(
        DRAFT.filters != "",
        rx.el.p(f"{words} ", DRAFT.filters, " only, as the dashboard was filtered.", class_name="notice-filters"),
    )


def _range(label: str) -> rx.Component:
    return select_field(
        label,
        "range",
        rx.cond(DRAFT.days != "", rx.el.option(DRAFT.days, value=OWN)),
        *(rx.el.option(preset.words, value=preset.key) for preset in RANGES),
        default_value=DRAFT.span,
        error=ERRORS.get("range", ""),
    )


def _comparison() -> rx.Component:
    return select_field(
        "Compared with",
        "compare",
        rx.cond(DRAFT.compares_own, rx.el.option("The days chosen on the dashboard", value=OWN)),
        *(rx.el.option(words, value=key) for key, words in COMPARISONS.items()),
        default_value=DRAFT.compare,
        error=ERRORS.get("compare", ""),
    )


def _cadence() -> rx.Component:
    return select_field(
        "How often",
        "cadence",
        rx.el.option("Every day", value="daily"),
        rx.el.option("Every week", value="weekly"),
        default_value=DRAFT.cadence,
        on_change=NoticesState.choose_cadence,
        error=ERRORS.get("cadence", ""),
    )


def _weekday() -> rx.Component:
    return rx.cond(
        NoticesState.cadence == "weekly",
        select_field(
            "Day",
            "weekday",
            *(rx.el.option(day, value=str(number)) for number, day in enumerate(WEEKDAYS)),
            default_value=DRAFT.weekday,
            error=ERRORS.get("weekday", ""),
        ),
    )


def _time() -> rx.Component:
    return text_field(
        rx.fragment("Time, ", NoticesState.time_zone),
        "at",
        type="time",
        default_value=DRAFT.at,
        error=ERRORS.get("at", ""),
    )


def _metric() -> rx.Component:
    return select_field(
        "Watch",
        "metric",
        *(rx.el.option(words, value=metric.value) for metric, words in METRICS.items()),
        default_value=DRAFT.metric,
        on_change=NoticesState.choose_metric,
        error=ERRORS.get("metric", ""),
    )


def _age() -> rx.Component:
    return rx.el.div(
        text_field(
            "Older than",
            "age",
            type="number",
            min=1,
            max=999,
            default_value=DRAFT.age,
            error=ERRORS.get("age", ""),
        ),
        select_field(
            "Counted in",
            "age_unit",
            rx.el.option("days", value="days"),
            rx.el.option("hours", value="hours"),
            default_value=DRAFT.age_unit,
            error=ERRORS.get("age_unit", ""),
        ),
        class_name="notice-row",
    )


def _side() -> rx.Component:
    return select_field(
        "Mail me when it is",
        "side",
        rx.el.option("above", value="above"),
        rx.el.option("below", value="below"),
        default_value=DRAFT.side,
        error=ERRORS.get("side", ""),
    )


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
        default_value=DRAFT.threshold,
        input_mode="decimal",
        auto_complete="off",
        max_length=40,
        error=ERRORS.get("threshold", ""),
    )
