"""Vars that are assigned on every look, and sent only where they have become others."""

from typing import Any

import reflex as rx


class Assigning(rx.State, mixin=True):
    """A state that is drawn anew by each change of its data."""

    def _assign(self, **values: Any) -> None:
        """Assign these vars; one that stays the same is not sent."""
        for name, value in values.items():
            if getattr(self, name) != value:
                setattr(self, name, value)
