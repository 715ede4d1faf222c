"""Who may ask, what an empty shop answers, what is compared, and how questions are refused."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.core import clock
from app.core.actor import system_actor
from app.core.database import Database
from app.core.errors import Forbidden, Invalid
from app.core.parsing import parse
from app.features.dashboard import service
from app.features.dashboard.schemas import Grain, StatsQuery
from app.features.orders import service as orders
from app.features.orders.schemas import MoneyOut, OrderCreate, OrderItemCreate, OrderPatch
from tests.features.dashboard.goods import stock
from tests.support.cast import Person
from tests.support.engines import on_sqlite

pytestmark = pytest.mark.asyncio
DAY = {"from": "2026-05-13", "to": "2026-05-14"}
NOON = datetime(2026, 5, 13, 12, 7, 31, tzinfo=UTC)


async def sell(customer: Person, *, at: datetime, price: int = 1000, currency: str = "EUR", paid: bool = True) -> None:
    product = await stock(f"{at.timestamp()}-{price}", price, currency)
    command = OrderCreate(items=(OrderItemCreate(product_id=product, quantity=1),), ship_to="Here 1")
    with clock.frozen(at):
        order = (await orders.place_order(customer.actor(), command)).order
        if paid:
            await orders.patch_order(system_actor(), order.id, version=1, patch=OrderPatch(status="paid"))  # pyright: ignore[reportArgumentType]


@on_sqlite
async def test_customers_may_not_ask_about_the_shop(alice: Person, sam: Person) -> None:
    with pytest.raises(Forbidden):
        await service.top_products(alice.actor(), StatsQuery())
    with pytest.raises(Forbidden):
        await service.currencies(alice.actor())
    assert (await service.stats(sam.actor(), StatsQuery())).orders == 0


async def test_an_empty_shop_has_zeros_and_no_average(sam: Person) -> None:
    query = parse(StatsQuery, {"from": "2026-05-01", "to": "2026-05-08", "compare": "previous"})
    found = await service.stats(sam.actor(), query)
    assert (found.revenue, found.orders, found.customers) == (MoneyOut(amount=0, currency="EUR"), 0, 0)
    assert found.average_order_value is None
    assert set(found.by_status) == {"pending", "paid", "shipped", "delivered", "cancelled", "refunded"}
    assert [point.orders for point in found.series] == [0] * 7
    assert found.previous is not None
    assert not found.previous.is_whole


async def test_an_order_counts_at_once_and_as_revenue_once_it_is_paid(alice: Person, bob: Person, sam: Person) -> None:
    await sell(alice, at=NOON, price=1001)
    await sell(bob, at=NOON, price=2000)
    await sell(bob, at=NOON + timedelta(hours=1), price=500, paid=False)
    found = await service.stats(sam.actor(), parse(StatsQuery, {"from": "2026-05-13", "to": "2026-05-14"}))
    assert (found.revenue.amount, found.orders, found.customers) == (3001, 3, 2)
    assert found.average_order_value == MoneyOut(amount=1500, currency="EUR")
    assert (found.by_status["pending"].orders, found.by_status["pending"].amount.amount) == (1, 500)


@on_sqlite
async def test_what_was_asked_before_is_not_answered_from_memory_when_something_changed(
    alice: Person, sam: Person
) -> None:
    query = parse(StatsQuery, {"from": "2026-05-13", "to": "2026-05-14"})
    before = (await service.stats(sam.actor(), query)).orders
    await sell(alice, at=NOON)
    assert (before, (await service.stats(sam.actor(), query)).orders) == (0, 1)


@on_sqlite
async def test_the_end_of_a_range_is_not_in_it(alice: Person, sam: Person) -> None:
    await sell(alice, at=NOON)
    until = await service.stats(sam.actor(), parse(StatsQuery, {"from": "2026-05-13", "to": NOON.isoformat()}))
    since = await service.stats(sam.actor(), parse(StatsQuery, {"from": NOON.isoformat(), "to": "2026-05-14"}))
    assert (until.orders, since.orders) == (0, 1)


@on_sqlite
async def test_open_ends_take_in_every_order(alice: Person, sam: Person) -> None:
    for days in (-400, 0, 500):
        await sell(alice, at=NOON + timedelta(days=days))
    with clock.frozen(NOON):
        found = await service.stats(sam.actor(), StatsQuery(compare="previous"))
    assert (found.orders, found.grain, found.previous) == (3, Grain.MONTH, None)


@on_sqlite
async def test_a_day_under_way_is_compared_with_the_day_before_up_to_the_same_minute(
    alice: Person, sam: Person
) -> None:
    await sell(alice, at=NOON - timedelta(days=9))
    await sell(alice, at=NOON - timedelta(days=1, minutes=5))
    await sell(alice, at=NOON - timedelta(days=1) + timedelta(hours=1))
    await sell(alice, at=NOON)
    with clock.frozen(NOON + timedelta(minutes=1)):
        query = parse(StatsQuery, {"from": "2026-05-13", "to": "2026-05-14", "compare": "previous"})
        found = await service.stats(sam.actor(), query)
    assert found.previous is not None
    assert (found.orders, found.previous.orders, found.previous.is_whole) == (1, 1, True)
    assert found.previous.to == datetime(2026, 5, 12, 12, 8, tzinfo=UTC)


@on_sqlite
async def test_a_day_is_compared_with_the_same_day_a_year_before(alice: Person, bob: Person, sam: Person) -> None:
    await sell(alice, at=NOON.replace(year=2025), price=700)
    await sell(bob, at=NOON, price=1000)
    query = parse(StatsQuery, {"from": "2026-05-13", "to": "2026-05-14", "compare": "year"})
    found = await service.stats(sam.actor(), query)
    assert found.previous is not None
    assert (found.previous.revenue.amount, found.previous.from_.date().isoformat()) == (700, "2025-05-13")


@on_sqlite
async def test_who_bought_before_is_not_new(alice: Person, bob: Person, sam: Person) -> None:
    await sell(alice, at=NOON - timedelta(days=9))
    await sell(alice, at=NOON)
    await sell(bob, at=NOON, price=500)
    found = await service.stats(sam.actor(), parse(StatsQuery, {"from": "2026-05-13", "to": "2026-05-14"}))
    assert (found.customers, found.new_customers) == (2, 1)


@on_sqlite
async def test_one_currency_at_a_time(alice: Person, sam: Person) -> None:
    await sell(alice, at=NOON, price=1000)
    await sell(alice, at=NOON, price=700, currency="USD")
    await sell(alice, at=NOON, price=900, currency="CHF")
    found = await service.stats(sam.actor(), StatsQuery(currency="USD"))
    assert found.revenue == MoneyOut(amount=700, currency="USD")
    assert await service.currencies(sam.actor()) == ("EUR", "CHF", "USD")


@on_sqlite
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"from": "yesterday"}, "from"),
        ({"to": "2026-02-30"}, "to"),
        ({"from": "2026-05-02", "to": "2026-05-01"}, "to"),
        ({"tz": "Mars/Olympus"}, "tz"),
        ({"tz": "\x00"}, "tz"),
        ({"currency": "eur"}, "currency"),
        ({"compare": "yes"}, "compare"),
        ({"compare": "custom"}, "compare_from"),
        ({"compare": "custom", "compare_from": "2026-01-01"}, "compare_to"),
        ({"compare": "custom", "compare_from": "2026-01-02", "compare_to": "2026-01-01"}, "compare_to"),
        ({"grain": "minute"}, "grain"),
        ({"from": "2026-01-01", "to": "2026-03-01", "grain": "hour"}, "grain"),
        ({"from": "1971-01-01", "to": "9000-01-01", "grain": "day"}, "grain"),
        (
            {**DAY, "grain": "hour", "compare": "custom", "compare_from": "1971-01-01", "compare_to": "2025-01-01"},
            "grain",
        ),
        ({**DAY, "compare": "custom", "compare_from": "1971-01-01", "compare_to": "2025-01-01"}, "compare_to"),
        ({"customer": ["alice"]}, "0"),
        ({"customer": [str(UUID(int=n)) for n in range(101)]}, "customer"),
        ({"channel": ["\x00"]}, "0"),
        ({"status": "paid,lost"}, "1"),
    ],
)
async def test_a_wrong_question_is_refused_by_the_name_of_the_field(
    sam: Person, query: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await service.stats(sam.actor(), parse(StatsQuery, query))
    assert [error.field for error in refused.value.errors] == [field]


@on_sqlite
async def test_a_series_has_the_grain_that_was_chosen(alice: Person, sam: Person) -> None:
    await sell(alice, at=NOON)
    query = parse(StatsQuery, {"from": "2026-05-01", "to": "2026-06-01", "tz": "Europe/Berlin", "grain": "hour"})
    found = await service.stats(sam.actor(), query)
    assert (found.grain, len(found.series)) == (Grain.HOUR, 31 * 24)
    assert [point.at.isoformat() for point in found.series if point.orders] == ["2026-05-13T14:00:00+02:00"]


@on_sqlite
async def test_who_bought_something_else_before_is_not_new_to_a_filter(alice: Person, sam: Person) -> None:
    await sell(alice, at=NOON - timedelta(days=9))
    await sell(alice, at=NOON, price=500)
    found = await service.stats(sam.actor(), parse(StatsQuery, {**DAY, "product": [f"{NOON.timestamp()}-500"]}))
    assert (found.orders, found.customers, found.new_customers) == (1, 1, 0)


@on_sqlite
async def test_the_longest_range_that_can_be_written_is_answered(database: Database, sam: Person) -> None:
    found = await service.stats(sam.actor(), parse(StatsQuery, {"from": "1970-01-01", "to": "9000-01-01"}))
    assert (found.grain, found.orders) == (Grain.YEAR, 0)
