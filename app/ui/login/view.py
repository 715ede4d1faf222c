"""`/login`."""

import reflex as rx

from app.ui.components.forms import door_form, field


def login_page() -> rx.Component:
    """E-mail and password; the form works before and without hydration."""
    return rx.el.main(
        rx.el.h1("Sign in"),
        door_form(
            field("Email", "email", kind="email", autocomplete="username", required=True, auto_focus=True),
            field("Password", "password", kind="password", autocomplete="current-password", required=True),
            action="/auth/login",
            label="Sign in",
            submit="Sign in",
        ),
        rx.el.p("New here? ", rx.el.a("Create account", href="/signup"), class_name="door-more"),
        class_name="door",
    )
