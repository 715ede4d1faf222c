from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import pytest
import pytest_asyncio

from app.core import clock
from app.core.errors import Forbidden, Invalid, NotFound
from app.core.ids import new_id
from app.core.paging import GridQuery
from app.core.unit_of_work import unit_of_work
from app.features.catalog import service as catalog
from app.features.catalog.schemas import ProductCreate
from app.features.orders import service as orders
from app.features.orders.schemas import OrderPatch
from app.models import Order, OrderStatus
from tests.features.orders.shop import basket, product
from tests.support.cast import Person

pytestmark = pytest.mark.asyncio
NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
Part: TypeAlias = Mapping[str, object]
PAID: Part = {"field": "status", "kind": "set", "values": ["paid"]}
DEAR: Part = {"field": "total", "kind": "range", "low": 1000}


@pytest_asyncio.fixture
async def four(alice: Person, bob: Person, sam: Person, ada: Person) -> None:
    """1001 Alice's tea (5.00, paid, a week ago), 1002 her cup (20.00), 1003 Bob's bun (2.00), 1004 his tea and cup.

    1001 has the reference T_1%, 1002 has till/77.
    """
    tea, bun = await product(ada), await product(ada, "BUN-1", price=100)
    cup = await catalog.create_product(
        ada.actor(), ProductCreate(sku="CUP-1", name="Cup", price_amount=1000, category="Crockery")
    )
    with clock.frozen(NOON - timedelta(days=7)):
        first = (await orders.place_order(alice.actor(), basket(tea))).order
    with clock.frozen(NOON):
        second = (await orders.place_order(alice.actor(), basket(cup.id))).order
        await orders.place_order(bob.actor(), basket(bun))
        await orders.place_order(bob.actor(), basket(tea, cup.id))
    await orders.patch_order(sam.actor(), first.id, version=1, patch=OrderPatch(status=OrderStatus.PAID))
    async with unit_of_work() as uow:
        for order_id, reference in ((first.id, "T_1%"), (second.id, "till/77")):
            order = await uow.session.get(Order, order_id)
            assert order is not None
            order.reference = reference


async def found(sam: Person, *filters: Part, now: datetime = NOON, tz: str = "UTC") -> list[int]:
    query = GridQuery.model_validate({"filters": filters, "tz": tz, "sort": [{"field": "number"}]})
    with clock.frozen(now):
        rows = await orders.window(sam.actor(), query)
        assert await orders.count(sam.actor(), query) == len(rows)
    return [row.number for row in rows]


def group(kind: str, *parts: Part) -> Part:
    return {"kind": kind, "parts": parts}


@pytest.mark.usefixtures("four")
async def test_conditions_are_joined_by_and_and_or(sam: Person) -> None:
    cup: Part = {"field": "product", "kind": "set", "values": ["CUP-1"]}
    bob: Part = {"field": "customer", "kind": "contains", "text": "bob"}
    assert await found(sam, group("any", PAID, DEAR)) == [1001, 1002, 1004]
    assert await found(sam, group("any", PAID, group("all", DEAR, bob))) == [1001, 1004]
    assert await found(sam, group("all", cup, group("any", PAID, bob))) == [1004]
    assert await found(sam, group("any", PAID, DEAR), bob) == [1004]


