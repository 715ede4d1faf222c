"""The filters of the address: as the figures are asked for, and as chips that take each away."""

from dataclasses import dataclass

from app.features.orders.schemas import OrderStatus
from app.ui.components.status import label_of
from app.ui.dashboard.address import Address

LABELS = {
    "status": "Status",
    "channel": "Channel",
    "category": "Category",
    "product": "Product",
    "customer": "Customer",
}
SINGLE = frozenset({"customer"})


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on: its field and value in words, and the address without it."""

    key: str = ""
    field: str = ""
    value: str = ""
    href: str = ""


def asked_filters(address: Address) -> dict[str, object]:
    """The filters by their names in a query, and the grain."""
    filters = {name: values[0] if name in SINGLE else values for name, values in address.filters.items()}
    grain = address.one("grain")
    return {**filters, "grain": grain} if grain else filters


def chips(address: Address) -> list[Chip]:
    """A chip for each value of each filter."""
    return [
        Chip(f"{name}-{value}", LABELS[name], _words(name, value), address.toggled(name, value).href)
        for name, values in address.filters.items()
        for value in values
    ]


def _words(name: str, value: str) -> str:
    return label_of(value) if name == "status" and value in set(OrderStatus) else value
