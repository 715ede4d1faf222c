"""Undo with a name: one act is one undo, and what somebody else has changed since stays as they made it."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from app.core.actor import Role
from app.core.errors import Forbidden, NotFound
from app.core.ids import new_id
from app.core.unit_of_work import unit_of_work
from app.features.accounts import service as accounts
from app.features.catalog import service as catalog
from app.features.changes.service import GestureReused, Subject, record_created
from app.features.jobs import service as jobs
from app.features.jobs.runner import Runner
from app.features.orders import service as orders
from app.features.orders.line_schemas import LineValues, OrderLine, SetLine
from app.features.orders.lines import get_sheet
from app.features.orders.schemas import OrderDetail
from app.features.records import undoing
from app.features.records.lines import edit_lines
from app.features.records.schemas import Value
from app.features.records.service import Act, CellEdit, GestureKind, edit_cells
from app.features.records.undo_job import revert_rows
from app.features.records.undo_schemas import AlreadyUndone, NothingToRedo, Reverted, UndoBlocked
from app.models import Entity, JobKind
from tests.features.orders.shop import order, product
from tests.support.cast import Person, join
from tests.support.engines import on_sqlite
from tests.support.records import edit_order, edit_user

pytestmark = pytest.mark.asyncio


async def three_orders(alice: Person, ada: Person) -> list[OrderDetail]:
    tea = await product(ada)
    return [await order(alice.actor(), tea) for _ in range(3)]


async def set_all(who: Person, rows: Sequence[OrderDetail], field: str, *values: Value) -> UUID:
    """One act: the cell of each row goes from what it was to another value."""
    act = Act(new_id(), GestureKind.PASTE)
    await edit_cells(who.actor(), [CellEdit(row.id, field, *values) for row in rows], act, entity=Entity.ORDER)
    return act.id


async def undo(who: Person, gesture: UUID, *, partial: bool = False, act: UUID | None = None) -> Reverted:
    return await undoing.undo(who.actor(), Entity.ORDER, gesture, act_id=act or new_id(), partial=partial)


async def redo(who: Person, gesture: UUID, *, partial: bool = False) -> Reverted:
    return await undoing.redo(who.actor(), Entity.ORDER, gesture, act_id=new_id(), partial=partial)


async def column(rows: Sequence[OrderDetail], who: Person, field: str = "status") -> list[str]:
    return [str(getattr(await orders.get_order(who.actor(), row.id), field)) for row in rows]


async def test_an_act_goes_back_whole_and_again(alice: Person, ada: Person, sam: Person) -> None:
    rows = await three_orders(alice, ada)
    act = await set_all(sam, rows, "status", "pending", "paid")
    (step,) = (await undoing.my_steps(sam.actor(), Entity.ORDER)).steps
    assert (step.fields, step.value, step.rows, step.state, step.kind) == (("status",), "paid", 3, "done", "paste")
    back = await undo(sam, act)
    assert (back.cells, set(back.rows)) == (3, {row.id for row in rows})
    assert await column(rows, sam) == ["pending"] * 3
    steps = await undoing.my_steps(sam.actor(), Entity.ORDER)
    assert (steps.steps[0].state, steps.next_undo, steps.next_redo) == ("undone", None, act)
    await redo(sam, act)
    assert await column(rows, sam) == ["paid"] * 3
    await undo(sam, act)
    assert await column(rows, sam) == ["pending"] * 3
    with pytest.raises(AlreadyUndone):
        await undo(sam, act)


async def test_a_status_goes_back_the_way_it_came_and_the_figures_follow(
    alice: Person, ada: Person, sam: Person
) -> None:
    rows = await three_orders(alice, ada)
    await set_all(sam, rows, "status", "pending", "paid")
    act = await set_all(sam, rows, "status", "paid", "refunded")
    await undo(sam, act)
    assert await orders.status_counts(sam.actor()) == {"paid": 3}
    assert await column(rows, sam) == ["paid"] * 3


async def test_what_somebody_else_changed_stays_and_the_rest_goes_back_only_if_asked(
    alice: Person, ada: Person, sam: Person
) -> None:
    rows = await three_orders(alice, ada)
    act = await set_all(sam, rows, "status", "pending", "paid")
    await edit_order(ada.actor(), rows[1].id, "status", "paid", "shipped")
    await edit_order(ada.actor(), rows[2].id, "note", "", "Mind the dog")
    with pytest.raises(UndoBlocked) as refused:
        await undo(sam, act)
    (obstacle,) = refused.value.obstacles
    assert (obstacle.row_id, obstacle.code, obstacle.who) == (rows[1].id, "changed_since", ada.id)
    assert (refused.value.possible, refused.value.blocked) == (2, 1)
    assert await column(rows, sam) == ["paid", "shipped", "paid"]
    back = await undo(sam, act, partial=True)
    assert (back.cells, len(back.obstacles)) == (2, 1)
    assert await column(rows, sam) == ["pending", "shipped", "pending"]
    assert await column(rows[2:], sam, "note") == ["Mind the dog"]
    assert (await undoing.my_steps(sam.actor(), Entity.ORDER)).steps[0].state == "partly"
    assert (await redo(sam, act)).cells == 2
    assert await column(rows, sam) == ["paid", "shipped", "paid"]


async def test_there_and_back_by_somebody_else_still_counts_as_changed(alice: Person, ada: Person, sam: Person) -> None:
    rows = await three_orders(alice, ada)
    act = await set_all(sam, rows[:1], "note", "", "Ring")
    await edit_order(ada.actor(), rows[0].id, "note", "Ring", "Knock")
    await edit_order(ada.actor(), rows[0].id, "note", "Knock", "Ring")
    with pytest.raises(UndoBlocked):
        await undo(sam, act, partial=True)
    assert await column(rows[:1], sam, "note") == ["Ring"]


async def test_an_older_act_under_a_newer_one_of_ones_own_says_so(alice: Person, ada: Person, sam: Person) -> None:
    rows = await three_orders(alice, ada)
    first = await set_all(sam, rows, "status", "pending", "paid")
    second = await set_all(sam, rows[:1], "status", "paid", "shipped")
    with pytest.raises(UndoBlocked) as refused:
        await undo(sam, first)
    assert {obstacle.code for obstacle in refused.value.obstacles} == {"changed_by_you"}
    await undo(sam, second)
    await undo(sam, first)
    assert await column(rows, sam) == ["pending"] * 3
    await redo(sam, first)
    await redo(sam, second)
    assert await column(rows, sam) == ["shipped", "paid", "paid"]
    await undo(sam, second)
    await undo(sam, first)
    assert await column(rows, sam) == ["pending"] * 3


async def test_what_somebody_else_did_and_took_back_is_in_nobodys_way(alice: Person, ada: Person, sam: Person) -> None:
    rows = await three_orders(alice, ada)
    act = await set_all(sam, rows, "status", "pending", "paid")
    others = await set_all(ada, rows[:1], "status", "paid", "shipped")
    await undo(ada, others)
    await undo(sam, act)
    with pytest.raises(UndoBlocked):
        await redo(ada, others)
    assert await column(rows, sam) == ["pending"] * 3


async def test_a_new_act_ends_what_could_be_done_again(alice: Person, ada: Person, sam: Person) -> None:
    rows = await three_orders(alice, ada)
    act = await set_all(sam, rows, "status", "pending", "paid")
    await undo(sam, act)
    await set_all(sam, rows[:1], "note", "", "New")
    assert (await undoing.my_steps(sam.actor(), Entity.ORDER)).next_redo is None
    with pytest.raises(NothingToRedo):
        await redo(sam, act)


async def test_the_same_request_again_changes_nothing_twice(alice: Person, ada: Person, sam: Person) -> None:
    rows = await three_orders(alice, ada)
    act, request = await set_all(sam, rows, "status", "pending", "paid"), new_id()
    first = await undo(sam, act, act=request)
    again = await undo(sam, act, act=request)
    assert (first.cells, again.cells, again.id) == (3, 3, request)
    other = await set_all(sam, rows, "note", "", "x")
    with pytest.raises(GestureReused):
        await undo(sam, other, act=request)


async def test_an_act_is_ones_own(alice: Person, ada: Person, sam: Person) -> None:
    rows = await three_orders(alice, ada)
    act = await set_all(sam, rows, "status", "pending", "paid")
    for gesture, who in ((act, ada), (uuid4(), sam)):
        with pytest.raises(NotFound):
            await undo(who, gesture)
    assert (await undoing.my_steps(ada.actor(), Entity.ORDER)).steps == ()
    with pytest.raises(GestureReused):
        await edit_order(ada.actor(), rows[0].id, "note", "", "Mine", act=Act(act))
    for who, entity in ((alice, Entity.ORDER), (sam, Entity.USER)):
        with pytest.raises(Forbidden):
            await undoing.my_steps(who.actor(), entity)


async def test_a_rule_that_stands_against_it_keeps_all_as_it_is(ada: Person) -> None:
    eve, act = await join("Eve Early"), Act(new_id())
    await edit_user(ada.actor(), eve.id, "role", "customer", "admin", act=act)
    as_admin = replace(eve.actor(), role=Role.ADMIN)
    await edit_user(as_admin, ada.id, "role", "admin", "customer")
    with pytest.raises(UndoBlocked) as refused:
        await undoing.undo(ada.actor(), Entity.USER, act.id, act_id=new_id())
    assert [obstacle.code for obstacle in refused.value.obstacles] == ["last_admin"]
    assert (await accounts.get_user(as_admin, eve.id)).role is Role.ADMIN


def seen(line: OrderLine) -> LineValues:
    price = line.unit_price.amount if line.unit_price else None
    return LineValues(quantity=line.quantity, unit_price=price, line_total=line.line_total.amount)


async def to_quantity(who: Person, placed: OrderDetail, quantity: int) -> UUID:
    """One act: each line of the order gets another quantity."""
    lines = (await get_sheet(who.actor(), placed.id)).lines
    edits = [SetLine(op="set", line_id=line.id, base=seen(line), quantity=quantity) for line in lines]
    act = Act(new_id())
    await edit_lines(who.actor(), placed.id, edits, act=act)
    return act.id


async def test_lines_go_back_together(alice: Person, ada: Person, sam: Person) -> None:
    placed, *_ = await three_orders(alice, ada)
    before = await get_sheet(sam.actor(), placed.id)
    act = await to_quantity(sam, placed, 7)
    assert (await undo(sam, act)).cells == 1
    back = await get_sheet(sam.actor(), placed.id)
    assert (back.lines, back.order.total_price) == (before.lines, before.order.total_price)
    await redo(sam, act)
    assert [line.quantity for line in (await get_sheet(sam.actor(), placed.id)).lines] == [7]
    await to_quantity(ada, placed, 1)
    with pytest.raises(UndoBlocked) as refused:
        await undo(sam, act, partial=True)
    assert [obstacle.field for obstacle in refused.value.obstacles] == ["lines"]


async def test_what_an_act_added_is_not_deleted_and_it_says_so(ada: Person) -> None:
    made, changed = await product(ada, "NEW-1"), await product(ada, "OLD-1")
    act = Act(new_id(), GestureKind.IMPORT)
    await edit_cells(ada.actor(), [CellEdit(changed, "name", "Product OLD-1", "Old")], act, entity=Entity.PRODUCT)
    async with unit_of_work() as uow:
        record_created(uow, ada.actor(), Subject(Entity.PRODUCT, made, gesture_id=act.id), values={"name": "New"})
    with pytest.raises(UndoBlocked) as refused:
        await undoing.undo(ada.actor(), Entity.PRODUCT, act.id, act_id=new_id())
    assert [(obstacle.row_id, obstacle.code) for obstacle in refused.value.obstacles] == [(made, "was_added")]
    await undoing.undo(ada.actor(), Entity.PRODUCT, act.id, act_id=new_id(), partial=True)
    (row,) = await catalog.rows(ada.actor(), [changed])
    assert row.name == "Product OLD-1"


@on_sqlite
async def test_many_cells_go_back_in_the_background_as_one_act(
    alice: Person, ada: Person, sam: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = await three_orders(alice, ada)
    act, request = await set_all(sam, rows, "status", "pending", "paid"), new_id()
    await edit_order(ada.actor(), rows[1].id, "status", "paid", "shipped")
    monkeypatch.setattr(undoing, "MAX_CELLS", 2)
    with pytest.raises(UndoBlocked) as refused:
        await undo(sam, act)
    assert (refused.value.possible, refused.value.blocked) == (2, 1)
    started = await undo(sam, act, partial=True, act=request)
    assert started.job == request
    assert (await undo(sam, act, act=request)).job == request
    with pytest.raises(AlreadyUndone):
        await undo(sam, act)
    await Runner({JobKind.UNDO: revert_rows}).work_off()
    told = await jobs.progress(sam.actor(), request)
    assert (told.state, told.changed, told.refused) == ("done", 2, 1)
    assert await column(rows, sam) == ["pending", "shipped", "pending"]
    (step,) = (await undoing.my_steps(sam.actor(), Entity.ORDER)).steps
    assert (step.state, step.undone) == ("partly", 2)
    monkeypatch.setattr(undoing, "MAX_CELLS", 1)
    again = await redo(sam, act)
    await Runner({JobKind.UNDO: revert_rows}).work_off()
    assert again.job is not None
    assert await column(rows, sam) == ["paid", "shipped", "paid"]
