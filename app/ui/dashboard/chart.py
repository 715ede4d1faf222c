"""Revenue over time: bars of plain elements, drawn from state and styled by the stylesheet.

Not recharts: bars need no chart library (its chunk would double the page's script), these are crisp at any width, keep
their size while loading, move by a CSS transition, need nothing of the content policy, and are reached by keyboard: the
bars are one group of radio buttons, so Tab enters the chart and the arrow keys walk from bar to bar, each read aloud.
Over them lies the brush, with which a part of the time is shown alone.
"""

from typing import Any

import reflex as rx

from app.ui.components.links import link
from app.ui.dashboard.figures import TO, Bar, Plot
from app.ui.dashboard.labels import Tick
from app.ui.dashboard.options import option
from app.ui.dashboard.parts import card_head
from app.ui.dashboard.sheets.affixes import Affixes
from app.ui.dashboard.sheets.deck import BY_KEY
from app.ui.dashboard.state import DashboardState
from app.ui.sending import alike


@rx.serializer
def sent_plot(shown: Plot) -> dict[str, Any]:
    """The chart as it goes to the browser: made ready once for all who see the same."""
    return alike(lambda: shown.sent, lambda: shown.encoded)


class Brush(rx.Component):
    """The adapter in `assets/board/brush.jsx`: around the bars, which are its children in the order of `bars`."""

    library = "$/public/board/brush.jsx"
    tag = "Brush"

    bars: rx.Var[list[Bar]]
    opens: rx.Var[Affixes]
    label: rx.Var[str]
    on_zoom: rx.EventHandler[rx.event.passthrough_event_spec(str, str)]


class Opening(rx.Component):
    """The adapter in `assets/board/opening.jsx`: likewise, around bars that do nothing but open their orders."""

    library = "$/public/board/opening.jsx"
    tag = "Opening"

    bars: rx.Var[list[Bar]]
    opens: rx.Var[Affixes]
    label: rx.Var[str]


def revenue_chart() -> rx.Component:
    """The chart with a sentence that says what it shows, and the same as a table."""
    card = BY_KEY["series"]
    return rx.el.section(
        card_head(card.key, card.title, card.definition, _grains(), class_name="db-chart-head"),
        rx.el.p(DashboardState.summary, class_name="db-summary"),
        plot(DashboardState.plot, name="Revenue over time", on_zoom=DashboardState.zoom),
        _as_table(),
        class_name="sheet db-panel db-chart",
    )


def plot(shown: rx.Var[Plot], *, name: str, on_zoom: Any = None) -> rx.Component:
    """The bars before the lines of their axis; `name` says what they show. They open the orders behind them.

    `on_zoom` gets a part to show alone, where that can be chosen.
    """
    drawn = rx.foreach(shown.bars, _bar)
    opened = f"{name}; arrow keys move through it, Enter opens the orders"
    brushed = f"{name}; arrow keys move through it, with Shift they select, Enter opens"
    return rx.el.div(
        rx.el.div(rx.foreach(shown.axis, _line), class_name="db-lines", aria_hidden="true"),
        Brush.create(drawn, bars=shown.bars, opens=shown.opens, label=brushed, on_zoom=on_zoom)
        if on_zoom
        else Opening.create(drawn, bars=shown.bars, opens=shown.opens, label=opened),
        class_name="db-plot",
    )


def waiting_chart() -> rx.Component:
    """The chart's place before it is there."""
    return rx.el.section(
        rx.el.h2("Revenue over time"),
        rx.el.div(class_name="db-wait", aria_hidden="true"),
        rx.el.div(class_name="db-plot db-wait-plot", aria_hidden="true"),
        class_name="sheet db-panel db-chart",
    )


def _grains() -> rx.Component:
    """How long a bar is."""
    return rx.el.nav(rx.foreach(DashboardState.grains, option), class_name="db-presets db-grains", aria_label="Bars by")


def _line(tick: rx.Var[Tick]) -> rx.Component:
    return rx.el.div(rx.el.span(tick.label), class_name="db-line", style={"bottom": f"{tick.at}%"})


def _bar(bar: rx.Var[Bar]) -> rx.Component:
    words = f"{bar.at}: {bar.revenue}, {bar.orders}"
    return rx.el.label(
        rx.el.input(type="radio", name="bar", class_name="visually-hidden", aria_label=words),
        rx.cond(bar.ghost >= 0, rx.el.span(class_name="db-ghost", style={"bottom": f"{bar.ghost}%"})),
        rx.el.span(class_name="db-bar", style={"height": f"{bar.height}%"}, data_open=bar.is_open),
        rx.el.span(
            rx.el.strong(bar.revenue),
            rx.el.span(bar.orders),
            rx.el.span(bar.at, rx.cond(bar.is_open, ", not over yet", "")),
            rx.cond(bar.was, rx.el.span("was ", bar.was, class_name="db-was")),
            class_name="db-tip",
            data_side=bar.side,
            aria_hidden="true",
        ),
        rx.cond(bar.tick, rx.el.span(bar.tick, class_name="db-tick", data_minor=bar.is_minor, aria_hidden="true")),
        class_name="db-slot",
        data_empty=rx.cond(bar.end, "false", "true"),
        key=bar.start,
    )


def _as_table() -> rx.Component:
    return rx.el.details(
        rx.el.summary("Show as a table"),
        rx.el.div(
            rx.el.table(
                rx.el.caption("Revenue and orders over time", class_name="visually-hidden"),
                rx.el.thead(
                    rx.el.tr(
                        rx.el.th("Time", scope="col"),
                        rx.el.th("Orders", scope="col", class_name="db-num"),
                        rx.el.th("Revenue", scope="col", class_name="db-num"),
                    )
                ),
                rx.el.tbody(rx.foreach(DashboardState.plot.bars, _row)),
                class_name="db-table",
            ),
            class_name="db-scroll",
            tab_index=0,
            role="region",
            aria_label="Revenue over time as a table",
        ),
        class_name="db-details",
    )


def _row(bar: rx.Var[Bar]) -> rx.Component:
    opens = DashboardState.plot.opens
    rows = f"{opens.before}{bar.start}{TO}{bar.end}{opens.after}"
    return rx.el.tr(
        rx.el.th(link(bar.at, to=rows, class_name="db-row-link"), scope="row"),
        rx.el.td(bar.count, class_name="db-num"),
        rx.el.td(bar.revenue, class_name="db-num"),
    )
