"""Every number opens its rows: whatever happened and is asked, the address of a figure shows just its orders."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.actor import system_actor
from app.core.database import get_database
from app.core.paging import GridQuery
from app.features.dashboard import service as dashboard
from app.features.dashboard.schemas import Stats, StatsQuery
from app.features.orders import service as orders
from app.features.orders.schemas import GridTotals, MoneyOut
from app.ui.admin_orders.grid import ORDERS
from app.ui.components.grid.checks import check_query
from app.ui.dashboard.cards import REVENUE
from app.ui.dashboard.rows import Values, rows_address
from app.ui.grid_views.address import parameters_of, read
from app.ui.grid_views.look import GridLook
from app.ui.grid_views.page import page_of
from tests.features.dashboard.test_exactness import Ask, Event, Shop, asked, asks_of, happenings
from tests.support.databases import empty
from tests.support.process import forget_process, run_apart

PAGE = page_of(ORDERS)


async def opened(address: str) -> GridTotals:
    """What the grid's foot shows at that address, to somebody whose clock is another."""
    path, _, query = address.partition("?")
    assert path == "/admin/orders"
    asked_for = read(PAGE, parameters_of(query), GridLook(), tz="Pacific/Auckland")
    fitted = PAGE.fit(asked_for.look)
    assert (asked_for.dropped, fitted.dropped) == ((), ())
    grid = check_query((*ORDERS.columns, *ORDERS.facets), GridQuery(filters=fitted.look.filters, tz="Pacific/Auckland"))
    return await orders.totals(system_actor(), grid)


def board(query: StatsQuery) -> Mapping[str, Values]:
    """The board's filters as they stand in its address."""
    return {
        "status": ",".join(query.status),
        "channel": query.channel,
        "category": query.category,
        "product": query.product,
        "customer": ",".join(map(str, query.customer)),
        "hours": ",".join(query.hours),
        "currency": query.currency or "",
    }


def amount(found: GridTotals) -> int:
    return sum(money.amount for money in found.amounts)


def goods(found: GridTotals, field: str, value: str) -> tuple[int, int]:
    (part,) = (part for part in found.goods if (part.field, part.values) == (field, (value,)))
    return part.units, sum(money.amount for money in part.amounts)


async def assert_figures_open(stats: Stats, shown: Mapping[str, Values], tz: str) -> None:
    start, end = stats.from_, stats.to
    placed = await opened(rows_address(shown, start, end, tz=tz))
    assert (placed.orders, placed.customers) == (stats.orders, stats.customers)
    revenue = await opened(rows_address(shown, start, end, tz=tz, status=REVENUE))
    assert (amount(revenue), revenue.orders, revenue.units) == (stats.revenue.amount, stats.revenue_orders, stats.units)
    assert tuple(money.amount for money in revenue.averages) == _amounts(stats.average_order_value)
    new = await opened(rows_address(shown, start, end, tz=tz, first_order=(start, end)))
    old = await opened(rows_address(shown, start, end, tz=tz, first_order=("", start)))
    assert (new.customers, old.customers) == (stats.new_customers, stats.customers - stats.new_customers)
    for name, figure in stats.by_status.items():
        rows = await opened(rows_address(shown, start, end, tz=tz, status=name))
        assert (rows.orders, amount(rows)) == (figure.orders, figure.amount.amount)
    for point, until in zip(stats.series, [*(point.at for point in stats.series[1:]), end], strict=False):
        rows = await opened(rows_address(shown, point.at, until, tz=tz, status=REVENUE))
        assert amount(rows) == point.revenue.amount


def _amounts(money: MoneyOut | None) -> tuple[int, ...]:
    return (money.amount,) if money else ()


async def assert_parts_open(query: StatsQuery, stats: Stats, shown: Mapping[str, Values]) -> None:
    start, end, tz, me = stats.from_, stats.to, query.tz, system_actor()
    for product in await dashboard.top_products(me, query, limit=50):
        rows = await opened(rows_address(shown, start, end, tz=tz, status=REVENUE, product=product.sku))
        assert goods(rows, "product", product.sku) == (product.units, product.revenue.amount)
    for category in await dashboard.top_categories(me, query, limit=50):
        rows = await opened(rows_address(shown, start, end, tz=tz, status=REVENUE, category=(category.category,)))
        assert goods(rows, "category", category.category) == (category.units, category.revenue.amount)
    for person in await dashboard.top_customers(me, query, limit=50):
        who = str(person.customer.id)
        rows = await opened(rows_address(shown, start, end, tz=tz, status=REVENUE, customer=who))
        assert (rows.orders, amount(rows)) == (person.orders, person.revenue.amount)
    for cell in await dashboard.hours(me, query):
        if cell.orders:
            hour = f"{cell.weekday}-{cell.hour}"
            rows = await opened(rows_address(shown, start, end, tz=tz, hours=hour))
            assert rows.orders == cell.orders
            revenue = await opened(rows_address(shown, start, end, tz=tz, hours=hour, status=REVENUE))
            assert amount(revenue) == cell.revenue.amount


async def live_through(events: Sequence[Event], asks: Sequence[Ask]) -> None:
    with TemporaryDirectory() as folder:
        shop = await Shop.open(Path(folder))
        for event in events:
            await shop.happen(event)
    for ask in asks:
        for currency in ("EUR", "USD"):
            query = asked(ask, shop, currency)
            stats = await dashboard.stats(system_actor(), query)
            await assert_figures_open(stats, board(query), query.tz)
            await assert_parts_open(query, stats, board(query))


# Each figure is opened by a request of its own: a board is hundreds of them.
@pytest.mark.timeout(600)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=happenings, asks=st.lists(asks_of, min_size=1, max_size=2))
def test_every_number_opens_just_its_rows(database_address: str, events: list[Event], asks: list[Ask]) -> None:
    async def work() -> None:
        database = get_database()
        try:
            await empty(database)
            await live_through(events, [replace(ask, grain=None) for ask in asks])
        finally:
            await database.dispose()

    forget_process()
    run_apart(work)