EACH: tuple[tuple[Part, list[int]], ...] = (
    ({"field": "product", "kind": "set", "values": ["TEA-1", "BUN-1"]}, [1001, 1003, 1004]),
    ({"field": "product", "kind": "set", "values": ["none"]}, []),
    ({"field": "category", "kind": "set", "values": ["Crockery"]}, [1002, 1004]),
    ({"field": "category", "kind": "set", "values": [""]}, [1001, 1003, 1004]),
    ({"field": "channel", "kind": "set", "values": ["phone"]}, []),
    ({"field": "number", "kind": "range", "low": 1002, "high": 1004}, [1002, 1003]),
    ({"field": "customer", "kind": "contains", "text": "ad al"}, [1001, 1002]),
    ({"field": "customer", "kind": "equals", "text": "BOB@example.com"}, [1003, 1004]),
    ({"field": "reference", "kind": "starts", "text": "TILL"}, [1002]),
    ({"field": "reference", "kind": "starts", "text": "T"}, [1001, 1002]),
    ({"field": "reference", "kind": "contains", "text": "_1%"}, [1001]),
    ({"field": "reference", "kind": "equals", "text": "t_1%"}, [1001]),
    ({"field": "reference", "kind": "empty"}, [1003, 1004]),
    ({"field": "reference", "kind": "contains", "text": "'; DROP TABLE orders; --"}, []),
    ({"field": "currency", "kind": "set", "values": ["EUR"]}, [1001, 1002, 1003, 1004]),
    ({"field": "currency", "kind": "set", "values": ["USD"]}, []),
    # Wednesdays at noon in UTC; in Kathmandu it is a quarter to six.
    ({"field": "hours", "kind": "set", "values": ["2-12"], "tz": "UTC"}, [1001, 1002, 1003, 1004]),
    ({"field": "hours", "kind": "set", "values": ["2-12", "3-17"], "tz": "Asia/Kathmandu"}, []),
    ({"field": "hours", "kind": "set", "values": ["2-17"], "tz": "Asia/Kathmandu"}, [1001, 1002, 1003, 1004]),
    ({"field": "first_order", "kind": "range", "low": "2026-11-18T00:00:00Z"}, [1003, 1004]),
    ({"field": "first_order", "kind": "range", "high": "2026-11-18T12:00:00Z"}, [1001, 1002]),
    ({"field": "first_order", "kind": "range", "low": "2026-11-18T12:00Z", "high": "2026-11-18T12:01Z"}, [1003, 1004]),
    ({"field": "first_order", "kind": "when", "span": "last_week"}, [1001, 1002]),
    ({"field": "ordered_at", "kind": "when", "span": "today"}, [1002, 1003, 1004]),
    ({"field": "ordered_at", "kind": "when", "span": "last_7_days"}, [1002, 1003, 1004]),
    ({"field": "ordered_at", "kind": "when", "span": "last_8_days"}, [1001, 1002, 1003, 1004]),
    ({"field": "ordered_at", "kind": "when", "span": "last_week"}, [1001]),
)


@pytest.mark.usefixtures("four")
async def test_each_field_is_filtered_in_its_ways_and_by_the_opposite(sam: Person) -> None:
    for condition, numbers in EACH:
        assert await found(sam, condition) == numbers, condition
        others = [number for number in (1001, 1002, 1003, 1004) if number not in numbers]
        assert await found(sam, {**condition, "negated": True}) == others, condition


@pytest.mark.usefixtures("four")
async def test_customers_are_told_by_their_ids(sam: Person, alice: Person, bob: Person) -> None:
    hers: Part = {"field": "customer", "kind": "set", "values": [str(alice.id)]}
    assert await found(sam, hers) == [1001, 1002]
    assert await found(sam, {**hers, "values": [str(alice.id), str(bob.id)]}) == [1001, 1002, 1003, 1004]
    assert await found(sam, {**hers, "negated": True}) == [1003, 1004]
    assert await found(sam, hers, DEAR) == [1002]


@pytest.mark.usefixtures("four")
async def test_a_span_follows_the_clock_and_the_viewers_zone(sam: Person) -> None:
    today: Part = {"field": "ordered_at", "kind": "when", "span": "today"}
    late = NOON + timedelta(hours=9)
    assert await found(sam, today, now=late) == [1002, 1003, 1004]
    assert await found(sam, today, now=late, tz="Asia/Tokyo") == []
    assert await found(sam, today, now=NOON + timedelta(days=1)) == []
    assert await found(sam, {**today, "span": "yesterday"}, now=NOON + timedelta(days=1)) == [1002, 1003, 1004]


