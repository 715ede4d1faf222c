"""A change of an order's line, as the log keeps it, in words. Pure."""

from collections.abc import Mapping
from typing import cast

PREFIX = "line:"


def is_line(field: str) -> bool:
    """Whether an entry of the log is about a line of an order."""
    return field.startswith(PREFIX)


def line_words(old: object, new: object) -> str:
    """What happened to the line: `old` and `new` are the log's, None where there was or is no line."""
    before, after = cast("Mapping[str, object]", old or {}), cast("Mapping[str, object]", new or {})
    name = after.get("name") or before.get("name")
    if not before:
        return f"{after.get('quantity')} \N{MULTIPLICATION SIGN} {name} added"
    if not after:
        return f"{before.get('quantity')} \N{MULTIPLICATION SIGN} {name} removed"
    quantities = before.get("quantity"), after.get("quantity")
    if quantities[0] == quantities[1]:
        return f"Price of {name} changed"
    words = f"{name}: {quantities[1]} instead of {quantities[0]}"
    return words if before.get("unit_price") == after.get("unit_price") else f"{words}, and another price"
