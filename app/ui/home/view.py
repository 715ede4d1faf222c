"""`/` inside the page: the door leads there by HTTP, this by a link followed without a page load."""

import reflex as rx

from app.ui.door.guard import HOME
from app.ui.session import require


class HomeState(rx.State):
    """Leads on."""

    @rx.event
    async def go(self) -> rx.event.EventSpec:
        """To the start page of the person's role."""
        actor = await require(self)
        return rx.redirect(HOME[actor.role], replace=True)


def home_page() -> rx.Component:
    """What stands there for the moment."""
    return rx.el.main(rx.el.h1("One moment", class_name="visually-hidden"), class_name="page")
