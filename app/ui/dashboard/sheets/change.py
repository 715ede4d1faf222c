"""How much a figure differs from its former self, in the columns of a list and in words."""

from collections.abc import Callable
from dataclasses import replace

from app.core.formats import Formats
from app.features.dashboard.comparing import compared
from app.features.dashboard.measures import WHOLE
from app.ui.dashboard.sheets.table import Column, Mark

CHANGE = Column("change", "Change", "change")
THERE = "in the period it is compared with"


def former(column: Column) -> tuple[Column, Column]:
    """What a comparison adds beside a column: in files what was before, and everywhere the change."""
    before = replace(column, key=f"{column.key}_before", label=f"Compared {column.label.lower()}", is_for_files=True)
    return before, CHANGE


def marks(value: int, before: int | None, said: Callable[[int], str], formats: Formats) -> tuple[Mark, ...]:
    """The figures of these columns; none where there is nothing to compare with. `said` is how one is written."""
    return () if before is None else (Mark(before), change(value, before, said, formats))


def was(before: int | None, said: Callable[[int], str]) -> str:
    """What a figure was, to stand below it; "" where there was none."""
    return f"was {said(before)}" if before else ""


def change(value: int, before: int, said: Callable[[int], str], formats: Formats) -> Mark:
    """The difference as a part of what was before. A growth from nothing has none: there it is new."""
    if not before:
        return Mark("new" if value else None, words="there was none before")
    found = compared(value, before, formats)
    words = f"{found.more}, {was(before, said)}" if found.is_manifold else was(before, said)
    return Mark(round(WHOLE * (value - before) / before), words=words)


def than_before(value: int, before: int, formats: Formats) -> str:
    """How much more or less it is, to stand behind the figure."""
    if value == before:
        return f"as many as {THERE}"
    if not before:
        return f"and there were none {THERE}"
    return f"{compared(value, before, formats, is_count=True).more_than} {THERE}"
