import asyncio

import pytest
from sqlmodel import col, func, select

from app.core.database import read_session
from app.core.errors import DomainError, FieldConflict, Forbidden, Invalid, NotFound, Stale
from app.features.changes.service import GestureReused
from app.features.orders import service as orders
from app.features.orders.rules import OrderNotCancellable, OrderNotEditable, TransitionNotAllowed
from app.features.orders.schemas import OrderPatch
from app.features.records.service import Act
from app.models import Change, OrderRollup, OrderStatus
from tests.features.orders.shop import order, product
from tests.support.cast import Person
from tests.support.records import edit_order

pytestmark = pytest.mark.asyncio
PAID = OrderPatch(status=OrderStatus.PAID)


async def test_an_edit_moves_the_version_and_nothing_else(alice: Person, sam: Person, ada: Person) -> None:
    placed = await order(alice.actor(), await product(ada))
    paid = await orders.patch_order(sam.actor(), placed.id, version=1, patch=PAID)
    assert paid.version == 2
    assert paid == placed.model_copy(update={"status": OrderStatus.PAID, "version": 2, "updated_at": paid.updated_at})
    assert await orders.get_order(alice.actor(), placed.id) == paid


async def test_an_edit_that_changes_nothing_leaves_the_version(alice: Person, sam: Person, ada: Person) -> None:
    placed = await order(alice.actor(), await product(ada))
    same = await orders.patch_order(sam.actor(), placed.id, version=1, patch=OrderPatch(ship_to="1 Lane, Town"))
    assert same == placed


async def test_a_stale_patch_is_refused_with_the_current_order(alice: Person, sam: Person, ada: Person) -> None:
    placed = await order(alice.actor(), await product(ada))
    await orders.patch_order(sam.actor(), placed.id, version=1, patch=PAID)
    with pytest.raises(Stale) as refusal:
        await orders.patch_order(alice.actor(), placed.id, version=1, patch=OrderPatch(note="door code 7"))
    current = refusal.value.extra["current"]
    assert isinstance(current, dict)
    assert (current["version"], current["status"]) == (2, "paid")


async def test_of_many_patches_from_one_version_one_wins(alice: Person, sam: Person, ada: Person) -> None:
    placed = await order(alice.actor(), await product(ada))
    tries = [
        orders.patch_order(sam.actor(), placed.id, version=1, patch=OrderPatch(note=f"try {number}"))
        for number in range(6)
    ]
    ends = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(not isinstance(end, BaseException) for end in ends) == 1
    assert sum(isinstance(end, Stale) for end in ends) == 5
    assert (await orders.get_order(sam.actor(), placed.id)).version == 2


async def test_cells_of_different_fields_merge(alice: Person, sam: Person, ada: Person) -> None:
    placed = await order(alice.actor(), await product(ada))
    await asyncio.gather(
        edit_order(sam.actor(), placed.id, "note", "", "ring twice"),
        edit_order(ada.actor(), placed.id, "status", "pending", "paid"),
        edit_order(ada.actor(), placed.id, "ship_to", "1 Lane, Town", "2 Lane"),
    )
    stands = await orders.get_order(sam.actor(), placed.id)
    assert (stands.note, stands.status, stands.ship_to) == ("ring twice", OrderStatus.PAID, "2 Lane")
    assert stands.version == 4


async def test_the_same_cell_changed_twice_shows_all_three_values(alice: Person, sam: Person, ada: Person) -> None:
    placed = await order(alice.actor(), await product(ada))
    await edit_order(ada.actor(), placed.id, "note", "", "hers")
    with pytest.raises(FieldConflict) as conflict:
        await edit_order(sam.actor(), placed.id, "note", "", "his")
    assert conflict.value.extra == {"field": "note", "base": "", "mine": "his", "theirs": "hers"}
    assert (await orders.get_order(sam.actor(), placed.id)).note == "hers"


async def test_an_edit_sent_twice_counts_once(alice: Person, sam: Person, ada: Person) -> None:
    placed = await order(alice.actor(), await product(ada))
    for _ in range(2):
        await edit_order(sam.actor(), placed.id, "note", "", "ring twice")
    stands = await orders.get_order(sam.actor(), placed.id)
    assert (stands.note, stands.version) == ("ring twice", 2)


async def test_an_edit_whose_answer_was_lost_does_not_overwrite_what_came_after(
    alice: Person, sam: Person, ada: Person
) -> None:
    placed = await order(alice.actor(), await product(ada))
    act = Act()
    await edit_order(sam.actor(), placed.id, "note", "", "his", act=act)
    await edit_order(ada.actor(), placed.id, "note", "his", "")
    await edit_order(sam.actor(), placed.id, "note", "", "his", act=act)
    stands = await orders.get_order(sam.actor(), placed.id)
    assert (stands.note, stands.version) == ("", 3)
    with pytest.raises(GestureReused):
        await edit_order(sam.actor(), placed.id, "note", "", "another", act=act)


@pytest.mark.parametrize(
    ("field", "value", "pointer"),
    [
        ("status", "gone", "/value"),
        ("note", "x" * 2001, "/value"),
        ("total", "1", "/field"),
        ("note", "a\x00b", "/value"),
    ],
)
async def test_a_wrong_cell_is_named(
    field: str, value: str, pointer: str, alice: Person, sam: Person, ada: Person
) -> None:
    placed = await order(alice.actor(), await product(ada))
    with pytest.raises(Invalid) as refusal:
        await edit_order(sam.actor(), placed.id, field, "", value)
    assert refusal.value.errors[0].pointer == pointer


