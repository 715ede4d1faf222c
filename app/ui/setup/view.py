"""`/setup`."""

import reflex as rx

from app.ui.components.forms import door_form, field


def setup_page() -> rx.Component:
    """The first admin: the code printed when the server started proves that it is you."""
    return rx.el.main(
        rx.el.h1("Set up your shop"),
        rx.el.p("The server printed a setup code when it started. It makes you the first admin."),
        door_form(
            field("Setup code", "code", autocomplete="off", required=True, auto_focus=True),
            field("Name", "name", autocomplete="name", required=True, max_length=200),
            field("Email", "email", kind="email", autocomplete="email", required=True, max_length=254),
            field("Password", "password", kind="password", autocomplete="new-password", required=True, min_length=10),
            action="/auth/setup",
            label="Set up",
            submit="Create the first admin",
        ),
        class_name="door",
    )
