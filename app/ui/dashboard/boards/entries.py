"""What the menu of a card offers about its place: links, so that Back leads back."""

from typing import Any

import reflex as rx

from app.ui.dashboard.cards import MEASURES
from app.ui.dashboard.sheets.deck import PANELS
from app.ui.dashboard.state import DashboardState

# All cards in the order in which the page is made.
CARDS = [
    *({"key": one.key, "title": one.title, "kind": "figure"} for one in MEASURES),
    *({"key": one.key, "title": one.title, "kind": "panel"} for one in PANELS),
]
KINDS = [{"key": one["key"], "kind": one["kind"]} for one in CARDS]


class PlaceEntries(rx.Component):
    """The adapter in `assets/components/boards/place_entries.jsx`. `cards` are all there are: key and kind.

    The browser knows the address, so it finds by itself where each entry leads: written out for all cards, these
    addresses would be a third of all that the page is sent first.
    """

    library = "$/public/components/boards/place_entries.jsx"
    tag = "PlaceEntries"

    card: rx.Var[str]
    cards: rx.Var[list[dict[str, str]]]
    board: rx.Var[dict[str, Any]]


def place_entries(key: str) -> rx.Component:
    """Move earlier, move later, hide; only what is possible."""
    return PlaceEntries.create(card=key, cards=KINDS, board=DashboardState.board)
