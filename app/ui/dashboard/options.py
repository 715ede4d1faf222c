"""A choice among links, such as the ranges by name."""

import reflex as rx

from app.ui.components.links import link
from app.ui.dashboard.ranges import Option


def option(one: rx.Var[Option]) -> rx.Component:
    """A link that changes one thing of what is shown."""
    return link(
        one.label,
        to=one.href,
        class_name="db-preset",
        data_chosen=one.is_chosen,
        aria_current=rx.cond(one.is_chosen, "true", "false"),
        key=one.key,
    )
