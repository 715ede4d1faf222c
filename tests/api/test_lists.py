"""Lists: every page of any sort together holds every record once."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any, get_args

import pytest
from httpx import AsyncClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.actor import Source, system_actor
from app.features.catalog import service as catalog
from app.features.catalog.schemas import ProductCreate, ProductDetail
from app.features.orders import service as orders
from app.features.orders.schemas import OrderCreate, OrderItemCreate, OrderPatch, OrderSort
from tests.api.conftest import Caller
from tests.support.cast import Person
from tests.support.engines import on_sqlite
from tests.support.server_fixtures import NOON, Hour

pytestmark = pytest.mark.asyncio
SORTS = get_args(OrderSort)
VALUES = {"total": lambda order: order["total_price"]["amount"]}


async def pages(client: AsyncClient, path: str, params: dict[str, Any]) -> list[dict[str, Any]]:
    """The items of every page, one after the other."""
    found: list[dict[str, Any]] = []
    cursor = None
    while True:
        answer = await client.get(path, params={**params, **({"cursor": cursor} if cursor else {})})
        assert answer.status_code == 200, answer.text
        page = answer.json()
        assert set(page) == {"items", "next_cursor"}
        assert len(page["items"]) <= params.get("limit", 50)
        found += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return found


async def history_of(people: Sequence[Person], products: Sequence[ProductDetail], hour: Hour) -> int:
    """Orders with many equal totals, times and statuses, so that only the last sort column tells them apart."""
    for number in range(12):
        actor = people[number % len(people)].actor(Source.API)
        item = OrderItemCreate(product_id=products[number % 2].id, quantity=1 + number % 2)
        placed = await orders.place_order(actor, OrderCreate(items=(item,), ship_to="1 Larder Lane"))
        if number % 3 == 0:
            await orders.patch_order(
                system_actor(), placed.order.id, version=1, patch=OrderPatch.model_validate({"status": "paid"})
            )
        if number % 4 == 3:
            hour.pass_by(timedelta(minutes=1))
    return 12


def sort_value(order: dict[str, Any], sort: str) -> Any:
    """What an order is sorted by."""
    name = sort.removeprefix("-")
    return order["total_price"]["amount"] if name == "total" else order[name]


async def test_every_sort_and_limit_visits_every_order_once(
    caller: Caller, alice: Person, bob: Person, sam: Person, products: Sequence[ProductDetail], hour: Hour
) -> None:
    count = await history_of((alice, bob), products, hour)
    staff, customer = await caller(sam), await caller(alice)
    own = 0
    for sort in SORTS:
        for limit in (1, 5, 11, 12, 13):
            found = await pages(staff, "/api/orders", {"sort": sort, "limit": limit})
            assert len(found) == len({order["id"] for order in found}) == count
            values = [sort_value(order, sort) for order in found]
            assert values == sorted(values, reverse=sort.startswith("-"))
        found = await pages(customer, "/api/orders", {"sort": sort, "limit": 4})
        own = len({order["id"] for order in found})
        assert own == len(found) == count // 2
        assert {order["user_id"] for order in found} == {str(alice.id)}


@on_sqlite
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sort=st.sampled_from(SORTS),
    limit=st.integers(1, 14),
    status=st.lists(st.sampled_from(["pending", "paid", "shipped"]), unique=True),
    minutes=st.tuples(st.integers(0, 4), st.integers(0, 4)),
)
async def test_pages_of_any_filter_hold_what_one_page_holds(
    sort: str,
    limit: int,
    status: list[str],
    minutes: tuple[int, int],
    caller: Caller,
    alice: Person,
    sam: Person,
    products: Sequence[ProductDetail],
    hour: Hour,
) -> None:
    staff = await caller(sam)
    if not (await staff.get("/api/orders", params={"limit": 1})).json()["items"]:
        await history_of((alice,), products, hour)
    start, end = (NOON + timedelta(minutes=part) for part in sorted(minutes))
    params = {"sort": sort, "status": status, "from": start.isoformat(), "to": end.isoformat()}
    whole = (await staff.get("/api/orders", params={**params, "limit": 500})).json()["items"]
    parts = await pages(staff, "/api/orders", {**params, "limit": limit})
    assert parts == whole
    assert all(start.isoformat() <= order["ordered_at"].replace("Z", "+00:00") < end.isoformat() for order in whole)
    assert all(not status or order["status"] in status for order in whole)


async def test_products_come_by_name_page_by_page(
    caller: Caller, products: Sequence[ProductDetail], sam: Person
) -> None:
    for number in range(5):
        command = ProductCreate(sku=f"SAME-{number}", name="Same", price_amount=1, active=number != 4)
        await catalog.create_product(system_actor(), command)
    found = await pages(await caller(None), "/api/products", {"limit": 2})
    assert len(found) == len({product["id"] for product in found}) == 7
    assert all(left["name"] <= right["name"] for left, right in pairwise(found))
    assert set(found[0]) == {"id", "sku", "name", "description", "category", "price", "active", "version"}
    assert len(await pages(await caller(sam), "/api/products", {"limit": 3})) == 8


@on_sqlite
async def test_orders_are_found_by_number_reference_and_sku_and_by_people_only_in_the_search(
    caller: Caller, alice: Person, bob: Person, sam: Person, products: Sequence[ProductDetail], hour: Hour
) -> None:
    await history_of((alice, bob), products, hour)
    staff = await caller(sam)
    number = (await staff.get("/api/orders", params={"limit": 1})).json()["items"][0]["number"]
    for q, count in ((f"#{number}", 1), ("MUG-1", 6), ("alice@example.com", 0), ("ali", 0), ("9" * 100, 0)):
        assert len((await staff.get("/api/orders", params={"q": q})).json()["items"]) == count
    for q, count in (("alice@example.com", 6), ("bak", 6), ("MUG-1", 6), (str(number), 1), ("zoe", 0)):
        answer = await staff.post("/api/orders/search", json={"q": q, "limit": 500})
        assert (answer.status_code, len(answer.json()["items"])) == (200, count)


@on_sqlite
async def test_dates_are_midnights_in_the_time_zone_that_is_asked_for(
    caller: Caller, alice: Person, products: Sequence[ProductDetail], hour: Hour
) -> None:
    hour.moment = NOON.replace(hour=23, minute=30)
    client = await caller(alice)
    body = {"items": [{"product_id": str(products[0].id), "quantity": 1}], "ship_to": "1 Larder Lane"}
    assert (await client.post("/api/orders", json=body)).status_code == 201

    async def found(tz: str, start: str, end: str) -> int:
        params = {"from": start, "to": end, "tz": tz}
        return len((await client.get("/api/orders", params=params)).json()["items"])

    assert await found("UTC", "2026-03-17", "2026-03-18") == 1
    assert await found("Europe/Berlin", "2026-03-17", "2026-03-18") == 0
    assert await found("Europe/Berlin", "2026-03-18", "2026-03-19") == 1
