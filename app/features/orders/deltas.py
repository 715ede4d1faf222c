"""What happens to orders as signed deltas of the rollups, added up by key. No I/O (docs/adr/0004, docs/adr/0011).

An order counts in its quarter hour, hour and day under its status and channel; its lines, as long as it is revenue, in
its day and four weeks by product. What one transaction does to one key is one row.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from secrets import randbits
from typing import Any, NamedTuple, Self, TypeAlias

from app.features.orders.rules import REVENUE_STATUSES, bucket_of
from app.features.orders.tiers import ORDER_TIERS, STEPS, bucket_in
from app.models import OrderRollup, OrderSum, ProductSum, Tier

# Pieces and minor units of each product.
Goods: TypeAlias = Mapping[Any, tuple[int, int]]
# By (currency, bucket, …).
Sums: TypeAlias = dict[tuple[Any, ...], tuple[int, ...]]
Rows: TypeAlias = list[tuple[Any, ...]]
COLUMNS: dict[Any, tuple[str, ...]] = {
    OrderRollup: ("currency", "bucket", "status", "channel", "orders", "amount", "units"),
    OrderSum: ("tier", "currency", "bucket", "status", "channel", "id", "orders", "amount", "units"),
    ProductSum: ("tier", "currency", "bucket", "product_id", "status", "channel", "id", "amount", "units"),
}
ID_BITS = 62
DAYS_OF_FOUR_WEEKS = STEPS[Tier.FOUR_WEEKS] // STEPS[Tier.DAY]


class Place(NamedTuple):
    """Where an order counts; `status` is its word."""

    currency: str
    bucket: datetime
    status: str
    channel: str

    @classmethod
    def at(cls, moment: datetime, currency: str, status: str, channel: str) -> Self:
        """That of an order that was placed at a moment."""
        return cls(currency, bucket_of(moment.astimezone(UTC)), status, channel)

    @property
    def is_revenue(self) -> bool:
        """Whether what is in such an order counts as sold."""
        return self.status in REVENUE_STATUSES


@dataclass(slots=True)
class Deltas:
    """What changes in the rollups, by key."""

    _orders: Sums = field(default_factory=dict[tuple[Any, ...], tuple[int, ...]])
    _goods: Sums = field(default_factory=dict[tuple[Any, ...], tuple[int, ...]])

    def add(self, place: Place, *, orders: int, amount: int, units: int) -> None:
        """So many orders, minor units and pieces more."""
        _add(self._orders, place, (orders, amount, units))

    def add_goods(self, place: Place, goods: Goods, *, sign: int = 1) -> None:
        """More of each product, or less, where such an order counts as revenue."""
        if not place.is_revenue:
            return
        currency, bucket, status, channel = place
        day = bucket.toordinal() - 1
        for product, (units, amount) in goods.items():
            _add(self._goods, (currency, day, product, status, channel), (sign * amount, sign * units))

    def take(self) -> Iterator[tuple[Any, Rows]]:
        """The rows to append to each table, as COLUMNS has them; no deltas are left afterwards."""
        orders, goods = self._orders, self._goods
        self._orders, self._goods = {}, {}
        first = randbits(ID_BITS - 1)
        yield OrderRollup, [(*key, *sums) for key, sums in orders.items() if any(sums)]
        by_tier = {tier: _coarser(orders, lambda at, tier=tier: bucket_in(at, tier)) for tier in ORDER_TIERS}
        yield OrderSum, _rows(by_tier, first)
        four_weeks = _coarser(goods, lambda day: day // DAYS_OF_FOUR_WEEKS)
        yield ProductSum, _rows({Tier.DAY: goods, Tier.FOUR_WEEKS: four_weeks}, first)


def goods_in(lines: Iterable[tuple[Any, int, int]]) -> Goods:
    """What lines hold together: each is (product, pieces, minor units)."""
    found: dict[Any, tuple[int, int]] = {}
    for product, units, amount in lines:
        known = found.get(product, (0, 0))
        found[product] = (known[0] + units, known[1] + amount)
    return found


def _add(sums: Sums, key: tuple[Any, ...], values: tuple[int, ...]) -> None:
    known = sums.get(key)
    sums[key] = values if known is None else tuple(map(int.__add__, known, values))


def _coarser(sums: Sums, bucket: Callable[[Any], int]) -> Sums:
    found: Sums = {}
    for (currency, at, *rest), values in sums.items():
        _add(found, (currency, bucket(at), *rest), values)
    return found


def _rows(by_tier: Mapping[Tier, Sums], first: int) -> Rows:
    """Each with an `id` that no other row of its key has, since those of other transactions begin elsewhere."""
    all_of = ((tier.value, key, sums) for tier, found in by_tier.items() for key, sums in found.items() if any(sums))
    return [(tier, *key, first + place, *sums) for place, (tier, key, sums) in enumerate(all_of)]
