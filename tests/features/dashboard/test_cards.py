"""Categories, customers, hours of the week, cohorts and open orders: each is the plain sum over the rows."""

import random
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from app.core import clock
from app.core.actor import system_actor
from app.core.database import Database
from app.core.errors import Forbidden
from app.core.parsing import parse
from app.features.dashboard import service
from app.features.dashboard.schemas import StatsQuery
from app.features.orders import service as orders
from app.features.orders.schemas import OrderCreate, OrderItemCreate, OrderPatch
from app.models import Order, OrderStatus
from tests.features.dashboard.goods import stock
from tests.features.dashboard.plain_sums import REVENUE, Plain
from tests.support.cast import Person
from tests.support.engines import on_sqlite

pytestmark = pytest.mark.asyncio
BERLIN = ZoneInfo("Europe/Berlin")
FIRST, NOW = datetime(2025, 8, 1, tzinfo=UTC), datetime(2026, 5, 1, 9, 30, tzinfo=UTC)
RANGE = {"from": "2025-09-10T07:07:00Z", "to": "2026-04-20T11:11:00Z", "tz": "Europe/Berlin"}
START, END = (datetime.fromisoformat(RANGE[end]) for end in ("from", "to"))
FILTERS: list[dict[str, Any]] = [
    {},
    {"status": ["paid", "pending"]},
    {"category": ["Tea"]},
    {"product": ["B"], "status": ["paid"]},
]


async def busy_shop(people: list[Person]) -> None:
    """Orders over nine months, two of them in the hour that Berlin's clocks repeat, and some of the last days."""
    chance = random.Random(7)
    wanted = [("A", 250, "Tea"), ("B", 1999, "Cups"), ("C", 700, "Tea")]
    goods = [await stock(sku, price, category=category) for sku, price, category in wanted]
    moments = [FIRST + (NOW - FIRST) * chance.random() for _ in range(40)]
    moments += [datetime(2025, 10, 26, hour, 20, tzinfo=UTC) for hour in (0, 1)]
    moments += [NOW - timedelta(days=days, hours=1) for days in (0, 1, 2, 5, 9)]
    for at in moments:
        chosen = chance.sample(goods, chance.randint(1, 2))
        items = tuple(OrderItemCreate(product_id=product, quantity=chance.randint(1, 3)) for product in chosen)
        with clock.frozen(at):
            command = OrderCreate(items=items, ship_to="Here 1")
            placed = (await orders.place_order(chance.choice(people).actor(), command)).order
            status = chance.choice([OrderStatus.PAID, OrderStatus.CANCELLED, None])
            if status:
                await orders.patch_order(system_actor(), placed.id, version=1, patch=OrderPatch(status=status))


def month_of(order: Order) -> tuple[int, int]:
    local = order.ordered_at.astimezone(BERLIN)
    return (local.year, local.month)


def plain_cohorts(plain: Plain, start: datetime) -> dict[tuple[int, int], Counter[tuple[int, int]]]:
    """For each month of a first order, how many of those people ordered in each month."""
    every: defaultdict[UUID, list[Order]] = defaultdict(list)
    for order in sorted(plain.orders_of(FIRST, END), key=lambda order: order.ordered_at):
        every[order.user_id].append(order)
    found: defaultdict[tuple[int, int], Counter[tuple[int, int]]] = defaultdict(Counter)
    for theirs in every.values():
        if theirs[0].ordered_at >= start:
            found[month_of(theirs[0])].update({month_of(order) for order in theirs})
    return found


