"""What a list is filtered by, in the viewer's words, each with the address without it."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.formats import Formats
from app.core.ranges import time_range
from app.features.orders.schemas import OrderDetail, OrderStatus
from app.ui.components.status import label_of
from app.ui.orders.address import Picked

NAMES = ("range", "status", "currency", "product")
FIELDS = {"range": ("start", "end")}


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on: its field and value in words, and the address without it."""

    key: str = ""
    field: str = ""
    value: str = ""
    href: str = ""


def chips(picked: Picked, formats: Formats, orders: Sequence[OrderDetail]) -> list[Chip]:
    """A chip for each filter that says something. `orders` are some of the list: they know what a product is called.

    Raises Invalid naming `from`, `to` or `tz`.
    """
    words = {
        "range": ("Ordered", _range(picked, formats)),
        "status": ("Status", _either([_status(one) for one in picked.status])),
        "currency": ("Currency", picked.currency),
        "product": ("Product", _product(picked.product, orders)),
    }
    return [
        Chip(name, label, value, picked.without(*FIELDS.get(name, (name,))).href)
        for name, (label, value) in words.items()
        if value
    ]


def _range(picked: Picked, formats: Formats) -> str:
    span = time_range(picked.start or None, picked.end or None, tz=formats.time_zone)
    if span.start and span.end:
        return formats.period(span.start, span.end)
    if span.start:
        return f"from {formats.day(span.start)} on"
    return f"before {formats.day(span.end)}" if span.end else ""


def _status(name: str) -> str:
    return label_of(name) if name in set(OrderStatus) else name


def _either(words: Sequence[str]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def _product(sku: str, orders: Sequence[OrderDetail]) -> str:
    names = (item.name for order in orders for item in order.items if item.sku == sku)
    return next(names, sku) if sku else ""
