"""Changing the lines of an order, on both databases."""

import asyncio
from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from app.core.database import Database, read_session
from app.core.errors import DomainError, Forbidden, NotFound
from app.core.unit_of_work import unit_of_work
from app.features.changes.service import GestureReused
from app.features.orders import service as orders
from app.features.orders.line_plan import LineConflict
from app.features.orders.line_schemas import (
    AddLine,
    LineEdit,
    LineValues,
    OrderLine,
    OrderSheet,
    RemoveLine,
    RestoreLine,
    SetLine,
)
from app.features.orders.lines import get_sheet, revert_lines
from app.features.orders.reading import visible_order
from app.features.orders.rules import OrderLinesClosed, ProductNotForSale
from app.features.orders.schemas import OrderPatch
from app.features.records.lines import edit_lines
from app.features.records.schemas import Act
from app.models import Gesture, GestureKind, OrderStatus
from tests.features.orders.shop import order, product
from tests.support.cast import Person
from tests.support.records import edit_product
from tests.support.rollups import assert_rollups_are_exact

pytestmark = [pytest.mark.asyncio, pytest.mark.usefixtures("database")]


@pytest_asyncio.fixture
async def placed(database: Database, alice: Person, sam: Person, ada: Person) -> OrderSheet:
    """Two teas at 2.50 and two pots at 20.00."""
    made = await order(alice.actor(), await product(ada), await product(ada, "POT-1", price=2000))
    return await get_sheet(sam.actor(), made.id)


def seen(line: OrderLine) -> LineValues:
    price = line.unit_price.amount if line.unit_price else None
    return LineValues(quantity=line.quantity, unit_price=price, line_total=line.line_total.amount)


def to_quantity(line: OrderLine, quantity: int) -> SetLine:
    return SetLine(op="set", line_id=line.id, base=seen(line), quantity=quantity)


async def change(person: Person, sheet: OrderSheet, *edits: LineEdit, gesture: UUID | None = None) -> OrderSheet:
    return await edit_lines(person.actor(), sheet.order.id, edits, act=Act(gesture or uuid4()))


async def undo(person: Person, sheet: OrderSheet, gesture: UUID) -> UUID:
    """Take a gesture back; the id of the undo, which can be taken back in turn."""
    changes = [entry for entry in await orders.history(person.actor(), sheet.order.id) if entry.gesture_id == gesture]
    undoing = uuid4()
    async with unit_of_work() as uow:
        found = await visible_order(uow.session, person.actor(), sheet.order.id, lock=True)
        await revert_lines(uow, person.actor(), found, changes=changes, gesture_id=undoing)
    return undoing


async def test_one_gesture_adds_changes_and_removes_and_the_total_follows(
    placed: OrderSheet, sam: Person, ada: Person
) -> None:
    tea, pot = placed.lines
    cup = await product(ada, "CUP-1", price=700)
    edits = (
        to_quantity(tea, 3),
        RemoveLine(op="remove", line_id=pot.id, base=seen(pot)),
        AddLine(op="add", product_id=cup, quantity=2, unit_price=650),
    )
    stands = await change(sam, placed, *edits)
    assert [(line.sku, line.quantity, line.line_total.amount) for line in stands.lines] == [
        ("TEA-1", 3, 750),
        ("CUP-1", 2, 1300),
    ]
    assert (stands.order.total_price.amount, stands.order.version) == (2050, placed.order.version + 1)
    await assert_rollups_are_exact()


async def test_the_history_tells_each_line_and_the_total_in_one_gesture(
    placed: OrderSheet, alice: Person, sam: Person
) -> None:
    gesture = uuid4()
    await change(sam, placed, to_quantity(placed.lines[0], 3), gesture=gesture)
    line, total = (e for e in await orders.history(alice.actor(), placed.order.id) if e.gesture_id == gesture)
    assert line.field == f"line:{placed.lines[0].id.hex}"
    shown = ("sku", "name", "quantity", "unit_price", "line_total")
    assert [line.old[name] for name in shown] == ["TEA-1", "Product TEA-1", 2, 250, 500]
    assert [line.new[name] for name in shown] == ["TEA-1", "Product TEA-1", 3, 250, 750]
    assert (total.field, total.old, total.new) == ("total", 4500, 4750)


async def test_two_people_at_different_lines_merge_and_at_one_line_conflict(
    placed: OrderSheet, sam: Person, ada: Person
) -> None:
    tea, pot = placed.lines
    await change(sam, placed, to_quantity(tea, 3))
    stands = await change(ada, placed, to_quantity(pot, 1))
    assert stands.order.total_price.amount == 750 + 2000
    with pytest.raises(LineConflict):
        await change(ada, placed, to_quantity(tea, 4))
    assert (await get_sheet(sam.actor(), placed.order.id)).lines == stands.lines


async def test_the_same_gesture_again_changes_nothing_twice(placed: OrderSheet, sam: Person, ada: Person) -> None:
    gesture, cup = uuid4(), await product(ada, "CUP-1", price=700)
    edits = (AddLine(op="add", product_id=cup, quantity=2), to_quantity(placed.lines[0], 9))
    first = await change(sam, placed, *edits, gesture=gesture)
    assert await change(sam, placed, *edits, gesture=gesture) == first
    with pytest.raises(GestureReused):
        await change(sam, placed, to_quantity(placed.lines[0], 8), gesture=gesture)
    with pytest.raises(GestureReused):
        await change(ada, placed, *edits, gesture=gesture)


async def test_a_gesture_sent_twice_at_once_counts_once(placed: OrderSheet, sam: Person, ada: Person) -> None:
    gesture, cup = uuid4(), await product(ada, "CUP-1", price=700)
    add = AddLine(op="add", product_id=cup, quantity=1)
    await asyncio.gather(*(change(sam, placed, add, gesture=gesture) for _ in range(4)))
    assert len((await get_sheet(sam.actor(), placed.order.id)).lines) == 3
    await assert_rollups_are_exact()


