"""The state of the pages before sign-in: whether this is the demo, whose logins are public."""

import reflex as rx

from app.core.config import get_settings

DEMO_LOGINS = ("admin@example.com", "staff@example.com", "customer@example.com")


class DoorState(rx.State):
    """Known on the server only, since the pages are built once for every shop."""

    demo: bool = False

    @rx.event
    def load(self) -> None:
        """Ask the settings."""
        self.demo = get_settings().demo
