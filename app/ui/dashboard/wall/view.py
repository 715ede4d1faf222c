"""`/dashboard/wall`: the figures of the dashboard and its first three charts and lists, as large as the screen allows.

    boards=<id>,<id>   the saved dashboards that follow each other; without it, the address is one dashboard as on
                       `/dashboard`
    seconds=30         how long each stays

Which one is shown stands in the address (`view=`), so that a page that was loaded anew goes on where it was.
"""

from typing import Any

import reflex as rx

from app.ui.dashboard.cards import MEASURES
from app.ui.dashboard.controls import stamp
from app.ui.dashboard.parts import waiting_card
from app.ui.dashboard.placed import placed_figure, placed_panel
from app.ui.dashboard.state import DashboardState


class Wall(rx.Component):
    """The adapter in `assets/components/boards/wall.jsx`. Its children are the board and the stamp."""

    library = "$/public/components/boards/wall.jsx"
    tag = "Wall"

    board: rx.Var[dict[str, Any]]
    phase: rx.Var[str]
    as_of: rx.Var[str]
    days: rx.Var[str]
    locale: rx.Var[str]
    time_zone: rx.Var[str]


def wall_page() -> rx.Component:
    """The page without the frame."""
    return rx.el.main(
        Wall.create(
            rx.match(
                DashboardState.phase,
                ("empty", rx.el.p("No orders yet. The first one appears here by itself.", class_name="db-wall-words")),
                ("failed", rx.el.p(DashboardState.problem, class_name="db-wall-words", role="alert")),
                rx.cond(DashboardState.has_figures, _board(), _waiting()),
            ),
            stamp(),
            board=DashboardState.board,
            phase=DashboardState.phase,
            as_of=DashboardState.as_of,
            days=DashboardState.title,
            locale=DashboardState.locale,
            time_zone=DashboardState.time_zone,
        ),
        class_name="db db-wall",
    )


def _board() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.foreach(DashboardState.figures, placed_figure),
            class_name="db-cards",
            data_count=DashboardState.figures.length(),
        ),
        rx.el.p(DashboardState.compared, class_name="db-wall-compared"),
        rx.el.div(
            rx.foreach(DashboardState.panels, placed_panel),
            class_name="db-panels",
            data_count=DashboardState.panels.length(),
        ),
        class_name="db-wall-board",
        data_phase=DashboardState.phase,
    )


def _waiting() -> rx.Component:
    return rx.el.div(
        rx.el.div(*(waiting_card(measure.title) for measure in MEASURES), class_name="db-cards"),
        class_name="db-wall-board",
    )