async def test_lines_are_settled_once_the_order_has_left_the_shop(placed: OrderSheet, sam: Person) -> None:
    version, gesture = placed.order.version, uuid4()
    await change(sam, placed, to_quantity(placed.lines[0], 3), gesture=gesture)
    for step in (OrderStatus.PAID, OrderStatus.SHIPPED):
        version += 1
        await orders.patch_order(sam.actor(), placed.order.id, version=version, patch=OrderPatch(status=step))
    sheet = await get_sheet(sam.actor(), placed.order.id)
    assert sheet.lines_closed == "The order is shipped: its lines stand as they left the shop"
    assert sheet.refusals[OrderStatus.PAID] == "From shipped an order can become delivered or refunded"
    with pytest.raises(OrderLinesClosed):
        await change(sam, sheet, to_quantity(sheet.lines[0], 1))
    with pytest.raises(OrderLinesClosed):
        await undo(sam, sheet, gesture)
    await assert_rollups_are_exact()


async def test_lines_are_for_staff_and_strangers_find_no_order(placed: OrderSheet, alice: Person, bob: Person) -> None:
    edit = to_quantity(placed.lines[0], 3)
    for person, error in ((alice, Forbidden), (bob, NotFound)):
        with pytest.raises(error):
            await change(person, placed, edit)
        with pytest.raises(error):
            await get_sheet(person.actor(), placed.order.id)


async def test_a_product_taken_out_of_the_catalogue_cannot_be_added_but_stays_where_it_was_sold(
    placed: OrderSheet, sam: Person, ada: Person
) -> None:
    tea = placed.lines[0]
    await edit_product(ada.actor(), tea.product_id, "active", True, False)
    with pytest.raises(ProductNotForSale):
        await change(sam, placed, AddLine(op="add", product_id=tea.product_id, quantity=1))
    assert (await change(sam, placed, to_quantity(tea, 1))).lines[0].quantity == 1


async def test_a_gesture_is_taken_back_and_the_undo_too(placed: OrderSheet, sam: Person, ada: Person) -> None:
    tea, pot = placed.lines
    gesture, cup = uuid4(), await product(ada, "CUP-1", price=700)
    remove = RemoveLine(op="remove", line_id=tea.id, base=seen(tea))
    changed = await change(
        sam, placed, remove, to_quantity(pot, 1), AddLine(op="add", product_id=cup, quantity=1), gesture=gesture
    )
    undoing = await undo(sam, placed, gesture)
    back = await get_sheet(sam.actor(), placed.order.id)
    assert back.lines == placed.lines
    assert back.order.total_price == placed.order.total_price
    await undo(sam, placed, undoing)
    assert (await get_sheet(sam.actor(), placed.order.id)).lines == changed.lines
    await assert_rollups_are_exact()


async def test_a_removed_line_is_restored_even_where_its_product_is_no_longer_for_sale(
    placed: OrderSheet, sam: Person, ada: Person
) -> None:
    tea, gesture = placed.lines[0], uuid4()
    await change(sam, placed, RemoveLine(op="remove", line_id=tea.id, base=seen(tea)))
    await edit_product(ada.actor(), tea.product_id, "active", True, False)
    for _ in range(2):
        back = await change(sam, placed, RestoreLine(op="restore", line_id=tea.id), gesture=gesture)
        assert (back.lines, back.order.total_price) == (placed.lines, placed.order.total_price)
    await assert_rollups_are_exact()


async def test_what_somebody_else_changed_since_is_not_taken_back(placed: OrderSheet, sam: Person, ada: Person) -> None:
    gesture = uuid4()
    stands = await change(sam, placed, to_quantity(placed.lines[0], 3), gesture=gesture)
    stands = await change(ada, stands, to_quantity(stands.lines[0], 4))
    with pytest.raises(LineConflict):
        await undo(sam, stands, gesture)
    assert (await get_sheet(sam.actor(), placed.order.id)).lines == stands.lines


async def test_many_at_once_on_one_order_leave_total_and_rollups_exact(
    placed: OrderSheet, sam: Person, ada: Person
) -> None:
    tea, pot = placed.lines
    tries: Sequence[LineEdit] = [to_quantity(line, n) for n in range(3, 7) for line in (tea, pot)]
    people = (sam, ada)
    ends = await asyncio.gather(
        *(change(people[at % 2], placed, edit) for at, edit in enumerate(tries)), return_exceptions=True
    )
    won = [end for end in ends if not isinstance(end, BaseException)]
    assert len(won) == 2
    assert all(isinstance(end, DomainError) for end in ends if isinstance(end, BaseException))
    await assert_rollups_are_exact()


async def test_a_gesture_of_lines_is_one_in_the_list_of_what_a_person_did(placed: OrderSheet, sam: Person) -> None:
    tea, pot = placed.lines
    one, two = uuid4(), uuid4()
    stands = await change(sam, placed, to_quantity(tea, 3), gesture=one)
    await change(sam, stands, to_quantity(stands.lines[0], 4), to_quantity(pot, 4), gesture=two)
    async with read_session() as session:
        first, second = await session.get(Gesture, one), await session.get(Gesture, two)
    assert first is not None
    assert second is not None
    told = [(g.actor_id, g.kind, g.fields, g.cells, g.rows) for g in (first, second)]
    assert told == [(sam.id, GestureKind.LINES, "lines", n, 1) for n in (1, 2)]
    assert (first.value, second.value) == ('"3 \\u00d7 Product TEA-1"', None)
