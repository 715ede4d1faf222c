"""A customer's own figures: exactly their own orders, whoever else asks the same in the same moment."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core import clock
from app.core.actor import Actor, Role, Source, system_actor
from app.core.database import get_database
from app.core.errors import Forbidden, NotFound
from app.core.parsing import parse
from app.features.dashboard import service
from app.features.dashboard.schemas import BoughtFigure, StatsQuery
from app.features.orders import service as orders
from app.features.orders.schemas import OrderCreate, OrderItemCreate, OrderPatch
from app.models import OrderStatus
from tests.features.dashboard.goods import stock
from tests.features.dashboard.plain_sums import REVENUE, Plain, as_plain
from tests.support.cast import Person, join
from tests.support.databases import empty
from tests.support.engines import on_sqlite
from tests.support.process import forget_process, run_apart

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)
ZONES = ["UTC", "Europe/Berlin", "Pacific/Auckland", "America/New_York"]


@dataclass(frozen=True, slots=True)
class Placed:
    """An order of one of two customers, so long after or before the new year of 2026 in UTC."""

    after: timedelta
    customer: int
    product: int
    quantity: int
    status: OrderStatus | None


# Close around the new year, where zones differ about the year, or anywhere in two years.
afters = st.one_of(
    st.integers(-20 * 60, 20 * 60).map(lambda minutes: timedelta(minutes=minutes)),
    st.integers(-365 * 24, 160 * 24).map(lambda hours: timedelta(hours=hours)),
)
statuses = st.sampled_from([None, OrderStatus.PAID, OrderStatus.PAID, OrderStatus.CANCELLED])
lives = st.lists(
    st.builds(Placed, afters, st.integers(0, 1), st.integers(0, 2), st.integers(1, 4), statuses),
    min_size=1,
    max_size=15,
)


def year_of(year: int, tz: str = "UTC", **more: Any) -> StatsQuery:
    """A year as the home page asks for it."""
    asked = {"from": f"{year}-01-01", "to": f"{year + 1}-01-01", "tz": tz, "compare": "year", "grain": "month"}
    return parse(StatsQuery, asked | more)


async def place(person: Person, product: UUID, placed: Placed) -> None:
    items = (OrderItemCreate(product_id=product, quantity=placed.quantity),)
    with clock.frozen(NEW_YEAR + placed.after):
        order = (await orders.place_order(person.actor(), OrderCreate(items=items, ship_to="Here 1"))).order
        if placed.status:
            await orders.patch_order(system_actor(), order.id, version=1, patch=OrderPatch(status=placed.status))


async def sell(person: Person, *, price: int, at: datetime = NEW_YEAR + timedelta(days=9)) -> None:
    """A paid order of one piece."""
    product = await stock(f"{person.name}-{price}", price)
    await place(person, product, Placed(at - NEW_YEAR, 0, 0, 1, OrderStatus.PAID))


def bought_plainly(plain: Plain, start: datetime, end: datetime) -> set[BoughtFigure]:
    """Every product of the revenue's orders, by loops."""
    currency = plain.query.currency or "EUR"
    found: set[BoughtFigure] = set()
    counting = [order for order in plain.orders_of(start, end) if order.status in REVENUE]
    for product in plain.products.values():
        lines = [line for order in counting for line in plain.lines[order.id] if line.product_id == product.id]
        if lines:
            revenue = sum(line.line_total_amount for line in lines)
            found.add(
                BoughtFigure(
                    sku=product.sku,
                    name=product.name,
                    units=sum(line.quantity for line in lines),
                    orders=len({line.order_id for line in lines}),
                    revenue={"amount": revenue, "currency": currency},  # pyright: ignore[reportArgumentType]
                )
            )
    return found


async def assert_own(person: Person, query: StatsQuery, rows: Plain) -> None:
    plain = rows.asked(query.model_copy(update={"customer": (person.id,)}))
    found = await service.stats(person.actor(), query)
    assert as_plain(found) == plain.sums(found.from_, found.to)
    assert found.customers <= 1
    ends = [*(point.at for point in found.series[1:]), found.to]
    months = [(point.revenue.amount, point.orders) for point in found.series]
    sums = [plain.sums(point.at, end) for point, end in zip(found.series, ends, strict=True)]
    assert months == [(one.revenue, one.orders) for one in sums]
    assert len(months) == 12
    before = found.previous
    assert before is not None
    assert (before.revenue.amount, before.orders) == (
        plain.sums(before.from_, before.to).revenue,
        plain.sums(before.from_, before.to).orders,
    )
    bought = await service.bought_most(person.actor(), query, limit=50)
    assert set(bought) == bought_plainly(plain, found.from_, found.to)
    assert [one.units for one in bought] == sorted((one.units for one in bought), reverse=True)
    reach = {one.currency: (one.first, one.last) for one in await service.own_reach(person.actor())}
    own = [order for order in rows.orders if order.user_id == person.id and order.currency == query.currency]
    moments = [order.ordered_at for order in own]
    assert reach.get(query.currency or "") == ((min(moments), max(moments)) if moments else None)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lived=lives, tz=st.sampled_from(ZONES), year=st.sampled_from([2025, 2026]))
