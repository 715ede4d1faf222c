"""`/signup`."""

import reflex as rx

from app.ui.components.forms import door_form, field


def signup_page() -> rx.Component:
    """Name, e-mail and password."""
    return rx.el.main(
        rx.el.h1("Create account"),
        door_form(
            field("Name", "name", autocomplete="name", required=True, auto_focus=True, max_length=200),
            field("Email", "email", kind="email", autocomplete="email", required=True, max_length=254),
            field("Password", "password", kind="password", autocomplete="new-password", required=True, min_length=10),
            action="/auth/signup",
            label="Create account",
            submit="Create account",
        ),
        rx.el.p("Have an account? ", rx.el.a("Sign in", href="/login"), class_name="door-more"),
        class_name="door",
    )
