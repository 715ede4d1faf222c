"""The name of the dashboard as the page's title: it opens the list of saved ones and what can be done with this one."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from app.ui.dashboard.boards.entries import CARDS
from app.ui.dashboard.state import DashboardState


class Boards(rx.Component):
    """The adapter in `assets/components/boards/boards.jsx`."""

    library = "$/public/components/boards/boards.jsx"
    tag = "Boards"

    board: rx.Var[dict[str, Any]]
    time_zone: rx.Var[str]
    on_changed: rx.EventHandler[rx.event.no_args_event_spec]


class Arrange(rx.Component):
    """The adapter in `assets/components/boards/arrange.jsx`. `cards` are all there are: key, title and kind."""

    library = "$/public/components/boards/arrange.jsx"
    tag = "Arrange"

    board: rx.Var[dict[str, Any]]
    cards: rx.Var[Sequence[dict[str, str]]]


def switcher() -> rx.Component:
    """The dashboard's name and its menu."""
    return Boards.create(
        board=DashboardState.board, time_zone=DashboardState.time_zone, on_changed=DashboardState.watch
    )


def arrange() -> rx.Component:
    """The button that opens the list of all cards, to hide, show and move them. It changes the address alone."""
    return Arrange.create(board=DashboardState.board, cards=CARDS)
