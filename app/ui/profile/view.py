"""`/profile`."""

import reflex as rx

from app.ui.components.blank import skeleton
from app.ui.components.buttons import button
from app.ui.components.dialog import dialog
from app.ui.components.fields import form_note, select_field, text_field
from app.ui.profile.choices import locales, time_zones
from app.ui.profile.state import WORD, ProfileState
from app.ui.shell import heading, shell

ERRORS = ProfileState.errors


def profile_page() -> rx.Component:
    """The person's own account."""
    parts = rx.el.div(_person(), _password(), _sessions(), _end(), class_name="profile")
    return shell(
        heading("Profile", note=ProfileState.email),
        rx.cond(ProfileState.loaded, parts, skeleton(lines=10, label="Loading your profile")),
        _delete_dialog(),
    )


def _person() -> rx.Component:
    return rx.el.section(
        rx.el.h2("You", class_name="card-title"),
        rx.el.form(
            form_note(ERRORS.get("form", "")),
            text_field(
                "Name",
                "name",
                default_value=ProfileState.name,
                error=ERRORS.get("name", ""),
                auto_complete="name",
                max_length=200,
            ),
            select_field(
                "Numbers and dates",
                "locale",
                *(rx.el.option(name, value=tag) for tag, name in locales()),
                default_value=ProfileState.locale,
                error=ERRORS.get("locale", ""),
                key=ProfileState.locale,
            ),
            text_field(
                "Time zone",
                "time_zone",
                hint="Type a city, such as Berlin, and choose.",
                default_value=ProfileState.time_zone,
                error=ERRORS.get("time_zone", ""),
                list="time-zones",
                auto_complete="off",
                max_length=64,
            ),
            rx.el.datalist(*(rx.el.option(value=name) for name in time_zones()), id="time-zones"),
            rx.el.div(button("Save", kind="primary", type="submit"), class_name="form-actions"),
            on_submit=ProfileState.save,
            aria_label="You",
            class_name="form",
        ),
        class_name="card",
    )


def _password() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Password", class_name="card-title"),
        rx.el.form(
            text_field(
                "Current password",
                "current_password",
                type="password",
                auto_complete="current-password",
                error=ERRORS.get("current_password", ""),
            ),
            text_field(
                "New password",
                "new_password",
                type="password",
                auto_complete="new-password",
                hint="At least 8 characters.",
                error=ERRORS.get("new_password", ""),
            ),
            rx.el.div(button("Change password", type="submit"), class_name="form-actions"),
            on_submit=ProfileState.change_password,
            key=f"password-{ProfileState.password_round}",
            aria_label="Password",
            class_name="form",
        ),
        class_name="card",
    )


def _sessions() -> rx.Component:
    alone = "You are signed in here only."
    elsewhere = rx.fragment("You are signed in on ", ProfileState.sessions, " browsers, this one included.")
    return rx.el.section(
        rx.el.h2("Sessions", class_name="card-title"),
        rx.el.p(rx.cond(ProfileState.sessions > 1, elsewhere, alone)),
        rx.el.p("Programs that use the API in your name are signed out too.", class_name="muted"),
        rx.el.div(button("Sign out everywhere else", on_click=ProfileState.end_others), class_name="form-actions"),
        class_name="card",
    )


def _end() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Delete account", class_name="card-title"),
        rx.el.p(
            "Your name, e-mail, addresses and notes are erased for good. "
            "The shop keeps the amounts of your orders for its books."
        ),
        rx.el.div(button("Delete account", kind="danger", on_click=ProfileState.ask), class_name="form-actions"),
        class_name="card",
    )


def _delete_dialog() -> rx.Component:
    return dialog(
        rx.el.p("This cannot be undone. You will be signed out."),
        rx.el.form(
            text_field(f"Type {WORD} to go on", "word", auto_complete="off", error=ERRORS.get("word", "")),
            rx.el.div(
                button("Keep my account", on_click=ProfileState.keep),
                button("Delete for good", kind="danger", type="submit"),
                class_name="form-actions",
            ),
            on_submit=ProfileState.delete,
            aria_label="Delete account",
            class_name="form",
        ),
        label="Delete your account?",
        is_open=ProfileState.asking,
        on_dismiss=ProfileState.keep,
    )