def test_a_customers_figures_are_the_plain_sums_over_their_own_orders(
    database_address: str, lived: list[Placed], tz: str, year: int
) -> None:
    async def work() -> None:
        database = get_database()
        try:
            await empty(database)
            people = [await join("Alice Adams"), await join("Bob Baker")]
            wanted = [("A", 250, "EUR", "Tea"), ("B", 1999, "EUR", "Cups"), ("C", 700, "USD", "Tea")]
            goods = [await stock(*one) for one in wanted]
            for placed in lived:
                await place(people[placed.customer], goods[placed.product], placed)
            rows = await Plain.read()
            with clock.frozen(NOW):
                for person in people:
                    for currency in ("EUR", "USD"):
                        await assert_own(person, year_of(year, tz, currency=currency), rows)
        finally:
            await database.dispose()

    forget_process()
    run_apart(work)


@pytest.mark.asyncio
async def test_two_customers_and_staff_who_ask_the_same_at_once_each_get_their_own(
    alice: Person, bob: Person, sam: Person
) -> None:
    await sell(alice, price=1001)
    await sell(bob, price=2002)
    query, since = year_of(2026), monotonic()
    people = (alice, bob, sam, alice, bob, sam)
    for moment in (since, since, None):
        found = await asyncio.gather(*(service.stats(one.actor(), query, since=moment) for one in people))
        assert [one.revenue.amount for one in found] == [1001, 2002, 3003] * 2
        assert [one.orders for one in found] == [1, 1, 2] * 2
        bought = await asyncio.gather(*(service.bought_most(one.actor(), query, since=moment) for one in people))
        assert [{one.revenue.amount for one in own} for own in bought] == [{1001}, {2002}, {1001, 2002}] * 2


@on_sqlite
@pytest.mark.asyncio
async def test_an_answer_kept_for_one_is_never_given_to_another(alice: Person, bob: Person, sam: Person) -> None:
    await sell(alice, price=1001)
    query, long_ago = year_of(2026), monotonic() - 60
    kept = await service.stats(alice.actor(), query, since=long_ago)
    of_staff = await service.stats(sam.actor(), query, since=long_ago)
    assert (kept.orders, of_staff.orders) == (1, 1)
    # Both may be of a minute ago: what is kept for others would do for Bob, if it were his.
    assert (await service.stats(bob.actor(), query, since=long_ago)).orders == 0
    assert await service.bought_most(bob.actor(), query, since=long_ago) == ()


@on_sqlite
@pytest.mark.asyncio
async def test_a_customer_who_names_another_is_told_that_there_is_none(alice: Person, bob: Person, sam: Person) -> None:
    await sell(bob, price=2002)
    his, nobodys = year_of(2026, customer=[bob.id]), year_of(2026, customer=[UUID(int=7)])
    theirs = year_of(2026, customer=[alice.id, bob.id])
    for ask in (service.stats, service.bought_most):
        said = set[str]()
        for query in (his, nobodys, theirs):
            with pytest.raises(NotFound) as refused:
                await ask(alice.actor(), query)
            said.add(refused.value.detail)
        assert len(said) == 1
    assert (await service.stats(bob.actor(), his)).orders == 1
    assert (await service.stats(sam.actor(), his)).orders == 1
    assert (await service.stats(sam.actor(), theirs)).orders == 1


@on_sqlite
@pytest.mark.asyncio
async def test_an_open_range_of_a_customer_begins_with_their_own_first_order(alice: Person, bob: Person) -> None:
    first = NEW_YEAR + timedelta(days=40)
    await sell(bob, price=2002, at=NEW_YEAR - timedelta(days=900))
    await sell(alice, price=1001, at=first)
    with clock.frozen(NOW):
        assert (await service.stats(alice.actor(), StatsQuery())).from_ == first


@on_sqlite
@pytest.mark.asyncio
async def test_who_has_no_account_has_no_orders_of_their_own(alice: Person) -> None:
    nobody = Actor(user_id=None, role=Role.CUSTOMER, source=Source.WEB)
    with pytest.raises(Forbidden):
        await service.stats(nobody, StatsQuery())
    assert await service.own_reach(system_actor()) == ()
    assert await service.own_reach(alice.actor()) == ()
