from uuid import uuid4

import pytest

from app.core.errors import Forbidden, Invalid
from app.core.paging import Filter, GridQuery, Sort
from app.features.orders import service as orders
from app.features.orders.schemas import OrderPatch
from app.models import OrderStatus
from tests.features.orders.shop import basket, product
from tests.support.cast import Person

pytestmark = pytest.mark.asyncio


async def three(alice: Person, bob: Person, sam: Person, ada: Person) -> None:
    """Alice: 1001 for 5.00 (paid) and 1002 for 20.00; Bob: 1003 for 2.00."""
    tea, cup, bun = await product(ada), await product(ada, "CUP-1", price=1000), await product(ada, "BUN-1", price=100)
    first = (await orders.place_order(alice.actor(), basket(tea))).order
    await orders.place_order(alice.actor(), basket(cup))
    await orders.place_order(bob.actor(), basket(bun))
    await orders.patch_order(sam.actor(), first.id, version=1, patch=OrderPatch(status=OrderStatus.PAID))


async def numbers(who: Person, **query: object) -> list[int]:
    asked = GridQuery.model_validate(query)
    found = [row.number for row in await orders.window(who.actor(), asked)]
    if "limit" not in query:
        assert await orders.count(who.actor(), asked) == len(found)
    return found


async def test_a_window_is_sorted_filtered_and_searched(alice: Person, bob: Person, sam: Person, ada: Person) -> None:
    await three(alice, bob, sam, ada)
    assert await numbers(sam) == [1003, 1002, 1001], "the newest first"
    assert await numbers(sam, sort=[{"field": "total"}]) == [1003, 1001, 1002]
    assert await numbers(sam, sort=[{"field": "total", "desc": True}], limit=1, offset=1) == [1001]
    assert await numbers(sam, sort=[{"field": "status"}, {"field": "number", "desc": True}]) == [1001, 1003, 1002]
    paid = {"field": "status", "kind": "set", "values": ["paid"]}
    assert await numbers(sam, filters=[paid]) == [1001]
    between = {"field": "total", "kind": "range", "low": 200, "high": 2000}
    assert await numbers(sam, filters=[between]) == [1003, 1001], "the low end belongs to it, the high end does not"
    assert await numbers(sam, filters=[paid, between | {"high": 500}]) == []


async def test_the_sum_is_that_of_the_rows_that_pass(alice: Person, bob: Person, sam: Person, ada: Person) -> None:
    await three(alice, bob, sam, ada)
    paid = {"field": "status", "kind": "set", "values": ["paid"]}
    none = {"field": "status", "kind": "set", "values": ["refunded"]}
    asked = [{}, {"filters": [paid]}, {"search": "bob@example.com"}, {"filters": [none]}]
    found = [await orders.sums(sam.actor(), GridQuery.model_validate(query)) for query in asked]
    assert [[money.amount for money in sums["total"]] for sums in found] == [[2700], [500], [200], []]
    with pytest.raises(Forbidden):
        await orders.sums(alice.actor(), GridQuery())


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("ali", [1002, 1001]),
        ("ad al", [1002, 1001]),
        ("BAKER", [1003]),
        ("bob@example.com", [1003]),
        ("1002", [1002]),
        ("#1002", [1002]),
        ("CUP-1", [1002]),
        ("lice", []),
        ("alice bob", []),
        ("9" * 40, []),
        ("'; DROP TABLE orders; --", []),
        ("%", []),
    ],
)
async def test_an_order_is_found_by_number_sku_address_and_name(
    search: str, found: list[int], alice: Person, bob: Person, sam: Person, ada: Person
) -> None:
    await three(alice, bob, sam, ada)
    assert await numbers(sam, search=search) == found


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        (GridQuery(sort=(Sort(field="ship_to"),)), "/sort/0/field"),
        (GridQuery(filters=(Filter(field="note", kind="contains", text="x"),)), "/filters/0/field"),
        (GridQuery(filters=(Filter(field="status", kind="set", values=("lost",)),)), "/filters/0/values"),
        (GridQuery(filters=(Filter(field="total", kind="range", low="much"),)), "/filters/0/low"),
        (GridQuery(filters=(Filter(field="ordered_at", kind="range", high="soon"),)), "/filters/0/high"),
    ],
)
async def test_a_wrong_query_is_named(query: GridQuery, pointer: str, sam: Person) -> None:
    with pytest.raises(Invalid) as refusal:
        await orders.window(sam.actor(), query)
    assert refusal.value.errors[0].pointer == pointer


async def test_some_rows_are_asked_whether_they_pass(alice: Person, bob: Person, sam: Person, ada: Person) -> None:
    await three(alice, bob, sam, ada)
    ids = {row.number: str(row.id) for row in await orders.window(sam.actor(), GridQuery())}
    paid = {"field": "status", "kind": "set", "values": ["paid"]}
    assert await numbers(sam, only=[ids[1001], ids[1002]]) == [1002, 1001]
    assert await numbers(sam, only=[ids[1001], ids[1002]], filters=[paid]) == [1001]
    assert await numbers(sam, only=[ids[1003]], search="ali") == []
    assert await numbers(sam, only=[]) == []


async def test_rows_that_are_gone_are_left_out(alice: Person, bob: Person, sam: Person, ada: Person) -> None:
    await three(alice, bob, sam, ada)
    (first, *_) = await orders.window(sam.actor(), GridQuery())
    assert await orders.rows(sam.actor(), [uuid4(), first.id]) == (first,)


async def test_a_customer_has_no_window(alice: Person) -> None:
    for call in (orders.window, orders.count):
        with pytest.raises(Forbidden):
            await call(alice.actor(), GridQuery())
