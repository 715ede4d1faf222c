import asyncio
from uuid import uuid4

import pytest
from sqlmodel import col, func, select

from app.core.database import Database, read_session
from app.core.errors import Forbidden, Invalid
from app.features.orders import service as orders
from app.features.orders.placing import IdempotencyKeyReused
from app.features.orders.rules import ProductNotForSale
from app.features.orders.schemas import OrderCreate, OrderItemCreate
from app.models import Change, Order, OrderRollup, OrderStatus
from tests.features.orders.shop import basket, order, product
from tests.support.cast import Person
from tests.support.records import edit_product

pytestmark = pytest.mark.asyncio


async def count() -> int:
    async with read_session() as session:
        return (await session.scalar(select(func.count()).select_from(Order))) or 0


async def test_an_order_takes_its_prices_from_the_catalogue(alice: Person, ada: Person) -> None:
    tea = await product(ada, price=250)
    placed = await order(alice.actor(), tea)
    assert placed.status is OrderStatus.PENDING
    assert placed.total_price.amount == 500
    assert placed.items[0].sku == "TEA-1"
    assert placed.user_id == alice.id
    assert placed.number == 1001


async def test_a_later_price_leaves_the_order_as_it_was(alice: Person, ada: Person) -> None:
    tea = await product(ada, price=250)
    placed = await order(alice.actor(), tea)
    await edit_product(ada.actor(), tea, "price", 250, 999)
    assert (await orders.get_order(alice.actor(), placed.id)).total_price.amount == 500


async def test_numbers_follow_one_another(alice: Person, ada: Person) -> None:
    tea = await product(ada)
    numbers = [(await order(alice.actor(), tea)).number for _ in range(3)]
    assert numbers == sorted(set(numbers))


async def test_one_key_places_one_order(alice: Person, ada: Person) -> None:
    tea = await product(ada)
    first = await orders.place_order(alice.actor(), basket(tea), key="once")
    again = await orders.place_order(alice.actor(), basket(tea), key="once")
    assert (first.is_new, again.is_new) == (True, False)
    assert again.order == first.order
    assert await count() == 1


async def test_a_double_click_places_one_order(alice: Person, ada: Person) -> None:
    tea = await product(ada)
    clicks = [orders.place_order(alice.actor(), basket(tea), key="double click") for _ in range(5)]
    placed = await asyncio.gather(*clicks)
    assert len({each.order.id for each in placed}) == 1
    assert sum(each.is_new for each in placed) == 1
    assert await count() == 1


async def test_a_key_is_not_taken_for_another_order(alice: Person, ada: Person) -> None:
    tea = await product(ada)
    await orders.place_order(alice.actor(), basket(tea), key="once")
    with pytest.raises(IdempotencyKeyReused):
        await orders.place_order(alice.actor(), basket(tea, quantity=9), key="once")


async def test_two_people_may_use_the_same_key(alice: Person, bob: Person, ada: Person) -> None:
    tea = await product(ada)
    hers = await orders.place_order(alice.actor(), basket(tea), key="1")
    his = await orders.place_order(bob.actor(), basket(tea), key="1")
    assert hers.order.id != his.order.id


async def test_what_is_no_longer_for_sale_is_named(alice: Person, ada: Person) -> None:
    tea, gone = await product(ada), await product(ada, "OLD-1", active=False)
    with pytest.raises(ProductNotForSale) as refusal:
        await orders.place_order(alice.actor(), basket(tea, gone))
    assert [error.pointer for error in refusal.value.errors] == ["/items/1/product_id"]
    assert await count() == 0


async def test_an_unknown_product_is_named(alice: Person, database: Database) -> None:
    del database
    with pytest.raises(Invalid) as refusal:
        await orders.place_order(alice.actor(), basket(uuid4()))
    assert refusal.value.errors[0].code == "unknown_product"


async def test_staff_order_by_phone_for_a_customer(sam: Person, alice: Person, ada: Person) -> None:
    tea = await product(ada)
    command = basket(tea).model_copy(update={"user_id": alice.id})
    placed = (await orders.place_order(sam.actor(), command)).order
    assert (placed.user_id, placed.channel) == (alice.id, "phone")


async def test_a_customer_may_not_order_for_someone_else(bob: Person, alice: Person, ada: Person) -> None:
    tea = await product(ada)
    with pytest.raises(Forbidden):
        await orders.place_order(bob.actor(), basket(tea).model_copy(update={"user_id": alice.id}))


async def test_an_amount_too_large_to_keep_is_refused(alice: Person, ada: Person) -> None:
    dear = await product(ada, price=2**53 - 1)
    command = OrderCreate(items=(OrderItemCreate(product_id=dear, quantity=10_000),), ship_to="Here")
    with pytest.raises(Invalid) as refusal:
        await orders.place_order(alice.actor(), command)
    assert refusal.value.errors[0].code == "amount_too_large"


async def test_an_order_is_counted_and_logged_with_it(alice: Person, ada: Person) -> None:
    tea = await product(ada)
    placed = await order(alice.actor(), tea)
    async with read_session() as session:
        rollup = (await session.scalars(select(OrderRollup))).one()
        logged = (await session.scalars(select(Change).where(col(Change.row_id) == placed.id))).all()
    assert (rollup.orders, rollup.amount, rollup.units) == (1, 500, 2)
    assert {entry.field for entry in logged} == {"*", "ship_to"}
    assert all("Lane" not in (entry.new or "") for entry in logged), "an address is sealed in the log too"
    assert len({entry.gesture_id for entry in logged}) == 1


async def test_an_answer_that_was_lost_is_found_by_its_key_and_only_by_who_asked(
    alice: Person, bob: Person, ada: Person
) -> None:
    placed = await orders.place_order(alice.actor(), basket(await product(ada)), key="once")
    found = await orders.placed_earlier(alice.actor(), "once")
    assert found is not None
    assert found.id == placed.order.id
    assert await orders.placed_earlier(alice.actor(), "never") is None
    assert await orders.placed_earlier(bob.actor(), "once") is None
