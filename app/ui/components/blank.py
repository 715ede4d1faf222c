"""What stands where there is nothing (yet): empty states that say what to do next, skeletons, and what is not found."""

import reflex as rx

from app.ui.components.links import button_link


def empty_state(title: str, text: str | rx.Var[str], *actions: rx.Component) -> rx.Component:
    """Nothing to show, and what to do about it."""
    return rx.el.div(
        rx.el.p(title, class_name="empty-title"),
        rx.el.p(text, class_name="empty-text"),
        rx.el.div(*actions, class_name="empty-actions") if actions else rx.fragment(),
        class_name="empty",
    )


def skeleton(*, lines: int = 6, label: str = "Loading") -> rx.Component:
    """Grey lines of the size of what is coming. Screen readers hear `label` once."""
    return rx.el.div(
        rx.el.span(label, class_name="visually-hidden"),
        *(rx.el.div(class_name="skeleton-line", aria_hidden="true") for _ in range(lines)),
        class_name="skeleton",
        role="status",
    )


def not_found() -> rx.Component:
    """The same words whether it does not exist or is not for the viewer to see."""
    return rx.el.div(
        rx.el.h1("Not found"),
        rx.el.p("There is nothing at this address, or it is not for you to see."),
        button_link("Go to your start page", to="/", kind="primary"),
        class_name="missing",
    )
