"""Categories, customers, hours of the week, cohorts and open orders: each is the plain sum over the rows."""

import random
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from time import monotonic
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
    # The first and the last of three people.
    {"customer": [0, 2]},
]


def query_of(filters: dict[str, Any], *people: Person) -> StatsQuery:
    """The question with filters in which customers stand by number."""
    return parse(StatsQuery, filters | {"customer": [people[number].id for number in filters.get("customer", ())]})


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
    query = query_of(RANGE | filters, alice, bob, sam)
    plain = await Plain.read(query)
    counting = [order for order in plain.orders_of(START, END) if order.status in REVENUE]

    found = await service.top_categories(sam.actor(), query)
    assert {one.category: one.revenue.amount for one in found} == plain.by_category(START, END)

    people = await service.top_customers(sam.actor(), query)
    assert [(one.customer.id, one.revenue.amount) for one in people] == plain.by_customer(START, END).most_common()
    assert sum(one.orders for one in people) == len(counting)

    hours = await service.hours(sam.actor(), query)
    assert {(one.weekday, one.hour): one.orders for one in hours if one.orders} == plain.by_hour(START, END)
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
async def test_lines_and_hours_are_compared_with_the_same_lines_up_to_the_same_moment(
    alice: Person, bob: Person, sam: Person, filters: dict[str, Any]
) -> None:
    await busy_shop([alice, bob, sam])
    days = {"from": "2026-03-01", "to": "2026-06-01", "tz": "Europe/Berlin"}
    query = query_of(days | filters, alice, bob, sam)
    query = query.model_copy(update={"compare": "previous"})
    plain, me = await Plain.read(query), sam.actor()
    with clock.frozen(NOW):
        products, categories = await service.top_products(me, query), await service.top_categories(me, query)
        people, hours = await service.top_customers(me, query), await service.hours(me, query)
    # 92 days before the range began, and before the present.
    start, end = datetime(2025, 11, 29, tzinfo=BERLIN), datetime(2026, 1, 29, 11, 30, tzinfo=BERLIN)
    assert plain.orders_of(start, end)
    goods, sold, spent = plain.by_product(start, end), plain.by_category(start, end), plain.by_customer(start, end)
    expected = [goods.get(one.product_id, (0, 0))[1] for one in products]
    expected += [sold[one.category] for one in categories] + [spent[one.customer.id] for one in people]
    before = [one.revenue_before for one in (*products, *categories, *people)]
    assert [money.amount for money in before if money] == expected
    week = plain.by_hour(start, end)
    assert [one.orders_before for one in hours] == [week[one.weekday, one.hour] for one in hours]


@pytest.mark.parametrize("filters", FILTERS, ids=str)
async def test_people_are_counted_at_each_point_as_if_it_were_the_range(
    alice: Person, bob: Person, sam: Person, filters: dict[str, Any]
) -> None:
    await busy_shop([alice, bob, sam])
    days = {"from": "2025-08-01", "to": "2026-05-01", "tz": "Europe/Berlin", "grain": "week"}
    query = query_of(days | filters, alice, bob, sam)
    plain, found = await Plain.read(query), await service.stats(sam.actor(), query)
    course = await service.people_course(sam.actor(), query)
    assert [point.at for point in course.points] == [point.at for point in found.series]
    ends = [*(point.at for point in course.points[1:]), found.to]
    wanted = [plain.sums(point.at, until) for point, until in zip(course.points, ends, strict=True)]
    assert [point.customers for point in course.points] == [sums.customers for sums in wanted]
    assert [point.new_customers for point in course.points] == [sums.new_customers for sums in wanted]
    assert course.before == ()


@on_sqlite
async def test_what_is_not_compared_has_nothing_before(alice: Person, sam: Person) -> None:
    await busy_shop([alice])
    # All time has nothing before it.
    for query in (parse(StatsQuery, RANGE), StatsQuery(compare="previous")):
        lines = (*await service.top_products(sam.actor(), query), *await service.top_customers(sam.actor(), query))
        lines += tuple(await service.top_categories(sam.actor(), query))
        assert not [one for one in lines if one.revenue_before]
        assert {one.orders_before for one in await service.hours(sam.actor(), query)} == {None}


@on_sqlite
async def test_a_list_is_compared_with_years_however_fine_the_points_of_the_chart(alice: Person, sam: Person) -> None:
    await busy_shop([alice])
    years = {"compare": "custom", "compare_from": "2020-01-01", "compare_to": "2026-01-01"}
    query = parse(StatsQuery, {"from": "2026-01-01", "to": "2026-01-02", "grain": "month", **years})
    (one,) = {one.orders_before is None for one in await service.hours(sam.actor(), query)}
    assert not one


@pytest.mark.parametrize("filters", FILTERS, ids=str)
async def test_open_orders_are_counted_by_age_and_the_oldest_come_first(
    alice: Person, bob: Person, sam: Person, filters: dict[str, Any]
) -> None:
    await busy_shop([alice, bob])
    query = query_of({"from": "2026-04-30", **filters}, alice, bob, sam)
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
    # Those who are woken together share what was read, but never across rights.
    moment = monotonic()
    (woken,), (again,), (admin,) = [
        await service.top_customers(person.actor(), StatsQuery(), since=moment) for person in (sam, sam, ada)
    ]
    assert woken is again
    assert (woken, admin) == (for_staff, for_admin)


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
