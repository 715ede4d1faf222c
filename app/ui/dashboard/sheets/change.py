"""How much a figure of a list differs from its former self."""

from app.features.dashboard.measures import WHOLE
from app.ui.dashboard.sheets.table import Column, Mark

CHANGE = Column("change", "Change", "change")


def change(value: int, before: int | None) -> Mark:
    """The difference as a part of what was before. A growth from nothing has none: there it is new."""
    if before is None:
        return Mark(None)
    if not before:
        return Mark("new" if value else None, words="there was none before")
    return Mark(round(WHOLE * (value - before) / before))
