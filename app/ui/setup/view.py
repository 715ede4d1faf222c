"""`/setup`."""

import reflex as rx

from app.features.accounts.rules import PASSWORD_SHORTEST
from app.ui.components.door_frame import door_frame
from app.ui.components.forms import door_form, field


def setup_page() -> rx.Component:
    """The first admin: the code printed when the server started proves that it is you."""
    return door_frame(
        "Set up your shop",
        door_form(
            field("Setup code", "code", autocomplete="off", required=True, auto_focus=True),
            field("Name", "name", autocomplete="name", required=True, max_length=200),
            field("Email", "email", kind="email", autocomplete="email", required=True, max_length=254),
            field(
                "Password",
                "password",
                kind="password",
                autocomplete="new-password",
                required=True,
                min_length=PASSWORD_SHORTEST,
            ),
            action="/auth/setup",
            label="Set up",
            submit="Create the first admin",
        ),
        intro="The server printed a setup code when it started. It makes you the first admin.",
    )