async def test_a_status_that_does_not_follow_is_refused_with_the_reason(
    alice: Person, sam: Person, ada: Person
) -> None:
    placed = await order(alice.actor(), await product(ada))
    with pytest.raises(TransitionNotAllowed, match="From pending an order can become paid or cancelled"):
        await orders.patch_order(
            sam.actor(), placed.id, version=1, patch=OrderPatch(status=OrderStatus.DELIVERED, note="lost with it")
        )
    assert await orders.get_order(sam.actor(), placed.id) == placed


async def test_a_customer_corrects_the_address_of_an_open_order_only(alice: Person, sam: Person, ada: Person) -> None:
    placed = await order(alice.actor(), await product(ada))
    moved = await orders.patch_order(alice.actor(), placed.id, version=1, patch=OrderPatch(ship_to="2 Lane"))
    assert moved.ship_to == "2 Lane"
    await orders.patch_order(sam.actor(), placed.id, version=2, patch=PAID)
    await orders.patch_order(sam.actor(), placed.id, version=3, patch=OrderPatch(status=OrderStatus.SHIPPED))
    with pytest.raises(OrderNotEditable):
        await orders.patch_order(alice.actor(), placed.id, version=4, patch=OrderPatch(ship_to="3 Lane"))


async def test_a_customer_cannot_set_the_status(alice: Person, ada: Person) -> None:
    placed = await order(alice.actor(), await product(ada))
    with pytest.raises(Forbidden):
        await orders.patch_order(alice.actor(), placed.id, version=1, patch=PAID)


async def test_a_stranger_finds_no_order(alice: Person, bob: Person, ada: Person) -> None:
    placed = await order(alice.actor(), await product(ada))
    tries = [
        orders.get_order(bob.actor(), placed.id),
        orders.history(bob.actor(), placed.id),
        orders.customer_of(bob.actor(), placed.id),
        orders.cancel_order(bob.actor(), placed.id),
        orders.patch_order(bob.actor(), placed.id, version=1, patch=OrderPatch(note="mine now")),
    ]
    ends = await asyncio.gather(*tries, return_exceptions=True)
    assert [type(end) for end in ends] == [NotFound] * len(tries)


async def test_the_grid_is_not_for_customers(alice: Person, ada: Person) -> None:
    placed = await order(alice.actor(), await product(ada))
    with pytest.raises(Forbidden):
        await edit_order(alice.actor(), placed.id, "note", "", "x")
    with pytest.raises(Forbidden):
        await orders.rows(alice.actor(), [placed.id])


async def test_an_order_is_cancelled_once(alice: Person, ada: Person) -> None:
    placed = await order(alice.actor(), await product(ada))
    assert (await orders.cancel_order(alice.actor(), placed.id)).status is OrderStatus.CANCELLED
    with pytest.raises(OrderNotCancellable, match="cancelled"):
        await orders.cancel_order(alice.actor(), placed.id)


async def test_cancelling_and_paying_at_once_end_in_an_allowed_life(alice: Person, sam: Person, ada: Person) -> None:
    placed = await order(alice.actor(), await product(ada))
    ends = await asyncio.gather(
        orders.cancel_order(alice.actor(), placed.id),
        edit_order(sam.actor(), placed.id, "status", "pending", "paid"),
        return_exceptions=True,
    )
    assert any(not isinstance(end, BaseException) for end in ends)
    assert all(isinstance(end, DomainError) for end in ends if isinstance(end, BaseException))
    history = [entry for entry in await orders.history(sam.actor(), placed.id) if entry.field == "status"]
    steps = [(entry.old, entry.new) for entry in history]
    assert steps in ([("pending", "paid")], [("pending", "cancelled")], [("pending", "paid"), ("paid", "cancelled")])


async def test_the_history_tells_every_change_with_who_and_which_door(alice: Person, sam: Person, ada: Person) -> None:
    placed = await order(alice.actor(), await product(ada))
    await orders.patch_order(sam.actor(), placed.id, version=1, patch=OrderPatch(status=OrderStatus.PAID, note="hi"))
    history = await orders.history(alice.actor(), placed.id)
    assert [(entry.field, entry.old, entry.new) for entry in history[:1]] == [("*", None, history[0].new)]
    told = {entry.field: (entry.old, entry.new, entry.actor_id, entry.version) for entry in history[1:]}
    assert told["ship_to"] == (None, "1 Lane, Town", alice.id, 1)
    assert told["status"] == ("pending", "paid", sam.id, 2)
    assert told["note"] == ("", "hi", sam.id, 2)


async def test_the_rollups_follow_the_status(alice: Person, sam: Person, ada: Person) -> None:
    placed = await order(alice.actor(), await product(ada))
    await orders.patch_order(sam.actor(), placed.id, version=1, patch=PAID)
    async with read_session() as session:
        sums = select(OrderRollup.status, func.sum(OrderRollup.orders), func.sum(OrderRollup.amount))
        rows = (await session.execute(sums.group_by(col(OrderRollup.status)))).all()
    assert {status: (int(number), int(amount)) for status, number, amount in rows} == {
        OrderStatus.PENDING: (0, 0),
        OrderStatus.PAID: (1, 500),
    }


async def test_the_log_is_written_with_the_change_or_not_at_all(alice: Person, sam: Person, ada: Person) -> None:
    placed = await order(alice.actor(), await product(ada))
    with pytest.raises(TransitionNotAllowed):
        await edit_order(sam.actor(), placed.id, "status", "pending", "shipped")
    async with read_session() as session:
        entries = select(func.count()).select_from(Change).where(col(Change.field) == "status")
        assert await session.scalar(entries) == 0
