"""The figure cards of the dashboard."""

import reflex as rx

from app.ui.components.links import link
from app.ui.dashboard.asks import COURSES
from app.ui.dashboard.boards.entries import place_entries
from app.ui.dashboard.cards import PEOPLE, PEOPLES, SPARK_HEIGHT, SPARK_WIDTH, Card, Course, Measure
from app.ui.dashboard.menu import more
from app.ui.dashboard.state import DashboardState


class Definition(rx.Component):
    """The adapter in `assets/components/definition.jsx`; its children are what it says."""

    library = "$/public/components/definition.jsx"
    tag = "Definition"

    name: rx.Var[str]
    label: rx.Var[str]


class Moving(rx.Component):
    """The adapter in `assets/components/moved.jsx`."""

    library = "$/public/components/moved.jsx"
    tag = "Moving"

    text: rx.Var[str]
    about: rx.Var[str]


SIGNS = {"up": "▲", "down": "▼", "same": "="}


def card(measure: Measure, figure: rx.Var[Card] | Card) -> rx.Component:
    """A figure, what it is compared with, its course, and by a button how it is defined."""
    return rx.el.article(
        card_head(measure.key, measure.title, measure.definition),
        rx.el.p(
            link(
                moving(figure.value, about=figure.href),
                rx.el.span(" ", measure.title, ": the orders behind it", class_name="visually-hidden"),
                to=figure.href,
                class_name="db-figure-link",
            ),
            class_name="db-figure",
            style=fitted(figure.value),
        ),
        _comparison(figure, is_loss=measure.is_loss),
        rx.el.p(_note(measure, figure), class_name="db-note"),
        _late_spark(getattr(DashboardState.courses, measure.key)) if measure.key in PEOPLES else _spark(figure),
        class_name="db-card",
    )


def fitted(value: rx.Var[str] | str) -> dict[str, rx.Var[int] | int]:
    """How long a figure is, so that the stylesheet writes a long one smaller rather than cut it off or break it."""
    return {"--length": len(value) if isinstance(value, str) else value.length()}


def card_head(
    key: str,
    title: str,
    words: str,
    *tools: rx.Component,
    class_name: str = "",
    read: rx.Var[str] | str = "",
    is_ranged: bool = True,
) -> rx.Component:
    """The head of a card: its title, tools of its own, its menu, and how it is counted (see `definition`)."""
    about = definition(title, words, read=read, is_ranged=is_ranged)
    return rx.el.div(
        rx.el.h2(title),
        *tools,
        rx.el.div(more(key, title, place_entries(key)), about, class_name="db-head-tools"),
        class_name=f"db-card-head {class_name}".strip(),
    )


def _note(measure: Measure, figure: rx.Var[Card] | Card) -> rx.Component | rx.Var[str] | str:
    if measure.key != PEOPLE:
        return figure.note
    return rx.cond(
        figure.note_href != "", link(figure.note, to=figure.note_href, class_name="db-cell-link"), figure.note
    )


def _spark(figure: rx.Var[Course] | rx.Var[Card] | Card) -> rx.Component:
    """The course over the range, before it that of the period compared with. The chart below tells it in words."""
    line = rx.el.svg.polyline
    return rx.el.svg(
        line(points=figure.ghost, class_name="db-spark-ghost"),
        line(points=figure.spark, class_name="db-spark-line"),
        view_box=f"0 0 {SPARK_WIDTH} {SPARK_HEIGHT}",
        preserve_aspect_ratio="none",
        class_name="db-spark",
        aria_hidden="true",
    )


def _late_spark(course: rx.Var[Course]) -> rx.Component:
    """A course that is counted by itself, and says of when it is where that is longer ago than the figure."""
    at = DashboardState.late[COURSES]
    return rx.el.div(
        _spark(course),
        rx.cond(at != "", rx.el.span("course as of ", at, class_name="db-spark-at")),
        class_name="db-spark-box",
    )


def waiting_card(title: str) -> rx.Component:
    """A card of the same size before its figure is there."""
    return rx.el.div(
        rx.el.article(
            rx.el.div(rx.el.h2(title), class_name="db-card-head"),
            rx.el.div(class_name="db-wait db-wait-figure", aria_hidden="true"),
            rx.el.div(class_name="db-wait", aria_hidden="true"),
            class_name="db-card",
        ),
        class_name="db-place",
    )


def definition(
    title: str, words: str, *, of: rx.Var[str] | None = None, read: rx.Var[str] | str = "", is_ranged: bool = True
) -> rx.Component:
    """A button that says on hover or focus how a figure is counted, `of` what and when; the dashboard's by itself.

    There `read` is when it was read, if not with all; not `is_ranged` is what does not follow the range.
    """
    facts = [of] if of is not None else _facts(read, is_ranged=is_ranged)
    return Definition.create(
        words,
        *(rx.el.span(fact, class_name="db-facts") for fact in facts),
        name=f"about-{title.lower().replace(' ', '-')}",
        label=f"{title}: how this is counted",
    )


def _facts(read: rx.Var[str] | str, *, is_ranged: bool) -> list[rx.Component]:
    zone = (DashboardState.currency, " · ", DashboardState.time_zone)
    moment = rx.fragment("As of ", rx.cond(read == "", DashboardState.as_of, read))
    if not is_ranged:
        return [rx.fragment(*zone), moment]
    return [rx.fragment(*zone, " · ", DashboardState.title), rx.fragment(DashboardState.counted), moment]


def moving(value: rx.Var[str], *, about: rx.Var[str] | str) -> rx.Component:
    """A value that lights up for a moment when it becomes another while it is `about` the same; never where "" is."""
    return Moving.create(text=value, about=about)


def change(figure: rx.Var[Card] | Card, *, is_loss: rx.Var[bool] | bool = False) -> rx.Component:
    """How much more or less a figure is than what it is compared with; nothing where it is with nothing."""
    sign = rx.match(figure.trend, *((trend, sign) for trend, sign in SIGNS.items()), "")
    return rx.cond(
        figure.trend == "none",
        rx.fragment(),
        rx.el.span(
            rx.el.span(sign, " ", figure.change, aria_hidden="true"),
            rx.el.span(figure.more, ",", class_name="visually-hidden"),
            class_name="db-change",
            data_trend=figure.trend,
            data_loss=is_loss,
        ),
    )


def _comparison(figure: rx.Var[Card] | Card, *, is_loss: bool) -> rx.Component:
    return rx.el.p(
        change(figure, is_loss=is_loss),
        " ",
        rx.el.span(figure.against, class_name="db-against"),
        class_name="db-comparison",
    )