@pytest.mark.usefixtures("four")
async def test_what_says_nothing_narrows_nothing(sam: Person) -> None:
    nothing: tuple[Part, ...] = (
        {"field": "reference", "kind": "contains", "text": " "},
        {"field": "total", "kind": "range"},
        {"field": "status", "kind": "set", "values": []},
        {"field": "product", "kind": "set", "values": [], "negated": True},
    )
    assert len(await found(sam, *nothing)) == 4
    assert await found(sam, group("any", PAID, *nothing)) == [1001]
    assert len(await found(sam, group("any", *nothing))) == 4


@pytest.mark.usefixtures("four")
async def test_what_can_be_chosen_is_offered_to_staff(sam: Person, alice: Person) -> None:
    async def offered(field: str, text: str = "") -> list[tuple[str, str]]:
        return [(choice.value, choice.label) for choice in await orders.choices(sam.actor(), field, text)]

    assert await offered("product", "cup") == [("CUP-1", "Cup")]
    assert await offered("product", "tea-") == [("TEA-1", "Product TEA-1")]
    assert await offered("category") == [("", "No category"), ("Crockery", "Crockery")]
    assert await offered("category", "no c") == [("", "No category")]
    assert await offered("category", "crock") == [("Crockery", "Crockery")]
    assert await offered("channel", "W") == [("web", "web")]
    assert await offered("currency", "e") == [("EUR", "EUR")]
    assert await offered("currency", "dollar") == []
    assert await offered("product", "%") == []
    with pytest.raises(NotFound):
        await offered("status")
    with pytest.raises(Forbidden):
        await orders.choices(alice.actor(), "product", "")


@pytest.mark.usefixtures("four")
async def test_customers_are_offered_by_name_or_address_and_read_by_name(
    sam: Person, ada: Person, alice: Person, bob: Person
) -> None:
    for text, people in (("", {alice.id, bob.id}), ("ad al", {alice.id}), ("bob@example.com", {bob.id}), ("zo", set())):
        offered = await orders.choices(sam.actor(), "customer", text)
        assert {choice.value for choice in offered} == {str(person) for person in people}, text
    (seen,) = await orders.names(sam.actor(), "customer", [str(alice.id), str(new_id()), "alice"])
    assert (seen.value, seen.label) == (str(alice.id), "Alice Adams")
    assert "alice" not in seen.hint
    (seen,) = await orders.names(ada.actor(), "customer", [str(alice.id)])
    assert seen.hint == "alice@example.com"
    with pytest.raises(Forbidden):
        await orders.names(alice.actor(), "customer", [str(alice.id)])
    with pytest.raises(NotFound):
        await orders.names(sam.actor(), "product", ["TEA-1"])


WRONG: tuple[tuple[Part, str], ...] = (
    (group("any", PAID, group("all", {**PAID, "values": ["lost"]})), "/filters/0/parts/1/parts/0/values"),
    (group("any", {"field": "total", "kind": "range", "high": "much"}), "/filters/0/parts/0/high"),
    (group("all", {"field": "total", "kind": "contains", "text": "1"}), "/filters/0/parts/0/field"),
    ({"field": "ordered_at", "kind": "when", "span": "some_day"}, "/filters/0/span"),
    ({"field": "hours", "kind": "set", "values": ["7-0"], "tz": "UTC"}, "/filters/0/values"),
    ({"field": "hours", "kind": "set", "values": ["0-0"]}, "/filters/0/tz"),
    ({"field": "first_order", "kind": "range", "low": "soon"}, "/filters/0/low"),
)


async def test_a_wrong_condition_is_named_where_it_stands(sam: Person) -> None:
    for part, pointer in WRONG:
        with pytest.raises(Invalid) as refusal:
            await orders.window(sam.actor(), GridQuery.model_validate({"filters": [part]}))
        assert refusal.value.errors[0].pointer == pointer
