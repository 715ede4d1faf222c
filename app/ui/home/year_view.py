"""A customer's year: what they spent and ordered, month by month, and what they bought most."""

import reflex as rx

from app.ui.components.links import link
from app.ui.dashboard.cards import Card, Measure
from app.ui.dashboard.chart import plot
from app.ui.dashboard.panels import table
from app.ui.dashboard.parts import change, definition, fitted, moving
from app.ui.dashboard.ranges import Option
from app.ui.home.state import HomeState
from app.ui.home.year import ORDERS, SPENT


def my_year() -> rx.Component:
    """The year, its place while it is counted, or why it cannot be shown; nothing for who has not ordered yet."""
    return rx.match(
        HomeState.phase,
        ("none", rx.fragment()),
        ("failed", _frame(rx.el.p(HomeState.problem, class_name="db-nothing", role="alert"))),
        rx.cond(HomeState.title == "", _waiting(), _frame(_head(), _year())),
    )


def _frame(*content: rx.Component) -> rx.Component:
    return rx.el.section(
        *content,
        class_name="sheet db my-year",
        data_phase=HomeState.phase,
        aria_busy=HomeState.phase == "loading",
        aria_label="My year",
    )


def _head() -> rx.Component:
    return rx.el.div(
        rx.el.h2(HomeState.title),
        rx.cond(
            HomeState.currencies.length() > 0,
            rx.el.nav(rx.foreach(HomeState.currencies, _currency), class_name="db-presets", aria_label="Currency"),
        ),
        rx.el.nav(
            _step("\u2039 ", HomeState.earlier, HomeState.earlier_href),
            _step("", HomeState.later, HomeState.later_href, after=" \u203a"),
            class_name="my-year-steps",
            aria_label="Years",
        ),
        class_name="sheet-head my-year-head",
    )


def _step(before: str, year: rx.Var[str], href: rx.Var[str], *, after: str = "") -> rx.Component:
    """The way to another year."""
    arrow = rx.el.span(before or after, aria_hidden="true")
    words = (arrow, rx.el.span(year)) if before else (rx.el.span(year), arrow)
    return rx.cond(href != "", link(*words, to=href, class_name="button button-quiet my-year-step"))


def _currency(option: rx.Var[Option]) -> rx.Component:
    return link(
        option.label,
        to=option.href,
        class_name="db-preset",
        data_chosen=option.is_chosen,
        aria_current=rx.cond(option.is_chosen, "true", "false"),
        key=option.key,
    )


def _year() -> rx.Component:
    return rx.el.div(
        rx.el.p(HomeState.summary, class_name="my-year-words"),
        rx.el.div(
            _figure(SPENT, HomeState.spent, HomeState.before_spent),
            _figure(ORDERS, HomeState.orders, HomeState.before_orders),
            rx.el.p(HomeState.compared, class_name="db-compared"),
            class_name="my-year-figures",
        ),
        rx.el.div(
            rx.el.h3("Spent by month"),
            plot(HomeState.plot, name="Spent by month"),
            rx.el.details(rx.el.summary("Show as a table"), table("Months", HomeState.months), class_name="db-details"),
            class_name="my-year-months",
        ),
        rx.el.div(
            rx.el.h3("Bought most"),
            rx.cond(
                HomeState.bought.nothing != "",
                rx.el.p(HomeState.bought.nothing, class_name="db-nothing"),
                table("Bought most", HomeState.bought),
            ),
            class_name="my-year-bought",
        ),
        class_name="my-year-body",
    )


def _figure(measure: Measure, figure: rx.Var[Card], before: rx.Var[str]) -> rx.Component:
    """A figure and what it is compared with, each with the orders behind it. To spend more is neither good nor bad."""
    return rx.el.article(
        rx.el.div(
            rx.el.h3(measure.title),
            definition(measure.title, measure.definition, of=HomeState.scope),
            class_name="db-card-head",
        ),
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
        rx.el.p(
            change(figure),
            " ",
            rx.cond(figure.against != "", link(figure.against, to=before, class_name="my-year-was")),
            class_name="db-comparison",
        ),
        rx.el.p(figure.note, class_name="db-note"),
        class_name="my-year-figure",
    )


def _waiting() -> rx.Component:
    return rx.el.section(
        rx.el.p("Counting your year", role="status", class_name="visually-hidden"),
        rx.el.div(rx.el.div(class_name="db-wait", aria_hidden="true"), class_name="sheet-head my-year-head"),
        rx.el.div(class_name="my-year-body my-year-wait", aria_hidden="true"),
        class_name="sheet db my-year",
    )
