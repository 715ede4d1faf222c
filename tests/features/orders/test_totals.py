from collections.abc import Mapping
from uuid import UUID

import pytest
from sqlmodel import select

from app.core.errors import Forbidden
from app.core.money import Money
from app.core.paging import GridQuery
from app.core.unit_of_work import unit_of_work
from app.features.orders import service as orders
from app.features.orders.schemas import GridTotals
from app.models import Product
from tests.features.dashboard.goods import stock
from tests.features.orders.shop import basket
from tests.support.cast import Person

pytestmark = pytest.mark.asyncio


async def shop(alice: Person, bob: Person) -> list[UUID]:
    """1001 Alice's 2 teas and 2 cups, 1002 her 2 teas, 1003 Bob's 2 cups, 1004 his 2 teas in dollars."""
    tea, cup = await stock("TEA", 333, category="Tea"), await stock("CUP", 1000, category="Cups")
    chai = await stock("CHAI", 500, currency="USD", category="Tea")
    placed = [(alice, (tea, cup)), (alice, (tea,)), (bob, (cup,)), (bob, (chai,))]
    return [(await orders.place_order(who.actor(), basket(*goods))).order.id for who, goods in placed]


async def totals(sam: Person, *filters: Mapping[str, object], search: str = "") -> GridTotals:
    return await orders.totals(sam.actor(), GridQuery.model_validate({"filters": filters, "search": search}))


def of(field: str, *values: str, **more: object) -> Mapping[str, object]:
    return {"field": field, "kind": "set", "values": values, **more}


async def test_everything_comes_to_what_its_rows_do(alice: Person, bob: Person, sam: Person) -> None:
    await shop(alice, bob)
    found = await totals(sam)
    assert (found.orders, found.customers, found.units, found.goods) == (4, 2, 10, ())
    assert found.amounts == (Money(5332, "EUR"), Money(1000, "USD"))
    assert found.averages == (Money(1777, "EUR"), Money(1000, "USD"))


async def test_what_passes_comes_to_what_its_rows_do(alice: Person, bob: Person, sam: Person) -> None:
    await shop(alice, bob)
    found = await totals(sam, of("customer", str(alice.id)))
    assert (found.orders, found.customers, found.units, found.amounts) == (2, 1, 6, (Money(3332, "EUR"),))
    assert found.averages == (Money(1666, "EUR"),)
    assert (await totals(sam, search="bob@example.com")).amounts == (Money(2000, "EUR"), Money(1000, "USD"))
    nothing = await totals(sam, of("status", "refunded"))
    assert (nothing.orders, nothing.customers, nothing.units, nothing.amounts, nothing.averages) == (0, 0, 0, (), ())


async def test_lines_of_goods_are_told_apart_from_the_orders_they_stand_in(
    alice: Person, bob: Person, sam: Person
) -> None:
    await shop(alice, bob)
    found = await totals(sam, of("product", "TEA"))
    assert (found.amounts, found.units) == ((Money(3332, "EUR"),), 6)
    (tea,) = found.goods
    assert (tea.field, tea.values, tea.units, tea.amounts) == ("product", ("TEA",), 4, (Money(1332, "EUR"),))
    both = await totals(sam, of("product", "TEA"), of("category", "Cups"))
    assert [(part.units, part.amounts) for part in both.goods] == [
        (2, (Money(666, "EUR"),)),
        (2, (Money(2000, "EUR"),)),
    ]
    (mixed,) = (await totals(sam, of("category", "Tea", "none"))).goods
    assert (mixed.units, mixed.amounts) == (6, (Money(1332, "EUR"), Money(1000, "USD")))


async def test_the_category_of_a_line_is_the_one_its_product_has_now(alice: Person, bob: Person, sam: Person) -> None:
    await shop(alice, bob)
    async with unit_of_work() as uow:
        for product in await uow.session.scalars(select(Product)):
            product.category = "All"
    (everything,) = (await totals(sam, of("category", "All"))).goods
    assert everything.units == 10
    (none,) = (await totals(sam, of("category", "Tea"))).goods
    assert (none.units, none.amounts) == (0, ())


async def test_only_goods_that_every_order_has_are_told_apart(alice: Person, bob: Person, sam: Person) -> None:
    await shop(alice, bob)
    either = {"kind": "any", "parts": [of("product", "TEA"), of("product", "CUP")]}
    found = await totals(sam, of("product", "CHAI", negated=True), either, of("product"))
    assert (found.orders, found.goods) == (3, ())


async def test_totals_are_for_staff(alice: Person) -> None:
    with pytest.raises(Forbidden):
        await orders.totals(alice.actor(), GridQuery())
