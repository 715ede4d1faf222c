"""Whatever happens to orders, every figure is the plain sum over the rows: before folding and after it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice, product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from app.core import clock
from app.core.actor import system_actor
from app.core.database import Database, get_database
from app.core.paging import GridQuery
from app.core.parsing import parse
from app.features.dashboard import segment_repository, service, sums_repository
from app.features.dashboard.rules import Span
from app.features.dashboard.schemas import Figures, Grain, PeoplePoint, StatsQuery
from app.features.dashboard.segments import segment_of
from app.features.grids import narrowing_repository
from app.features.orders import reading
from app.features.orders.schemas import MoneyOut
from app.models import OrderRollup
from tests.features.dashboard.happenings import LATER, MONDAY, Event, Import, Move, Place, Shop, happenings, minutes
from tests.features.dashboard.plain_sums import REVENUE, Plain, as_plain, products_as_plain
from tests.support.databases import empty
from tests.support.process import forget_process, run_apart
from tests.support.rollups import assert_rollups_are_exact

MOST = 20
ZONES = ["UTC", "Europe/Berlin", "Asia/Kathmandu", "America/New_York"]


@dataclass(frozen=True, slots=True)
class Ask:
    """A range, who looks at it, by which grain, and the filters by their names in a query; `customers` by number."""

    ends: tuple[timedelta, timedelta]
    tz: str
    grain: Grain | None
    filters: Mapping[str, Any]
    customers: Sequence[int] = ()

    @property
    def span(self) -> Span:
        first, last = sorted(self.ends)
        return Span(MONDAY + first, MONDAY + last)

    @property
    def fitting(self) -> Grain | None:
        """The grain, but none where a series of so many hours would be refused."""
        is_too_long = self.span.end - self.span.start > timedelta(days=30)
        return None if self.grain is Grain.HOUR and is_too_long else self.grain


hours_of_week = st.builds("{}-{}".format, st.integers(0, 6), st.integers(0, 23))
filters = st.fixed_dictionaries(
    {},
    optional={
        "status": st.lists(st.sampled_from(["pending", "paid", "shipped", "cancelled"]), max_size=3),
        "channel": st.lists(st.sampled_from(["web", "phone", "import", "till"]), max_size=2),
        "category": st.lists(st.sampled_from(["Tea", "Cups", ""]), max_size=2),
        "product": st.lists(st.sampled_from(["A", "B", "C", "none"]), max_size=2),
        "hours": st.lists(hours_of_week, min_size=1, max_size=60),
    },
)
asks_of = st.builds(
    Ask,
    st.tuples(minutes, minutes),
    st.sampled_from(ZONES),
    st.sampled_from([None, None, *Grain]),
    filters,
    st.sampled_from([(), (), (0,), (1,), (0, 2), (2, 1), (0, 1, 2)]),
)


def asked(ask: Ask, shop: Shop, currency: str) -> StatsQuery:
    given: dict[str, object] = {"from": ask.span.start.isoformat(), "to": ask.span.end.isoformat(), **ask.filters}
    given["customer"] = [shop.people[number].id for number in ask.customers]
    shown = {"tz": ask.tz, "currency": currency, "compare": "previous", "grain": ask.fitting}
    return parse(StatsQuery, given | shown)


async def assert_exact(ask: Ask, shop: Shop, rows: Plain) -> None:
    start, end = ask.span.start, ask.span.end
    for currency in ("EUR", "USD"):
        query = asked(ask, shop, currency)
        plain = rows.asked(query)
        found = await service.stats(system_actor(), query)
        assert as_plain(found) == plain.sums(start, end)
        ends = [point.at for point in found.series[1:]] + [end]
        people = await service.people_course(system_actor(), query)
        assert [point.at for point in people.points] == [point.at for point in found.series]
        for point, came, until in zip(found.series, people.points, ends, strict=False):
            sums = plain.sums(point.at, until)
            assert (point.revenue.amount, point.orders) == (sums.revenue, sums.orders)
            assert (point.units, point.refunded, point.cancelled) == (sums.units, sums.refunded, sums.cancelled)
            counting = sum(sums.by_status[status][0] for status in REVENUE)
            assert point.revenue_orders == counting
            assert (came.customers, came.new_customers) == (sums.customers, sums.new_customers)
        assert found.grain is ask.fitting or ask.fitting is None
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
        assert_people_are_exact(people.before, figures, plain)
        by_status = {name: (one.orders, one.amount.amount) for name, one in figures.by_status.items()}
        assert by_status == before.by_status
        await assert_goods_are_exact(query, plain, ask.span, former=Span(figures.from_, figures.to))
        week = await service.hours(system_actor(), query)
        assert {(one.weekday, one.hour): one.orders for one in week if one.orders} == plain.by_hour(start, end)
        assert sum(one.revenue.amount for one in week) == plain.sums(start, end).revenue
        then = {(one.weekday, one.hour): one.orders_before for one in week if one.orders_before}
        assert then == plain.by_hour(figures.from_, figures.to)
        await assert_the_grid_agrees(
            query, ask.span, sum(amount for _, amount in plain.sums(start, end).by_status.values())
        )


async def assert_goods_are_exact(query: StatsQuery, plain: Plain, span: Span, *, former: Span) -> None:
    wanted, before = plain.by_product(span.start, span.end), plain.by_product(former.start, former.end)
    products = await service.top_products(system_actor(), query, limit=50)
    assert products_as_plain(products) == wanted
    assert [amount_of(one.revenue_before) for one in products] == [
        before.get(one.product_id, (0, 0))[1] for one in products
    ]
    categories = await service.top_categories(system_actor(), query, limit=50)
    assert {one.category: one.revenue.amount for one in categories} == plain.by_category(span.start, span.end)
    categories_before = plain.by_category(former.start, former.end)
    assert [amount_of(one.revenue_before) for one in categories] == [
        categories_before[one.category] for one in categories
    ]
    people = await service.top_customers(system_actor(), query, limit=50)
    assert {one.customer.id: one.revenue.amount for one in people} == plain.by_customer(span.start, span.end)
    people_before = plain.by_customer(former.start, former.end)
    assert [amount_of(one.revenue_before) for one in people] == [people_before[one.customer.id] for one in people]


def assert_people_are_exact(points: Sequence[PeoplePoint], figures: Figures, plain: Plain) -> None:
    """At most some of the points of the period compared with, which are counted as those of the range are."""
    assert [point.at for point in points] == [point.at for point in figures.series]
    ends = [*(point.at for point in points[1:]), figures.to]
    for point, until in islice(zip(points, ends, strict=False), MOST):
        sums = plain.sums(point.at, until)
        assert (point.customers, point.new_customers) == (sums.customers, sums.new_customers)


def amount_of(money: MoneyOut | None) -> int | None:
    return None if money is None else money.amount


async def assert_the_grid_agrees(query: StatsQuery, span: Span, amount: int) -> None:
    currency = query.currency or ""
    shown = GridQuery(filters=segment_of(query, span=span, currency=currency).filters)
    sums = await reading.sums(system_actor(), shown)
    assert sum(money.amount for money in sums["total"] if money.currency == currency) == amount


async def live_through(events: Sequence[Event], asks: Sequence[Ask], at: timedelta) -> None:
    """What happens, and what is asked meanwhile `at` a moment to which some of it lies in the past."""
    with TemporaryDirectory() as folder:
        shop = await Shop.open(Path(folder))
        for number, event in enumerate(events, 1):
            await shop.happen(event)
            if number % (len(events) // 2) == 0:
                with clock.frozen(MONDAY + at):
                    await assert_exact(asks[0], shop, await Plain.read())
    await assert_rollups_are_exact()
    rows = await Plain.read()
    for ask in asks:
        await assert_exact(ask, shop, rows)
    await service.fold_rollups()
    await assert_rollups_are_exact()
    for ask in asks:
        await assert_exact(ask, shop, rows)
    everything = await service.stats(system_actor(), StatsQuery(currency="EUR"))
    assert everything.orders == len(rows.all_of(MONDAY, LATER))


# Ten shops with all that happens in them are a quarter of a minute on a quiet machine, and minutes on a busy one.
@pytest.mark.timeout(900)
# What fails is told as it happened: to shrink it takes longer than a test may.
@settings(
    max_examples=10,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(events=happenings, asks=st.lists(asks_of, min_size=1, max_size=3), at=minutes)
def test_every_figure_is_the_plain_sum_over_the_rows(
    database_address: str, events: list[Event], asks: list[Ask], at: timedelta
) -> None:
    async def work() -> None:
        database = get_database()
        try:
            await empty(database)
            await live_through(events, asks, at)
        finally:
            await database.dispose()

    forget_process()
    run_apart(work)


@pytest.mark.asyncio
async def test_folding_while_orders_come_in_loses_none(database: Database, tmp_path: Path) -> None:
    shop = await Shop.open(tmp_path)
    same_hour = [Place(timedelta(minutes=n % 40), n, 0, 1) for n in range(40)]

    async def fold() -> int:
        fewer = 0
        for _ in range(10):
            fewer += sum(await asyncio.gather(service.fold_rollups(), service.fold_rollups()))
            await asyncio.sleep(0)
        return fewer

    _, fewer = await asyncio.gather(asyncio.gather(*(shop.happen(event) for event in same_hour)), fold())
    fewer += await service.fold_rollups()
    hour = Ask((timedelta(), timedelta(hours=1)), "UTC", grain=None, filters={})
    await assert_exact(hour, shop, await Plain.read())
    async with database.reading() as session:
        rows = (await session.scalars(select(OrderRollup))).all()
    assert len(rows) == len({(row.bucket, row.status) for row in rows}) == 3
    await assert_rollups_are_exact()
    # 40 rows became three quarter hours, one hour and one day.
    assert fewer == 3 * 40 - 5


@pytest.mark.asyncio
async def test_goods_in_most_orders_of_a_large_shop_are_exact_too(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del database
    monkeypatch.setattr(narrowing_repository, "FEW", 0)
    monkeypatch.setattr(segment_repository, "WIDE", 0)
    monkeypatch.setattr(sums_repository, "FEW", 0)
    shop = await Shop.open(tmp_path)
    for n, sold in enumerate((0, 0, 1, 0, 2, 0, 1, 0, 2, 0, 0, 1)):
        beside = 1 if n % 4 == 1 else sold
        await shop.happen(Place(timedelta(hours=11 * n, minutes=7 * n), n, sold, 1 + n % 3, n % 3 == 0, beside))
    for event in (
        Import(timedelta(days=1), 0, (2, 0)),
        *(Move(order, 1) for order in range(11)),
        Move(4, 0),
        Move(6, 1),
    ):
        await shop.happen(event)
    goods: list[dict[str, Any]] = [{"category": ["Tea"]}, {"product": ["A"]}, {"category": ["Tea"], "product": ["A"]}]
    others: list[dict[str, Any]] = [{}, {"status": ["paid", "shipped"]}, {"channel": ["web", "import"]}]
    days = (timedelta(), timedelta(days=30)), (timedelta(hours=30, minutes=3), timedelta(days=4, minutes=50))
    rows = await Plain.read()
    without = rows.asked(parse(StatsQuery, {"category": ["Cups"], "status": list(REVENUE)}))
    assert any(all(line.sku == "B" for line in rows.lines[order.id]) for order in without.orders_of(MONDAY, LATER))
    for ends, one, other in product(days, goods, others):
        await assert_exact(Ask(ends, "Europe/Berlin", None, one | other), shop, rows)
    for ends, one, customers in product(days, [{}, *goods], ((0,), (2, 0))):
        await assert_exact(Ask(ends, "Europe/Berlin", None, one, customers), shop, rows)
