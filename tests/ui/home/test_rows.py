"""The orders behind each figure of a year are as many, and come to as much, as the figure says."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from app.core import clock
from app.core.actor import Actor, system_actor
from app.core.formats import Formats
from app.core.ranges import zone
from app.features.dashboard import service as dashboard
from app.features.orders import service as orders
from app.features.orders.schemas import OrderCreate, OrderItemCreate, OrderPatch
from app.models import OrderStatus
from app.ui.dashboard.sheets.sheet import Sheet
from app.ui.home.address import shown
from app.ui.home.year import REVENUE, OwnSeen, draw
from app.ui.orders.address import read
from tests.features.dashboard.goods import stock
from tests.support.cast import Person

pytestmark = pytest.mark.asyncio
NOW = datetime(2026, 7, 10, 14, 45, tzinfo=UTC)
NEW_YEARS = [datetime(year, 1, 1, tzinfo=UTC) for year in (2025, 2026)]
STATUSES = [None, OrderStatus.PAID, OrderStatus.PAID, OrderStatus.CANCELLED]


async def busy_year(person: Person, *, seed: int = 3) -> None:
    """Orders of a year and a half in two currencies, some of them around new year, where zones differ."""
    chance = random.Random(seed)
    wanted = [("A", 250, "EUR"), ("B", 1999, "EUR"), ("C", 700, "USD")]
    goods = [await stock(f"{person.name}-{sku}", price, currency) for sku, price, currency in wanted]
    moments = [NOW - timedelta(days=550) * chance.random() for _ in range(25)]
    moments += [at + timedelta(hours=hours, minutes=30) for at in NEW_YEARS for hours in (-12, -5, -1, 0, 4, 9)]
    for at in moments:
        chosen = chance.choice([goods[:1], goods[:2], goods[1:2], goods[2:]])
        items = tuple(OrderItemCreate(product_id=one, quantity=chance.randint(1, 3)) for one in chosen)
        with clock.frozen(at):
            placed = (await orders.place_order(person.actor(), OrderCreate(items=items, ship_to="Here 1"))).order
            if status := chance.choice(STATUSES):
                await orders.patch_order(system_actor(), placed.id, version=1, patch=OrderPatch(status=status))


async def behind(actor: Actor, href: str, tz: str) -> tuple[int, list[int]]:
    """How many orders a list has, and what they come to."""
    query = read(href.partition("?")[2]).query(tz=tz, limit=500)
    totals = await orders.list_totals(actor, query)
    page = await orders.list_orders(actor, query)
    assert len(page.items) == totals.orders
    assert sum(one.total_price.amount for one in page.items) == sum(one.amount for one in totals.amounts)
    return totals.orders, [one.amount for one in totals.amounts]


@pytest.mark.parametrize("tz", ["UTC", "Europe/Berlin", "Pacific/Auckland", "America/New_York"])
@pytest.mark.parametrize("asked", ["", "year=2025", "year=2025&currency=USD"])
async def test_every_figure_opens_just_its_orders(alice: Person, bob: Person, tz: str, asked: str) -> None:
    await busy_year(alice)
    await busy_year(bob, seed=4)
    actor, formats = alice.actor(), Formats("en", tz)
    with clock.frozen(NOW):
        year = shown(asked, await dashboard.own_reach(actor), tz=zone(tz), now=NOW)
        assert year is not None
        stats = await dashboard.stats(actor, year.query(tz))
        bought = await dashboard.bought_most(actor, year.query(tz))
        drawn = draw(year, stats, bought, formats, now=NOW)
        assert stats.revenue_orders > 0
        assert await behind(actor, drawn.spent.href, tz) == (stats.revenue_orders, [stats.revenue.amount])
        assert (await behind(actor, drawn.orders.href, tz))[0] == stats.orders
        before = stats.previous
        assert before is not None
        spent_before = [before.revenue.amount] if before.revenue_orders else []
        if before.orders:
            assert await behind(actor, drawn.before_spent, tz) == (before.revenue_orders, spent_before)
            assert (await behind(actor, drawn.before_orders, tz))[0] == before.orders
        else:
            assert asked
            assert (drawn.before_spent, drawn.before_orders) == ("", "")
        await assert_months(actor, drawn.months, tz, [(one.orders, one.revenue.amount) for one in stats.series])
        for product, row in zip(bought, drawn.bought.rows, strict=True):
            rows = drawn.bought.opens.whole(row.cells[0].href)
            assert (await behind(actor, rows, tz))[0] == product.orders


async def assert_months(actor: Actor, sheet: Sheet, tz: str, months: Sequence[tuple[int, int]]) -> None:
    """Each month that has begun has a row; its figures open its orders."""
    for row, (count, revenue) in zip(sheet.rows, months, strict=False):
        placed, spent = (sheet.opens.whole(cell.href) for cell in row.cells[:2])
        assert (await behind(actor, placed, tz))[0] == count
        assert sum((await behind(actor, spent, tz))[1]) == revenue


async def test_the_list_of_one_person_never_holds_anothers(alice: Person, bob: Person) -> None:
    await busy_year(bob)
    seen = OwnSeen(Formats(), currency="EUR", address=None, choice=None)  # pyright: ignore[reportArgumentType]
    href = seen.rows_between(NEW_YEARS[0], NOW, status=REVENUE)
    assert (await behind(bob.actor(), href, "UTC"))[0] > 0
    assert await behind(alice.actor(), href, "UTC") == (0, [])
