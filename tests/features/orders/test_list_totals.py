"""A list's totals are those of the orders on all its pages, by range, status, currency and product."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.core import clock
from app.core.actor import Actor, system_actor
from app.core.errors import Invalid
from app.core.parsing import parse
from app.features.orders import service as orders
from app.features.orders.schemas import OrderCreate, OrderDetail, OrderItemCreate, OrderPatch, OrderPick
from app.models import OrderStatus
from tests.features.dashboard.goods import stock
from tests.support.cast import Person
from tests.support.engines import on_sqlite

pytestmark = pytest.mark.asyncio
MAY = datetime(2026, 5, 1, tzinfo=UTC)
PICKS: list[dict[str, Any]] = [
    {},
    {"from": "2026-05-02", "to": "2026-05-05"},
    {"status": ["paid"]},
    {"currency": "USD"},
    {"product": "TEA"},
    {"product": "TEA", "status": ["paid", "cancelled"], "from": "2026-05-02", "tz": "Pacific/Auckland"},
    {"product": "none"},
]


async def shop(alice: Person, bob: Person) -> None:
    """Six orders of each, one a day."""
    goods = [await stock("TEA", 250), await stock("CUP", 1999), await stock("HAT", 700, "USD")]
    baskets = [goods[:1], goods[:2], goods[1:2], goods[2:], goods[:1], goods[2:]]
    for person in (alice, bob):
        for days, basket in enumerate(baskets):
            items = tuple(OrderItemCreate(product_id=product, quantity=2) for product in basket)
            with clock.frozen(MAY + timedelta(days=days)):
                placed = await orders.place_order(person.actor(), OrderCreate(items=items, ship_to="Here 1"))
            if days % 2:
                await orders.patch_order(
                    system_actor(), placed.order.id, version=1, patch=OrderPatch(status=OrderStatus.PAID)
                )


async def every_page(actor: Actor, pick: dict[str, Any]) -> list[OrderDetail]:
    found, cursor = list[OrderDetail](), None
    while True:
        page = await orders.list_orders(actor, parse(OrderPick, {**pick, "limit": 2, "cursor": cursor}))
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            return found


@pytest.mark.parametrize("pick", PICKS, ids=str)
async def test_totals_are_those_of_all_pages(alice: Person, bob: Person, sam: Person, pick: dict[str, Any]) -> None:
    await shop(alice, bob)
    counts: list[int] = []
    for person in (alice, sam):
        listed = await every_page(person.actor(), pick)
        sums = Counter[str]()
        for order in listed:
            sums[order.total_price.currency] += order.total_price.amount
        totals = await orders.list_totals(person.actor(), parse(OrderPick, pick))
        assert totals.orders == len(listed) == len({order.id for order in listed})
        assert {one.currency: one.amount for one in totals.amounts} == sums
        counts.append(totals.orders)
    assert counts[1] == 2 * counts[0]
    assert counts[0] > 0 or pick == {"product": "none"}


@on_sqlite
async def test_a_range_that_cannot_be_read_is_named(alice: Person) -> None:
    with pytest.raises(Invalid):
        await orders.list_totals(alice.actor(), parse(OrderPick, {"from": "yesterday"}))
