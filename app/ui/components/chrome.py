"""The parts of the frame that live in the browser: palette and its button, light and dark, jumps, signing out."""

from typing import Any

import reflex as rx

LIBRARY = "$/public/components/chrome.jsx"


class Palette(rx.Component):
    """Every page, an order by its number, and actions, on Ctrl/⌘ K. `places` are {label, to, hint}."""

    library = LIBRARY
    tag = "Palette"

    places: rx.Var[list[dict[str, str]]]
    on_number: rx.EventHandler[rx.event.passthrough_event_spec(str)]


class PaletteButton(rx.Component):
    """Opens the palette."""

    library = LIBRARY
    tag = "PaletteButton"

    label: rx.Var[str]


class ThemeSwitch(rx.Component):
    """Light or dark; until it is used the system decides."""

    library = LIBRARY
    tag = "ThemeSwitch"


class Jump(rx.Component):
    """A link to an element of this page, by its id, which gets the focus."""

    library = LIBRARY
    tag = "Jump"

    target: rx.Var[str]


class SignOut(rx.Component):
    """A form that ends the session; Reflex's own would keep it from being sent."""

    library = LIBRARY
    tag = "SignOut"


def jump(*children: Any, target: str, class_name: str) -> rx.Component:
    """A link to the element with the id `target`."""
    return Jump.create(*children, target=target, class_name=class_name)


def palette(places: rx.Var[list[dict[str, str]]], *, on_number: Any) -> rx.Component:
    """The palette; `on_number` gets the digits of an order number."""
    return Palette.create(places=places, on_number=on_number)
