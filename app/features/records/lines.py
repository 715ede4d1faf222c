"""The lines of an order as one gesture, counted in the list of what a person did."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from app.core.actor import Actor
from app.core.unit_of_work import in_one_go, unit_of_work
from app.features.changes.service import GestureReused
from app.features.orders.line_plan import LineChanges
from app.features.orders.line_schemas import LineEdit, OrderSheet
from app.features.orders.lines import apply_lines, sheet_of
from app.features.orders.reading import assert_staff, visible_order
from app.features.records import gestures
from app.features.records.editors import editor_of
from app.features.records.schemas import Act
from app.models import Entity, Gesture, GestureKind

FIELD = "lines"


@in_one_go
async def edit_lines(actor: Actor, order_id: UUID, edits: Sequence[LineEdit], *, act: Act) -> OrderSheet:
    """Add, change and remove lines of an order: all of the gesture or nothing; the order as it then stands.

    Raises NotFound, Forbidden for customers, and all that `apply_lines` does.
    """
    async with unit_of_work() as uow:
        order = await visible_order(uow.session, actor, order_id, lock=True)
        assert_staff(actor)
        earlier = await uow.session.get(Gesture, act.id)
        if earlier is not None and earlier.actor_id != actor.user_id:
            raise GestureReused
        changes = await apply_lines(uow, actor, order, edits=edits, gesture_id=act.id)
        if changes and actor.user_id is not None:
            saved = [(order.id, FIELD, words) for words in _became(changes)]
            lines_act = replace(act, kind=GestureKind.LINES)
            await gestures.remember(uow, actor.user_id, saved, editor=editor_of(Entity.ORDER), act=lines_act)
        await uow.session.flush()
        return await sheet_of(uow.session, actor, order)


def _became(changes: LineChanges) -> list[str]:
    """What each line became, in words for the undo list: products are not personal."""
    return [
        f"{new.quantity} \N{MULTIPLICATION SIGN} {new.name}" if new else f"no {old.name if old else 'line'}"
        for old, new in changes.values()
    ]
