"""The figures over the API: filters in the address, one by one or with commas between statuses."""

import pytest

from app.core.actor import system_actor
from app.features.orders import service as orders
from app.features.orders.schemas import OrderCreate, OrderItemCreate, OrderPatch
from app.models import OrderStatus
from tests.api.conftest import Caller
from tests.features.dashboard.goods import stock
from tests.support.cast import Person
from tests.support.engines import on_sqlite

pytestmark = pytest.mark.asyncio


@on_sqlite
@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ("", 2),
        ("status=paid,shipped", 1),
        ("status=paid&status=pending", 2),
        ("product=A", 1),
        ("product=A&product=B", 2),
        ("category=Tea&status=pending", 1),
        ("category=", 0),
        ("category=&category=Tea", 2),
        ("channel=phone", 0),
        ("grain=year", 2),
    ],
)
async def test_filters_narrow_the_orders(caller: Caller, alice: Person, sam: Person, filters: str, found: int) -> None:
    for sku, status in (("A", OrderStatus.PAID), ("B", None)):
        item = OrderItemCreate(product_id=await stock(sku, 100, category="Tea"), quantity=1)
        order = (await orders.place_order(alice.actor(), OrderCreate(items=(item,), ship_to="Here 1"))).order
        if status:
            await orders.patch_order(system_actor(), order.id, version=1, patch=OrderPatch(status=status))
    client = await caller(sam)
    for query in (filters, f"{filters}&customer={alice.id}".removeprefix("&")):
        answer = await client.get(f"/api/stats?{query}")
        assert (answer.status_code, answer.json()["orders"]) == (200, found)
    assert (await client.get(f"/api/stats?customer={sam.id}")).json()["orders"] == 0
    both = await client.get(f"/api/stats?customer={sam.id}&customer={alice.id}&{filters}")
    assert (both.status_code, both.json()["orders"]) == (200, found)


@on_sqlite
async def test_a_wrong_filter_is_named(caller: Caller, sam: Person) -> None:
    client = await caller(sam)
    for query, pointer in (
        ("status=paid,lost", "/status/1"),
        ("grain=minute", "/grain"),
        ("customer=me", "/customer/0"),
        ("hours=0-9,7-0", "/hours/1"),
    ):
        answer = await client.get(f"/api/stats?{query}")
        assert (answer.status_code, [error["pointer"] for error in answer.json()["errors"]]) == (422, [pointer])
