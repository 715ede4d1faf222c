"""The menu of a card: what can be done with it beside reading it. It takes the card out as a file.

more("revenue", "Revenue", place_entries("revenue"))
"""

import reflex as rx

LIBRARY = "$/public/components/menu.jsx"
FILES = {"csv": "Download CSV", "svg": "Download SVG", "png": "Download PNG"}


class CardMenu(rx.Component):
    """The button and, once it is pressed, the entries that are its children."""

    library = LIBRARY
    tag = "CardMenu"

    label: rx.Var[str]


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
