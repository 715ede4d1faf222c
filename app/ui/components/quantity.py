"""How many: a number with a button on each side."""

from typing import Any

import reflex as rx


class Quantity(rx.Component):
    """The adapter in `assets/components/quantity.jsx`."""

    library = "$/public/components/quantity.jsx"
    tag = "Quantity"

    of: rx.Var[str]
    value: rx.Var[int]
    most: rx.Var[int]
    on_quantity: rx.EventHandler[rx.event.passthrough_event_spec(int)]


def quantity(*, of: rx.Var[str], value: rx.Var[int], most: int, on_quantity: Any) -> rx.Component:
    """A quantity from 1 to `most` of the thing called `of`; `on_quantity` gets the number once it is settled."""
    return Quantity.create(of=of, value=value, most=most, on_quantity=on_quantity)
