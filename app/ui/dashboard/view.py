"""`/dashboard`."""

import reflex as rx

from app.core.actor import Role
from app.ui.components.blank import empty_state
from app.ui.components.buttons import button
from app.ui.components.links import button_link
from app.ui.dashboard.boards.switcher import arrange, switcher
from app.ui.dashboard.cards import MEASURES
from app.ui.dashboard.chart import waiting_chart
from app.ui.dashboard.controls import controls, printed, stamp
from app.ui.dashboard.parts import waiting_card
from app.ui.dashboard.placed import placed_figure, placed_panel
from app.ui.dashboard.state import DashboardState
from app.ui.shell import ShellState, shell


def dashboard_page() -> rx.Component:
    """The figures of the shop."""
    return shell(content(), class_name="db")


def content() -> rx.Component:
    """The page inside the frame."""
    return rx.fragment(
        _head(),
        rx.cond(DashboardState.phase == "empty", _empty(), rx.fragment(controls(), _body())),
    )


def _body() -> rx.Component:
    """Figures that were shown stay where they are, dimmed, while others are counted."""
    return rx.cond(
        DashboardState.phase == "failed",
        _failed(),
        rx.cond(DashboardState.has_figures, _figures(), _waiting()),
    )


def _head() -> rx.Component:
    """The dashboard's name, which is a button, the days that are shown, and how fresh they are."""
    days = rx.cond(DashboardState.title == "", "\u00a0", DashboardState.title)
    return rx.el.header(
        rx.el.div(switcher(), rx.el.p(days, class_name="page-note")),
        rx.el.div(stamp(), rx.cond(DashboardState.phase != "empty", arrange()), class_name="page-actions"),
        printed(),
        class_name="page-head",
    )


def _figures() -> rx.Component:
    return rx.el.div(
        rx.cond(
            DashboardState.figures.length() > 0,
            rx.el.div(rx.foreach(DashboardState.figures, placed_figure), class_name="db-cards"),
        ),
        rx.cond(
            DashboardState.panels.length() > 0,
            rx.el.div(rx.foreach(DashboardState.panels, placed_panel), class_name="db-panels"),
        ),
        rx.cond((DashboardState.figures.length() == 0) & (DashboardState.panels.length() == 0), _none_shown()),
        rx.el.p(
            rx.cond(DashboardState.phase == "loading", "Counting", ""), role="status", class_name="visually-hidden"
        ),
        class_name="db-sheets",
        data_phase=DashboardState.phase,
        aria_busy=DashboardState.phase == "loading",
    )


def _none_shown() -> rx.Component:
    return empty_state(
        "Every card is hidden",
        "Show some again under Arrange, or all at once.",
        button_link("Show all cards", to=DashboardState.with_all_cards, kind="primary"),
    )


def _waiting() -> rx.Component:
    return rx.el.div(
        rx.el.p("Counting", role="status", class_name="visually-hidden"),
        rx.el.div(*(waiting_card(measure.title) for measure in MEASURES), class_name="db-cards"),
        waiting_chart(),
        class_name="db-sheets",
        aria_busy="true",
    )


def _empty() -> rx.Component:
    return empty_state(
        "No orders yet",
        "The first one appears here by itself, in the moment it is placed or imported.",
        button_link("Place an order", to="/orders/new", kind="primary"),
        rx.cond(
            ShellState.role == Role.ADMIN.value,
            rx.fragment(
                button_link("Import orders", to="/admin/orders"), button_link("Add products", to="/admin/products")
            ),
        ),
    )


def _failed() -> rx.Component:
    return empty_state(
        "The figures cannot be shown",
        DashboardState.problem,
        button_link("Show the last 30 days", to="/dashboard?range=30d", kind="primary"),
        button("Try again", on_click=DashboardState.watch),
    )
