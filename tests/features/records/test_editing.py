"""Cells of many rows in one gesture: what is saved, what is not, and what is remembered of it."""

import json

import pytest
from sqlmodel import col, select

from app.core.actor import Role
from app.core.database import Database, read_session
from app.core.errors import FieldConflict, Forbidden, Invalid
from app.core.ids import new_id
from app.features.accounts import service as accounts
from app.features.orders import service as orders
from app.features.orders.schemas import OrderDetail
from app.features.records.schemas import Value
from app.features.records.service import MAX_CELLS, Act, CellEdit, GestureKind, Outcome, edit_cells
from app.models import Change, Entity, Gesture
from tests.features.orders.shop import order, product
from tests.support.cast import Person, join

pytestmark = pytest.mark.asyncio


async def some_orders(alice: Person, ada: Person, count: int = 3) -> list[OrderDetail]:
    tea = await product(ada)
    return [await order(alice.actor(), tea) for _ in range(count)]


async def edit(who: Person, act: Act, *cells: tuple[OrderDetail, str, Value, Value]) -> list[Outcome]:
    wanted = [CellEdit(placed.id, field, base, value) for placed, field, base, value in cells]
    return await edit_cells(who.actor(), wanted, act, entity=Entity.ORDER)


async def gesture_of(act: Act) -> Gesture | None:
    async with read_session() as session:
        return await session.get(Gesture, act.id)


async def test_a_refused_cell_does_not_hold_up_the_others(alice: Person, sam: Person, ada: Person) -> None:
    one, two, three = await some_orders(alice, ada)
    became = await edit(
        sam,
        Act(kind=GestureKind.PASTE),
        (one, "status", "pending", "paid"),
        (one, "note", "", "fragile"),
        (two, "status", "pending", "shipped"),
        (three, "note", "what was never there", "mine"),
    )
    assert [outcome.state for outcome in became] == ["saved", "saved", "refused", "conflict"]
    assert [outcome.stands for outcome in became] == ["paid", "fragile", None, None]
    assert became[2].code == "transition_not_allowed"
    assert isinstance(became[3].refusal, FieldConflict)
    stands = [await orders.get_order(sam.actor(), placed.id) for placed in (one, two, three)]
    assert [(now.status, now.note, now.version) for now in stands] == [
        ("paid", "fragile", 2),
        ("pending", "", 1),
        ("pending", "", 1),
    ]


async def test_a_gesture_sent_again_changes_nothing_twice(alice: Person, sam: Person, ada: Person) -> None:
    one, two, _ = await some_orders(alice, ada)
    act = Act(kind=GestureKind.FILL)
    cells = ((one, "note", "", "ring"), (two, "note", "", "ring"))
    first, again = await edit(sam, act, *cells), await edit(sam, act, *cells)
    assert [outcome.state for outcome in (*first, *again)] == ["saved"] * 4
    async with read_session() as session:
        entries = (await session.scalars(select(Change).where(col(Change.gesture_id) == act.id))).all()
    assert len(entries) == 2
    gesture = await gesture_of(act)
    assert gesture is not None
    assert (gesture.cells, gesture.rows) == (2, 2)


async def test_a_gesture_is_remembered_with_what_it_did(alice: Person, sam: Person, ada: Person) -> None:
    one, two, _ = await some_orders(alice, ada)
    act = Act(kind=GestureKind.BULK)
    await edit(sam, act, (one, "status", "pending", "paid"))
    await edit(sam, act, (two, "status", "pending", "paid"))
    gesture = await gesture_of(act)
    assert gesture is not None
    assert (gesture.actor_id, gesture.kind, gesture.fields) == (sam.id, GestureKind.BULK, "status")
    assert (json.loads(gesture.value or "null"), gesture.cells, gesture.rows) == ("paid", 2, 2)


async def test_a_personal_value_stands_in_no_gesture(alice: Person, sam: Person, ada: Person) -> None:
    one, *_ = await some_orders(alice, ada)
    act = Act()
    await edit(sam, act, (one, "note", "", "ring at the neighbour's"))
    gesture = await gesture_of(act)
    assert gesture is not None
    assert (gesture.fields, gesture.value) == ("note", None)


async def test_what_changes_nothing_leaves_no_gesture(alice: Person, sam: Person, ada: Person) -> None:
    one, *_ = await some_orders(alice, ada)
    act = Act()
    (outcome,) = await edit(sam, act, (one, "note", "", ""))
    assert (outcome.state, await gesture_of(act)) == ("unchanged", None)


async def test_of_the_admins_in_one_gesture_one_stays(database: Database, ada: Person) -> None:
    eve = await join("Eve Ernst", Role.ADMIN)
    cells = [CellEdit(who.id, "role", "admin", "customer") for who in (eve, ada)]
    became = await edit_cells(ada.actor(), cells, Act(), entity=Entity.USER)
    assert sorted(outcome.code for outcome in became) == ["", "last_admin"]
    assert len([row for row in await accounts.rows(ada.actor(), [ada.id, eve.id]) if row.role == "admin"]) == 1


async def test_customers_edit_no_cells_and_nobody_edits_too_many(alice: Person, sam: Person, ada: Person) -> None:
    one, *_ = await some_orders(alice, ada, 1)
    with pytest.raises(Forbidden):
        await edit(alice, Act(), (one, "note", "", "x"))
    many = [CellEdit(new_id(), "note", "", "x")] * (MAX_CELLS + 1)
    with pytest.raises(Invalid):
        await edit_cells(sam.actor(), many, Act(), entity=Entity.ORDER)
