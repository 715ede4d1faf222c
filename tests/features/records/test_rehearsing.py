"""What would become of cells, and that looking leaves no trace."""

import pytest
from sqlmodel import func, select

from app.core.database import read_session
from app.core.errors import FieldConflict, Forbidden, Invalid
from app.core.ids import new_id
from app.features.orders import service as orders
from app.features.records.service import MAX_CELLS, CellEdit, rehearse_cells
from app.models import Change, Entity, Gesture
from tests.features.orders.shop import order, product
from tests.support.cast import Person

pytestmark = pytest.mark.asyncio


async def traces() -> list[int]:
    async with read_session() as session:
        return [await session.scalar(select(func.count()).select_from(table)) or 0 for table in (Change, Gesture)]


async def test_a_rehearsal_says_what_would_be_and_changes_nothing(alice: Person, sam: Person, ada: Person) -> None:
    tea = await product(ada)
    one, two = [await order(alice.actor(), tea) for _ in range(2)]
    before = await traces()
    outcomes = await rehearse_cells(
        sam.actor(),
        [
            CellEdit(one.id, "status", "pending", "paid"),
            CellEdit(one.id, "note", "", "fragile"),
            CellEdit(two.id, "status", "pending", "shipped"),
            CellEdit(two.id, "note", "what was never there", "mine"),
            CellEdit(two.id, "ship_to", two.ship_to, two.ship_to),
            CellEdit(new_id(), "note", "", "x"),
            CellEdit(two.id, "number", 1, 2),
        ],
        entity=Entity.ORDER,
    )
    assert [(became.state, became.code) for became in outcomes] == [
        ("saved", ""),
        ("saved", ""),
        ("refused", "transition_not_allowed"),
        ("conflict", "field_conflict"),
        ("unchanged", ""),
        ("refused", "not_found"),
        ("refused", "invalid"),
    ]
    assert isinstance(outcomes[3].refusal, FieldConflict)
    assert await traces() == before
    assert [(await orders.get_order(sam.actor(), placed.id)).version for placed in (one, two)] == [1, 1]


async def test_only_who_may_edit_may_rehearse_and_not_too_much(alice: Person, sam: Person, ada: Person) -> None:
    placed = await order(alice.actor(), await product(ada))
    with pytest.raises(Forbidden):
        await rehearse_cells(alice.actor(), [CellEdit(placed.id, "note", "", "x")], entity=Entity.ORDER)
    many = [CellEdit(new_id(), "note", "", "x")] * (MAX_CELLS + 1)
    with pytest.raises(Invalid):
        await rehearse_cells(sam.actor(), many, entity=Entity.ORDER)
