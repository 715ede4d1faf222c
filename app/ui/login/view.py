"""`/login`."""

import reflex as rx

from app.ui.components.door_frame import door_frame
from app.ui.components.forms import door_form, field
from app.ui.login.state import DEMO_LOGINS, DoorState


def login_page() -> rx.Component:
    """E-mail and password; the form works before and without hydration."""
    return door_frame(
        "Sign in",
        door_form(
            field("Email", "email", kind="email", autocomplete="username", required=True, auto_focus=True),
            field("Password", "password", kind="password", autocomplete="current-password", required=True),
            action="/auth/login",
            label="Sign in",
            submit="Sign in",
        ),
        rx.cond(DoorState.demo, _demo()),
        more=rx.el.p(
            "New here? ", rx.el.a("Create account", href="/signup", class_name="link"), class_name="door-more"
        ),
    )


def _demo() -> rx.Component:
    return rx.el.aside(
        rx.el.h2("This is the demo shop", class_name="card-title"),
        rx.el.p("Sign in as one of these, each with the password ", rx.el.code("daybook-demo"), "."),
        rx.el.ul(*(rx.el.li(rx.el.code(login)) for login in DEMO_LOGINS)),
        class_name="door-demo",
        aria_label="Demo logins",
    )
