"""The menu of a card: what can be done with it beside reading it. It takes the card out as a file.

more("revenue", "Revenue", leads("Hide", to=address), acts("Move up", on_pick=State.move("revenue")))
"""

from typing import Any

import reflex as rx

LIBRARY = "$/public/components/menu.jsx"
FILES = {"csv": "Download CSV", "svg": "Download SVG", "png": "Download PNG"}


class CardMenu(rx.Component):
    """The button and, once it is pressed, the entries that are its children."""

    library = LIBRARY
    tag = "CardMenu"

    label: rx.Var[str]


class MenuLink(rx.Component):
    """An entry that leads to another address of the product."""

    library = LIBRARY
    tag = "MenuLink"

    to: rx.Var[str]


class MenuAction(rx.Component):
    """An entry that does something."""

    library = LIBRARY
    tag = "MenuAction"

    on_pick: rx.EventHandler[rx.event.no_args_event_spec]


class MenuFile(rx.Component):
    """An entry that saves the card as a file of one kind, by the address that the page has at that moment."""

    library = LIBRARY
    tag = "MenuFile"

    card: rx.Var[str]
    kind: rx.Var[str]


def more(key: str, title: str, *entries: rx.Component) -> rx.Component:
    """The menu of the card of this key, with further entries before those that take it out."""
    files = (MenuFile.create(label, card=key, kind=kind) for kind, label in FILES.items())
    return CardMenu.create(*entries, *files, label=f"More about {title}")


def leads(label: str, *, to: rx.Var[str] | str) -> rx.Component:
    """An entry that leads to an address."""
    return MenuLink.create(label, to=to)


def acts(label: str, *, on_pick: Any) -> rx.Component:
    """An entry that runs a handler."""
    return MenuAction.create(label, on_pick=on_pick)
