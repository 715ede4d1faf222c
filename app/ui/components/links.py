"""Links inside the product: followed without loading the page anew."""

from typing import Any

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink


class NavLink(ReactRouterLink):
    """A link that says by `aria-current="page"` that its page is the present one; with `end` for its exact path."""

    tag = "NavLink"
    alias = "ReactRouterNavLink"

    end: rx.Var[bool]


def link(*children: Any, to: rx.Var[str] | str, class_name: str = "link", **props: Any) -> rx.Component:
    """A link to a path of the product."""
    return ReactRouterLink.create(*children, to=to, class_name=class_name, **props)


def button_link(*children: Any, to: rx.Var[str] | str, kind: str = "plain") -> rx.Component:
    """A link that looks like a button of this kind (primary, plain, quiet)."""
    return link(*children, to=to, class_name=f"button button-{kind}")


def nav_link(*children: Any, to: str, class_name: str = "rail-link", end: bool = True) -> rx.Component:
    """An entry of the navigation."""
    # A grid keeps its address in step by itself: to the router it may seem to be at this path already, and it would
    # put the link in the place of what one can go Back to.
    return NavLink.create(*children, to=to, replace=False, class_name=class_name, end=end)
