"""The parts of the frame that live in the browser: command palette, its button, and the switch of light and dark."""

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


def palette(places: rx.Var[list[dict[str, str]]], *, on_number: Any) -> rx.Component:
    """The palette; `on_number` gets the digits of an order number."""
    return Palette.create(places=places, on_number=on_number)
