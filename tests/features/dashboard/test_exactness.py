"""Whatever happens to orders, every figure is the plain sum over the rows: before folding and after it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from app.core import clock
from app.core.actor import Role, system_actor
from app.core.database import Database, get_database
from app.core.paging import GridQuery
from app.core.parsing import parse
from app.features.dashboard import service
from app.features.dashboard.rules import Span
from app.features.dashboard.schemas import Grain, StatsQuery
from app.features.dashboard.segments import segment_of
from app.features.orders import reading
from app.features.orders import service as orders
from app.features.orders.rules import TRANSITIONS
from app.features.orders.schemas import OrderCreate, OrderItemCreate, OrderPatch
from app.models import OrderRollup
from tests.features.dashboard.goods import stock
from tests.features.dashboard.plain_sums import Plain, as_plain, products_as_plain
from tests.support.cast import Person, join
from tests.support.databases import empty
from tests.support.process import forget_process, run_apart

MONDAY = datetime(2026, 3, 23, tzinfo=UTC)  # the week in which Berlin's clocks change
ZONES = ["UTC", "Europe/Berlin", "Asia/Kathmandu", "America/New_York"]
AWAY = timedelta(days=8)
minutes = st.integers(min_value=0, max_value=int(AWAY.total_seconds()) * 1000).map(lambda n: timedelta(milliseconds=n))


@dataclass(frozen=True, slots=True)
class Place:
    """An order comes in, by phone where staff take it; of two products where the next one has the same currency."""

    after: timedelta
    customer: int
    product: int
    quantity: int
    by_phone: bool = False
    beside: int = 0


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
places = st.builds(Place, minutes, numbers, numbers, st.integers(1, 4), st.booleans(), numbers)
happenings = st.lists(
    st.one_of(places, places, st.builds(Move, numbers, numbers), st.builds(Note, numbers), st.just(Fold())),
    min_size=1,
    max_size=25,
)


@dataclass(frozen=True, slots=True)
class Ask:
    """A range, who looks at it, by which grain, and the filters by their names in a query; `customer` by its number."""

    ends: tuple[timedelta, timedelta]
    tz: str
    grain: Grain | None
    filters: Mapping[str, Any]
    customer: int | None

    @property
    def span(self) -> Span:
        first, last = sorted(self.ends)
        return Span(MONDAY + first, MONDAY + last)


filters = st.fixed_dictionaries(
    {},
    optional={
        "status": st.lists(st.sampled_from(["pending", "paid", "shipped", "cancelled"]), max_size=3),
        "channel": st.lists(st.sampled_from(["web", "phone", "till"]), max_size=2),
        "category": st.lists(st.sampled_from(["Tea", "Cups"]), max_size=2),
        "product": st.lists(st.sampled_from(["A", "B", "C", "none"]), max_size=2),
    },
)
asks_of = st.builds(
    Ask,
    st.tuples(minutes, minutes),
    st.sampled_from(ZONES),
    st.sampled_from([None, None, *Grain]),
    filters,
    st.sampled_from([None, None, 0, 1]),
)


class Shop:
    """Two customers, three products (one of them in dollars), and what happens."""

    def __init__(self, people: Sequence[Person], products: Sequence[UUID], *, staff: Person) -> None:
        self.people = people
        self.staff = staff
        self.products = products
        self.orders: list[UUID] = []

    @classmethod
    async def open(cls) -> "Shop":
        people = [await join("Alice Adams"), await join("Bob Baker")]
        wanted = [("A", 250, "EUR", "Tea"), ("B", 1999, "EUR", "Cups"), ("C", 700, "USD", "Tea")]
        goods = [await stock(*product) for product in wanted]
        return cls(people, goods, staff=await join("Sam Stone", role=Role.STAFF))

    async def happen(self, event: Event) -> None:
        if isinstance(event, Fold):
            await service.fold_rollups()
        elif isinstance(event, Place):
            await self._place(event)
        elif self.orders:
            await self._change(event)

    async def _place(self, event: Place) -> None:
        first, second = (self.products[number % len(self.products)] for number in (event.product, event.beside))
        dollars = self.products[-1]
        wanted = {first, second} if dollars not in {first, second} else {first}
        items = tuple(OrderItemCreate(product_id=product, quantity=event.quantity) for product in sorted(wanted))
        customer = self.people[event.customer % len(self.people)]
        actor, by = (self.staff.actor(), customer.id) if event.by_phone else (customer.actor(), None)
        with clock.frozen(MONDAY + event.after):
            placed = await orders.place_order(actor, OrderCreate(items=items, ship_to="Here 1", user_id=by))
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


def asked(ask: Ask, shop: Shop, currency: str) -> StatsQuery:
    given: dict[str, object] = {"from": ask.span.start.isoformat(), "to": ask.span.end.isoformat(), **ask.filters}
    if ask.customer is not None:
        given["customer"] = shop.people[ask.customer].id
    shown = {"tz": ask.tz, "currency": currency, "compare": "previous", "grain": ask.grain}
    return parse(StatsQuery, given | shown)


async def assert_exact(ask: Ask, shop: Shop, rows: Plain) -> None:
    start, end = ask.span.start, ask.span.end
    for currency in ("EUR", "USD"):
        query = asked(ask, shop, currency)
        plain = rows.asked(query)
        found = await service.stats(system_actor(), query)
        assert as_plain(found) == plain.sums(start, end)
        ends = [point.at for point in found.series[1:]] + [end]
        for point, until in zip(found.series, ends, strict=bool(found.series)):
            sums = plain.sums(point.at, until)
            assert (point.revenue.amount, point.orders) == (sums.revenue, sums.orders)
        assert found.grain is ask.grain or ask.grain is None
        assert found.previous is not None
        figures, before = found.previous, plain.sums(found.previous.from_, found.previous.to)
        assert (figures.revenue.amount, figures.orders, figures.customers, figures.new_customers, figures.units) == (
            before.revenue,
            before.orders,
            before.customers,
            before.new_customers,
            before.units,
        )
        assert sum(point.revenue.amount for point in figures.series) == before.revenue
        products = await service.top_products(system_actor(), query, limit=50)
        assert products_as_plain(products) == plain.by_product(start, end)
        await assert_the_grid_agrees(
            query, ask.span, sum(amount for _, amount in plain.sums(start, end).by_status.values())
        )


async def assert_the_grid_agrees(query: StatsQuery, span: Span, amount: int) -> None:
    currency = query.currency or ""
    shown = GridQuery(filters=segment_of(query, span=span, currency=currency).filters)
    sums = await reading.sums(system_actor(), shown)
    assert sum(money.amount for money in sums["total"] if money.currency == currency) == amount


async def live_through(events: Sequence[Event], asks: Sequence[Ask]) -> None:
    shop = await Shop.open()
    for event in events:
        await shop.happen(event)
    rows = await Plain.read()
    for ask in asks:
        await assert_exact(ask, shop, rows)
    await service.fold_rollups()
    for ask in asks:
        await assert_exact(ask, shop, rows)
    everything = await service.stats(system_actor(), StatsQuery(currency="EUR"))
    assert everything.orders == len(rows.all_of(MONDAY, MONDAY + AWAY * 2))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=happenings, asks=st.lists(asks_of, min_size=1, max_size=4))
def test_every_figure_is_the_plain_sum_over_the_rows(
    database_address: str, events: list[Event], asks: list[Ask]
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
    hour = Ask((timedelta(), timedelta(hours=1)), "UTC", grain=None, filters={}, customer=None)
    await assert_exact(hour, shop, await Plain.read())
    async with database.reading() as session:
        rows = (await session.scalars(select(OrderRollup))).all()
    assert len(rows) == len({(row.bucket, row.status) for row in rows}) == 3
    assert fewer == 37
