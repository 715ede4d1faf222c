"""`/signup`."""

import reflex as rx

from app.features.accounts.rules import PASSWORD_SHORTEST
from app.ui.components.door_frame import door_frame
from app.ui.components.forms import door_form, field


def signup_page() -> rx.Component:
    """Name, e-mail and password."""
    return door_frame(
        "Create account",
        door_form(
            field("Name", "name", autocomplete="name", required=True, auto_focus=True, max_length=200),
            field("Email", "email", kind="email", autocomplete="email", required=True, max_length=254),
            field(
                "Password",
                "password",
                kind="password",
                autocomplete="new-password",
                required=True,
                min_length=PASSWORD_SHORTEST,
            ),
            rx.el.p(f"At least {PASSWORD_SHORTEST} characters.", class_name="field-hint"),
            action="/auth/signup",
            label="Create account",
            submit="Create account",
        ),
        more=rx.el.p("Have an account? ", rx.el.a("Sign in", href="/login", class_name="link"), class_name="door-more"),
    )