@pytest.mark.parametrize("filters", FILTERS, ids=str)
async def test_each_card_is_the_plain_sum_over_the_rows(
    alice: Person, bob: Person, sam: Person, filters: dict[str, Any]
) -> None:
    await busy_shop([alice, bob, sam])
    query = parse(StatsQuery, RANGE | filters)
    plain = await Plain.read(query)
    counting = [order for order in plain.orders_of(START, END) if order.status in REVENUE]

    categories = Counter[str]()
    for product_id, (_, revenue) in plain.by_product(START, END).items():
        categories[plain.products[product_id].category] += revenue
    found = await service.top_categories(sam.actor(), query)
    assert {one.category: one.revenue.amount for one in found} == categories

    spent = Counter[UUID]()
    for order in counting:
        spent[order.user_id] += order.total_amount
    people = await service.top_customers(sam.actor(), query)
    assert [(one.customer.id, one.revenue.amount) for one in people] == spent.most_common()
    assert sum(one.orders for one in people) == len(counting)

    week = Counter[tuple[int, int]]()
    for order in plain.orders_of(START, END):
        local = order.ordered_at.astimezone(BERLIN)
        week[local.weekday(), local.hour] += 1
    hours = await service.hours(sam.actor(), query)
    assert {(one.weekday, one.hour): one.orders for one in hours if one.orders} == week
    assert sum(one.revenue.amount for one in hours) == sum(order.total_amount for order in counting)

    wanted = plain_cohorts(plain, datetime(2025, 5, 1, tzinfo=BERLIN))
    cohorts = await service.cohorts(sam.actor(), query)
    months = [(one.month.year, one.month.month) for one in cohorts]
    # The twelve months up to the end of a range of eight.
    assert months == [(2025, month) for month in range(5, 13)] + [(2026, month) for month in (1, 2, 3, 4)]
    for place, one in enumerate(cohorts):
        month = months[place]
        assert one.customers == wanted[month][month]
        assert one.again == tuple(wanted[month][later] for later in months[place + 1 :])


@pytest.mark.parametrize("filters", FILTERS, ids=str)
async def test_open_orders_are_counted_by_age_and_the_oldest_come_first(
    alice: Person, bob: Person, sam: Person, filters: dict[str, Any]
) -> None:
    await busy_shop([alice, bob])
    query = parse(StatsQuery, {"from": "2026-04-30", **filters})
    with clock.frozen(NOW):
        found = await service.waiting(sam.actor(), query)
    plain = await Plain.read(query)
    waits = [one for one in plain.orders_of(FIRST, NOW) if one.status in {OrderStatus.PENDING, OrderStatus.PAID}]
    waits.sort(key=lambda order: order.ordered_at)
    assert [one.id for one in found.oldest] == [order.id for order in waits[:10]]
    assert [(age.days, age.until) for age in found.ages] == [(0, 1), (1, 2), (2, 3), (3, 7), (7, 14), (14, None)]
    for age in found.ages:
        until = timedelta(days=age.until or 4000)
        own = [one for one in waits if timedelta(days=age.days) < NOW - one.ordered_at <= until]
        assert (age.orders, age.amount.amount) == (len(own), sum(one.total_amount for one in own))


@on_sqlite
async def test_staff_see_names_and_masked_addresses(alice: Person, sam: Person, ada: Person) -> None:
    await busy_shop([alice])
    (for_staff,) = await service.top_customers(sam.actor(), StatsQuery())
    (for_admin,) = await service.top_customers(ada.actor(), StatsQuery())
    assert (for_staff.customer.name, for_admin.customer.email) == (alice.name, alice.email)
    assert "•" in for_staff.customer.email


@on_sqlite
async def test_other_statuses_than_open_ones_leave_nothing_that_waits(alice: Person, sam: Person) -> None:
    await busy_shop([alice])
    found = await service.waiting(sam.actor(), StatsQuery(status=(OrderStatus.CANCELLED,)))
    assert ([age.orders for age in found.ages], found.oldest) == ([0] * 6, ())


@on_sqlite
async def test_an_empty_shop_has_empty_cards(database: Database, sam: Person) -> None:
    assert await service.top_categories(sam.actor(), StatsQuery()) == ()
    assert await service.top_customers(sam.actor(), StatsQuery()) == ()
    assert {one.orders for one in await service.hours(sam.actor(), StatsQuery())} == {0}
    assert [one.customers for one in await service.cohorts(sam.actor(), StatsQuery())] == [0] * 12


@on_sqlite
async def test_customers_may_not_ask(alice: Person) -> None:
    for ask in (service.top_categories, service.top_customers, service.hours, service.cohorts, service.waiting):
        with pytest.raises(Forbidden):
            await ask(alice.actor(), StatsQuery())
