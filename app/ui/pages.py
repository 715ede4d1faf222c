"""Every page: its route, view, title and what runs when it loads. Who may see it stands in `door/guard.py`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from app.core.config import get_settings
from app.ui.door.guard import AUDIENCES
from app.ui.home.view import HomeState, home_page
from app.ui.login.view import login_page
from app.ui.setup.view import setup_page
from app.ui.signup.view import signup_page


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `on_load` are event handlers in the order in which they run."""

    route: str
    view: Callable[[], rx.Component]
    title: str
    on_load: Sequence[Any] = field(default_factory=tuple)


PAGES: tuple[Page, ...] = (
    Page("/", home_page, "Start", on_load=(HomeState.go,)),
    Page("/login", login_page, "Sign in"),
    Page("/signup", signup_page, "Create account"),
    Page("/setup", setup_page, "Set up"),
)


def add_pages(app: rx.App) -> None:
    """Register every page. Raises KeyError for a route without an audience."""
    shop = get_settings().shop_name
    for page in PAGES:
        _ = AUDIENCES[page.route]
        app.add_page(page.view, route=page.route, title=f"{page.title} · {shop}", on_load=list(page.on_load) or None)
