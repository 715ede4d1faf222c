"""What the menu of a card offers about its place: links, so that Back leads back."""

import reflex as rx

from app.ui.dashboard.menu import leads
from app.ui.dashboard.state import DashboardState


def place_entries(key: str) -> tuple[rx.Component, ...]:
    """Move earlier, move later, hide; only what is possible."""
    place = DashboardState.places[key]
    ways = (("Move earlier", place.earlier), ("Move later", place.later), ("Hide", place.hide))
    return tuple(rx.cond(href, leads(label, to=href)) for label, href in ways)
