"""The filters of the address: as the figures are asked for, and as chips that say them and take each away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from babel.dates import format_skeleton, format_time

from app.core.actor import Actor
from app.core.errors import Invalid, invalid
from app.core.formats import Formats
from app.core.ids import parse_id
from app.core.week import hour_of_week
from app.features.dashboard import service as dashboard
from app.features.dashboard.schemas import Grain
from app.features.orders.schemas import NO_CATEGORY, OrderStatus
from app.ui.components.status import LABELS as STATUSES
from app.ui.dashboard.address import Address

LABELS = {
    "status": "Status",
    "channel": "Channel",
    "category": "Category",
    "product": "Product",
    "customer": "Customer",
    "hours": "Hour",
}
# The filters whose values are read by names that are looked up.
NAMED = {"product": dashboard.product_names, "customer": dashboard.customer_names}
MONDAY = datetime(1970, 1, 5, tzinfo=UTC)
Names = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a filter in words, and the address without it. `is_known` is false where nothing has this value."""

    value: str = ""
    label: str = ""
    href: str = ""
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on: its field by key and in words, and its values."""

    key: str = ""
    label: str = ""
    values: list[Value] = field(default_factory=list[Value])


@dataclass(frozen=True, slots=True)
class FilterField:
    """What the board can be filtered by. Without `options` the values are searched for; `hint` says by what."""

    key: str
    label: str
    options: tuple[Mapping[str, str], ...] | None = None
    hint: str = ""


FIELDS = tuple(
    FilterField(
        key,
        label,
        tuple({"value": value, "label": words} for value, words in STATUSES.items()) if key == "status" else None,
        "Name or e-mail address" if key == "customer" else "",
    )
    for key, label in LABELS.items()
)


def asked_filters(address: Address) -> dict[str, object]:
    """The filters by their names in a query, and the grain where it is one.

    Raises Invalid that says which value there cannot be.
    """
    for name, values in address.filters.items():
        for value in values:
            if not _can_be(name, value):
                sentence = f"{LABELS[name]} “{value}” is not known. Take this filter away to see the figures."
                raise invalid(name, "unknown_value", sentence)
    grain = address.one("grain")
    return {**address.filters, "grain": grain} if grain in set(Grain) else {**address.filters}


async def names_of(actor: Actor, address: Address) -> Names:
    """How the products and customers of the filters are called, as the actor may see it. Raises Forbidden."""
    found: dict[tuple[str, str], str] = {}
    for name, find in NAMED.items():
        if values := address.all(name):
            known = await find(actor, values)
            found |= {(name, value): known[value] for value in values if value in known}
    return found


def chips(address: Address, names: Names, formats: Formats) -> list[Chip]:
    """A chip for each filter."""
    return [
        Chip(name, LABELS[name], [_value(address, name, value, names, formats) for value in values])
        for name, values in address.filters.items()
    ]


def _value(address: Address, name: str, value: str, names: Names, formats: Formats) -> Value:
    href = address.toggled(name, value).href
    if name in NAMED:
        label = names.get((name, value))
        return Value(value, label or value, href, is_known=label is not None)
    if not _can_be(name, value):
        return Value(value, value, href, is_known=False)
    label = STATUSES[value] if name == "status" else _hour(value, formats) if name == "hours" else value or NO_CATEGORY
    return Value(value, label, href)


def _can_be(name: str, value: str) -> bool:
    """Whether there can be orders with this value."""
    if name == "status":
        return value in set(OrderStatus)
    if name == "customer":
        return parse_id(value) is not None
    if name == "hours":
        try:
            hour_of_week(value)
        except ValueError:
            return False
    return True


def _hour(value: str, formats: Formats) -> str:
    """An hour of the week in words, such as "Tue 13:00"."""
    weekday, hour = hour_of_week(value)
    at = MONDAY + timedelta(days=weekday, hours=hour)
    day = format_skeleton("E", at, locale=formats.place)
    return f"{day} {format_time(at, 'short', locale=formats.place)}"


def values_for(name: str, values: Sequence[str]) -> tuple[str, ...]:
    """What a filter is set to. Raises Invalid for a field or a value that there cannot be."""
    if name not in LABELS or not all(_can_be(name, value) for value in values):
        raise Invalid("There is no such filter")
    return tuple(values)
