"""The head of the dashboard: range, comparison, currency and filters, and the stamp of how fresh the figures are.

On a wide screen all of it stands in the page. On a phone there is one line: the range as a menu, comparison and filters
behind a button that counts them; the chips scroll below.
"""

from dataclasses import asdict
from typing import Any

import reflex as rx

from app.ui.components.brand import ShopName
from app.ui.dashboard.chips import FIELDS, Chip
from app.ui.dashboard.options import option
from app.ui.dashboard.ranges import CUSTOM
from app.ui.dashboard.stamp import Stamp
from app.ui.dashboard.state import DashboardState

# Whatever is open closes once something else is shown.
SHOWN: Any = DashboardState.here


class Fold(rx.Component):
    """The adapter in `assets/board/popover.jsx`: on a phone a button that opens its children, else just these."""

    library = "$/public/board/popover.jsx"
    tag = "Fold"

    label: rx.Var[str]
    words: rx.Var[str]
    count: rx.Var[int]
    until: rx.Var[str]


class Calendar(rx.Component):
    """The adapter in `assets/board/calendar.jsx`. `on_pick` gets two days, ISO 8601, "" for an open end.

    `problem` says why these are not shown; `on_forget` takes it away once other days stand there.
    """

    library = "$/public/board/calendar.jsx"
    tag = "Calendar"

    label: rx.Var[str]
    trigger: rx.Var[str]
    chosen: rx.Var[bool]
    until: rx.Var[str]
    first: rx.Var[str]
    last: rx.Var[str]
    today: rx.Var[str]
    locale: rx.Var[str]
    begins: rx.Var[int]
    problem: rx.Var[str]
    on_pick: rx.EventHandler[rx.event.passthrough_event_spec(str, str)]
    on_forget: rx.EventHandler[rx.event.no_args_event_spec]


class _Filters(rx.Component):
    """The adapters in `assets/board/filters.jsx`. `on_filter` gets a field's key and all its values."""

    library = "$/public/board/filters.jsx"

    fields: rx.Var[list[dict[str, Any]]]
    chips: rx.Var[list[Chip]]
    locale: rx.Var[str]
    until: rx.Var[str]
    on_filter: rx.EventHandler[rx.event.passthrough_event_spec(str, list[str])]


class AddFilter(_Filters):
    """A button to pick a field and its values."""

    tag = "AddFilter"


class Chips(_Filters):
    """What is on, each to be taken away; `clear` is the address without any."""

    tag = "Chips"

    clear: rx.Var[str]


def stamp() -> rx.Component:
    """How fresh the figures are. Nothing is called live before it is there."""
    return Stamp.create(
        phase=DashboardState.phase,
        as_of=DashboardState.as_of,
        behind=DashboardState.behind,
        paused=DashboardState.paused,
        waiting=DashboardState.waiting,
        locale=DashboardState.locale,
        time_zone=DashboardState.time_zone,
        on_pause=DashboardState.pause,
        on_resume=DashboardState.resume,
    )


def printed() -> rx.Component:
    """What stands on paper in the place of the controls: whose figures they are, in what money, and as of when."""
    state = DashboardState
    when = (" · ", state.currency, " · as of ", state.dated, " (", state.time_zone, ")")
    return rx.el.p(ShopName.create(), *when, class_name="db-printed")


def controls() -> rx.Component:
    """What is shown: presets as links, so that the address holds the range."""
    return rx.el.div(
        rx.el.div(
            Fold.create(
                _ranges(),
                label="Range",
                words=rx.cond(DashboardState.preset == CUSTOM, DashboardState.title, DashboardState.range_words),
                count=0,
                until=SHOWN,
            ),
            Fold.create(
                _comparisons(),
                _currencies(),
                AddFilter.create(**_filters()),
                label="Compare and filter",
                words="Compare, filter",
                count=DashboardState.narrowed,
                until=SHOWN,
            ),
            class_name="db-controls",
            data_told=SHOWN != "",
        ),
        Chips.create(clear=DashboardState.without_filters, **_filters()),
        rx.el.p(DashboardState.compared, class_name="db-compared"),
        class_name="db-head",
    )


def _ranges() -> rx.Component:
    is_own = DashboardState.preset == CUSTOM
    return rx.el.nav(
        rx.foreach(DashboardState.presets, option),
        _calendar(
            "A range of your own",
            rx.cond(is_own, DashboardState.title, "Custom"),
            chosen=is_own,
            first=DashboardState.first_day,
            last=DashboardState.last_day,
            problem=DashboardState.range_error,
            on_pick=DashboardState.pick,
        ),
        class_name="db-presets",
        aria_label="Range",
    )


def _comparisons() -> rx.Component:
    return rx.el.div(
        rx.el.span("Compare with", class_name="db-compare-label", aria_hidden="true"),
        rx.el.nav(
            rx.foreach(DashboardState.comparisons, option),
            _calendar(
                "A period of your own to compare with",
                "Custom",
                chosen=DashboardState.compares_own,
                first=DashboardState.compared_first,
                last=DashboardState.compared_last,
                problem=DashboardState.compare_error,
                on_pick=DashboardState.compare_with,
            ),
            class_name="db-presets",
            aria_label="Compare with",
        ),
        class_name="db-compare",
    )


def _currencies() -> rx.Component:
    return rx.cond(
        DashboardState.currencies.length() > 1,
        rx.el.nav(
            rx.foreach(DashboardState.currencies, option),
            class_name="db-presets db-currencies",
            aria_label="Currency",
        ),
    )


def _calendar(label: str, trigger: rx.Var[str] | str, **given: Any) -> rx.Component:
    return Calendar.create(
        label=label,
        trigger=trigger,
        until=SHOWN,
        today=DashboardState.today,
        locale=DashboardState.locale,
        begins=DashboardState.week_begins,
        on_forget=DashboardState.forget_refusals,
        **given,
    )


def _filters() -> dict[str, Any]:
    return {
        "fields": [asdict(field) for field in FIELDS],
        "chips": DashboardState.chips,
        "locale": DashboardState.locale,
        "until": SHOWN,
        "on_filter": DashboardState.narrow,
    }
