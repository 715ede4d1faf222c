"""The shape of the demo shop's year, free of I/O: when orders come, whose they are, what is in them, how far they got.

Demand follows the weekday (quiet Sundays, busy Mondays), the season (a peak before Christmas, a dip in summer), the
hour (a lunch hump and an evening peak) and a slow growth. Customers come back by a Pareto law: a few of them often.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random

from app.models import OrderStatus

DAYS = 395
WEEKDAY = (1.25, 1.1, 1.05, 1.0, 1.1, 0.85, 0.65)
MONTH = (0.9, 0.95, 1.0, 0.95, 0.9, 0.85, 0.75, 0.75, 0.95, 1.05, 1.35, 1.6)
HOUR = (1, 0.5, 0.3, 0.2, 0.2, 0.5, 1.5, 3, 4, 5, 5.5, 6, 7, 6, 5, 5, 5.5, 6, 7, 8.5, 9, 8, 5, 2.5)
GROWTH = 0.35
PARETO = 1.15
POPULARITY = 0.8
LINES, LINE_WEIGHTS = (1, 2, 3, 4, 5, 6), (34, 28, 18, 11, 6, 3)
QUANTITIES, QUANTITY_WEIGHTS = (1, 2, 3, 4, 6), (70, 20, 5, 3, 2)
S = OrderStatus
# How long ago an order came (days, at least), and how far orders of that age have got.
FATES: tuple[tuple[float, tuple[tuple[OrderStatus, float], ...]], ...] = (
    (12, ((S.DELIVERED, 89), (S.CANCELLED, 6), (S.REFUNDED, 5))),
    (5, ((S.DELIVERED, 62), (S.SHIPPED, 30), (S.CANCELLED, 5), (S.REFUNDED, 3))),
    (2, ((S.SHIPPED, 62), (S.DELIVERED, 12), (S.PAID, 20), (S.CANCELLED, 6))),
    (0.7, ((S.PAID, 55), (S.SHIPPED, 30), (S.PENDING, 10), (S.CANCELLED, 5))),
    (0, ((S.PENDING, 42), (S.PAID, 54), (S.CANCELLED, 4))),
)
# The way to each fate, and when each step comes: days after the order, at the earliest and at the latest.
WAYS: dict[OrderStatus, tuple[OrderStatus, ...]] = {
    S.PENDING: (),
    S.PAID: (S.PAID,),
    S.SHIPPED: (S.PAID, S.SHIPPED),
    S.DELIVERED: (S.PAID, S.SHIPPED, S.DELIVERED),
    S.CANCELLED: (S.CANCELLED,),
    S.REFUNDED: (S.PAID, S.SHIPPED, S.DELIVERED, S.REFUNDED),
}
AFTER_DAYS = {S.PAID: (0.001, 0.2), S.SHIPPED: (0.5, 1.6), S.DELIVERED: (2.2, 4.8), S.REFUNDED: (6, 11)}
CANCELLED_AFTER = (0.01, 0.6)


@dataclass(frozen=True, slots=True)
class Step:
    """An order took a status at a moment."""

    status: OrderStatus
    at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """An order of the demo: whose (place in the list of customers), of what (places of products and quantities)."""

    ordered_at: datetime
    customer: int
    lines: tuple[tuple[int, int], ...]
    steps: tuple[Step, ...]

    @property
    def status(self) -> OrderStatus:
        """Where it stands."""
        return self.steps[-1].status if self.steps else S.PENDING


def drafts(chance: Random, now: datetime, *, orders: int, customers: int, products: int) -> Iterator[Draft]:
    """`orders` orders up to `now`, oldest first."""
    whose = _customers_of(chance, orders, customers)
    popularity = list(accumulate((place + 1) ** -POPULARITY for place in range(products)))
    places = range(products)
    for moment, customer in zip(moments(chance, now, orders), whose, strict=True):
        count = min(chance.choices(LINES, LINE_WEIGHTS)[0], products)
        chosen = dict.fromkeys(chance.choices(places, cum_weights=popularity, k=count))
        lines = tuple((place, chance.choices(QUANTITIES, QUANTITY_WEIGHTS)[0]) for place in chosen)
        yield Draft(moment, customer, lines, steps_of(chance, moment, now))


def moments(chance: Random, now: datetime, count: int) -> list[datetime]:
    """When orders come: sorted moments of the last 13 months."""
    start = now - timedelta(days=DAYS)
    first = start.replace(hour=0, minute=0, second=0, microsecond=0)
    days = [first + timedelta(days=day) for day in range(DAYS + 1)]
    weights = list(accumulate(_weight(day, place) for place, day in enumerate(days)))
    hours = list(accumulate(HOUR))
    found: list[datetime] = []
    while len(found) < count:
        day = chance.choices(days, cum_weights=weights)[0]
        hour = chance.choices(range(24), cum_weights=hours)[0]
        moment = day + timedelta(hours=hour, seconds=chance.randrange(3600))
        if start <= moment <= now - timedelta(seconds=30):
            found.append(moment)
    return sorted(found)


def _weight(day: datetime, place: int) -> float:
    return WEEKDAY[day.weekday()] * MONTH[day.month - 1] * (1 + GROWTH * place / DAYS)


def _customers_of(chance: Random, orders: int, customers: int) -> list[int]:
    """Whose each order is. Weights follow a Pareto law, capped so that no one is a shop of their own."""
    cap = max(4.0, math.sqrt(customers))
    weights = list(accumulate(min(chance.paretovariate(PARETO), cap) for _ in range(customers)))
    return chance.choices(range(customers), cum_weights=weights, k=orders)


def steps_of(chance: Random, ordered_at: datetime, now: datetime) -> tuple[Step, ...]:
    """How an order has moved on until now."""
    age = (now - ordered_at) / timedelta(days=1)
    fates = next(fates for least, fates in FATES if age >= least)
    fate = chance.choices([status for status, _ in fates], [weight for _, weight in fates])[0]
    return way_to(chance, fate, ordered_at, now=now)


def way_to(chance: Random, fate: OrderStatus, ordered_at: datetime, *, now: datetime) -> tuple[Step, ...]:
    """The steps to a status, each after the one before and none in the future."""
    way = WAYS[fate]
    spans = [AFTER_DAYS.get(status, CANCELLED_AFTER) for status in way]
    days = [chance.uniform(*span) for span in spans]
    age = (now - ordered_at) / timedelta(days=1)
    if days and days[-1] > age:
        days = [day * age * 0.95 / days[-1] for day in days]
    return tuple(Step(status, ordered_at + timedelta(days=day)) for status, day in zip(way, days, strict=True))


def own_drafts(chance: Random, now: datetime, products: Sequence[int], *, customer: int) -> list[Draft]:
    """A dozen orders of the customer who signs in to look around: one of each fate and more, oldest first."""
    fates = (
        (340, S.DELIVERED), (301, S.DELIVERED), (262, S.REFUNDED), (214, S.DELIVERED), (171, S.CANCELLED),
        (128, S.DELIVERED), (83, S.DELIVERED), (41, S.DELIVERED), (16, S.DELIVERED), (3, S.SHIPPED), (1.1, S.PAID),
        (0.1, S.PENDING),
    )  # fmt: skip
    made: list[Draft] = []
    for days, fate in fates:
        moment = now - timedelta(days=days, seconds=chance.randrange(3600))
        count = min(chance.choices(LINES, LINE_WEIGHTS)[0], len(products))
        lines = tuple((place, chance.choice((1, 1, 2))) for place in chance.sample(products, count))
        made.append(Draft(moment, customer, lines, way_to(chance, fate, moment, now=now)))
    return made
