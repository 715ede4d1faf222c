"""Whatever happens to orders, every figure is the plain sum over the rows: before folding and after it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeAlias
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from app.core import clock
from app.core.actor import system_actor
from app.core.database import Database, get_database
from app.core.parsing import parse
from app.features.dashboard import service
from app.features.dashboard.schemas import StatsQuery
from app.features.orders import service as orders
from app.features.orders.rules import TRANSITIONS
from app.features.orders.schemas import OrderCreate, OrderItemCreate, OrderPatch
from app.models import OrderRollup
from tests.features.dashboard.goods import stock
from tests.features.dashboard.plain_sums import as_plain, orders_of, plain_products, plain_sums, products_as_plain
from tests.support.cast import Person, join
from tests.support.databases import empty
from tests.support.process import forget_process, run_apart

MONDAY = datetime(2026, 3, 23, tzinfo=UTC)  # the week in which Berlin's clocks change
ZONES = ["UTC", "Europe/Berlin", "Asia/Kathmandu", "America/New_York"]
AWAY = timedelta(days=8)
minutes = st.integers(min_value=0, max_value=int(AWAY.total_seconds()) * 1000).map(lambda n: timedelta(milliseconds=n))


@dataclass(frozen=True, slots=True)
class Place:
    """An order comes in."""

    after: timedelta
    customer: int
    product: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Move:
    """The order number `order` (of those there are) goes one of the ways its status allows."""

    order: int
    way: int


@dataclass(frozen=True, slots=True)
class Note:
    """Something about an order changes that no figure is made of."""

    order: int


@dataclass(frozen=True, slots=True)
class Fold:
    """The job runs in between."""


Event: TypeAlias = Place | Move | Note | Fold
numbers = st.integers(0, 50)
places = st.builds(Place, minutes, numbers, numbers, st.integers(1, 4))
happenings = st.lists(
    st.one_of(places, places, st.builds(Move, numbers, numbers), st.builds(Note, numbers), st.just(Fold())),
    min_size=1,
    max_size=25,
)
ranges = st.lists(st.tuples(minutes, minutes, st.sampled_from(ZONES)), min_size=1, max_size=4)


class Shop:
    """Two customers, three products (one of them in dollars), and what happens."""

    def __init__(self, people: Sequence[Person], products: Sequence[UUID]) -> None:
        self.people = people
        self.products = products
        self.orders: list[UUID] = []

    @classmethod
    async def open(cls) -> "Shop":
        people = [await join("Alice Adams"), await join("Bob Baker")]
        wanted = [("A", 250, "EUR"), ("B", 1999, "EUR"), ("C", 700, "USD")]
        return cls(people, [await stock(*product) for product in wanted])

    async def happen(self, event: Event) -> None:
        if isinstance(event, Fold):
            await service.fold_rollups()
        elif isinstance(event, Place):
            await self._place(event)
        elif self.orders:
            await self._change(event)

    async def _place(self, event: Place) -> None:
        product = self.products[event.product % len(self.products)]
        command = OrderCreate(items=(OrderItemCreate(product_id=product, quantity=event.quantity),), ship_to="Here 1")
        customer = self.people[event.customer % len(self.people)]
        with clock.frozen(MONDAY + event.after):
            placed = await orders.place_order(customer.actor(), command)
        self.orders.append(placed.order.id)

    async def _change(self, event: Move | Note) -> None:
        order = await orders.get_order(system_actor(), self.orders[event.order % len(self.orders)])
        ways = sorted(TRANSITIONS[order.status])
        if isinstance(event, Note):
            patch = OrderPatch(note="Ring twice")
        elif ways:
            patch = OrderPatch(status=ways[event.way % len(ways)])
        else:
            return
        await orders.patch_order(system_actor(), order.id, version=order.version, patch=patch)


def asked(start: datetime, end: datetime, *, tz: str = "UTC", currency: str = "EUR") -> StatsQuery:
    ends = {"from": start.isoformat(), "to": end.isoformat()}
    return parse(StatsQuery, {**ends, "tz": tz, "currency": currency, "compare": "previous"})


async def assert_exact(start: datetime, end: datetime, tz: str) -> None:
    for currency in ("EUR", "USD"):
        query = asked(start, end, tz=tz, currency=currency)
        found = await service.stats(system_actor(), query)
        assert as_plain(found) == await plain_sums(start, end, currency)
        assert sum(point.revenue.amount for point in found.series) == found.revenue.amount
        assert sum(point.orders for point in found.series) == found.orders
        ends = [point.at for point in found.series[1:]] + [end]
        for point, until in zip(found.series, ends, strict=False):
            plain = await plain_sums(point.at, until, currency)
            assert (point.revenue.amount, point.orders) == (plain.revenue, plain.orders)
        assert found.previous is not None
        before = await plain_sums(found.previous.from_, found.previous.to, currency)
        figures = found.previous
        assert (figures.revenue.amount, figures.orders, figures.customers, figures.new_customers, figures.units) == (
            before.revenue,
            before.orders,
            before.customers,
            before.new_customers,
            before.units,
        )
        assert sum(point.revenue.amount for point in figures.series) == before.revenue
        products = await service.top_products(system_actor(), query, limit=50)
        assert products_as_plain(products) == await plain_products(start, end, currency)


async def live_through(events: Sequence[Event], asks: Sequence[tuple[timedelta, timedelta, str]]) -> None:
    shop = await Shop.open()
    for event in events:
        await shop.happen(event)
    spans = [(MONDAY + min(a, b), MONDAY + max(a, b), tz) for a, b, tz in asks]
    for start, end, tz in spans:
        await assert_exact(start, end, tz)
    await service.fold_rollups()
    for start, end, tz in spans:
        await assert_exact(start, end, tz)
    everything = await service.stats(system_actor(), StatsQuery(currency="EUR"))
    assert everything.orders == len(await orders_of(MONDAY, MONDAY + AWAY * 2, "EUR"))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=happenings, asks=ranges)
def test_every_figure_is_the_plain_sum_over_the_rows(
    database_address: str, events: list[Event], asks: list[tuple[timedelta, timedelta, str]]
) -> None:
    async def work() -> None:
        database = get_database()
        try:
            await empty(database)
            await live_through(events, asks)
        finally:
            await database.dispose()

    forget_process()
    run_apart(work)


@pytest.mark.asyncio
async def test_folding_while_orders_come_in_loses_none(database: Database) -> None:
    shop = await Shop.open()
    same_hour = [Place(timedelta(minutes=n % 40), n, 0, 1) for n in range(40)]

    async def fold() -> int:
        fewer = 0
        for _ in range(10):
            fewer += sum(await asyncio.gather(service.fold_rollups(), service.fold_rollups()))
            await asyncio.sleep(0)
        return fewer

    _, fewer = await asyncio.gather(asyncio.gather(*(shop.happen(event) for event in same_hour)), fold())
    fewer += await service.fold_rollups()
    await assert_exact(MONDAY, MONDAY + timedelta(hours=1), "UTC")
    async with database.reading() as session:
        rows = (await session.scalars(select(OrderRollup))).all()
    assert len(rows) == len({(row.bucket, row.status) for row in rows}) == 3
    assert fewer == 37
