"""Correcting an order. The API names a version and is refused when it is stale; the grid merges by field.

Both end in one write: the row is locked while it is compared, only the fields that changed are written, with the change
log and the rollups in the same transaction.
"""

from collections.abc import Mapping
from uuid import UUID

from app.core.actor import Actor
from app.core.errors import FieldConflict, Forbidden, Stale, invalid
from app.core.ids import new_id
from app.core.parsing import parse
from app.core.unit_of_work import UnitOfWork, unit_of_work
from app.features.changes.service import Subject, record_fields, was_done
from app.features.orders import repository, rollups
from app.features.orders.mapping import to_grid_row
from app.features.orders.reading import assert_staff, load_detail, visible_order
from app.features.orders.rules import OrderNotCancellable, assert_can_move, assert_customer_may_edit, can_cancel
from app.features.orders.schemas import FieldEdit, OrderDetail, OrderGridRow, OrderPatch
from app.models import Entity, Order, OrderStatus

PERSONAL = frozenset({"ship_to", "note"})


async def patch_order(actor: Actor, order_id: UUID, *, version: int, patch: OrderPatch) -> OrderDetail:
    """Change fields of the order as it was at `version`.

    Customers may change address and note of their own open orders; staff everything that the rules allow. Raises
    NotFound, Stale with the current order, Forbidden, OrderNotEditable, TransitionNotAllowed.
    """
    async with unit_of_work() as uow:
        order = await visible_order(uow.session, actor, order_id, lock=True)
        if order.version != version:
            raise Stale(current=(await load_detail(uow.session, order)).model_dump(mode="json"))
        _assert_may_edit(actor, order, patch)
        await _apply(uow, actor, order, patch.changes)
        return await load_detail(uow.session, order)


async def edit_field(actor: Actor, order_id: UUID, edit: FieldEdit) -> OrderGridRow:
    """Change one cell of the grid. Another field may have moved on meanwhile; the same field is a conflict.

    The same gesture again changes nothing, so an edit may be repeated when its answer was lost. Raises NotFound,
    Invalid naming the field, FieldConflict with base, mine and theirs, TransitionNotAllowed.
    """
    patch = _patch_of(edit)
    async with unit_of_work() as uow:
        order = await visible_order(uow.session, actor, order_id, lock=True)
        assert_staff(actor)
        stored = _current(order)[edit.field]
        wanted = patch.changes[edit.field]
        if not await was_done(uow, edit.gesture_id, row_id=order.id, field=edit.field, wanted=str(wanted)):
            if stored not in {edit.base, wanted}:
                raise FieldConflict(field=edit.field, base=edit.base, mine=edit.value, theirs=stored)
            await _apply(uow, actor, order, {edit.field: wanted}, gesture_id=edit.gesture_id)
        customers = await repository.users(uow.session, [order.user_id])
        return to_grid_row(order, customers.get(order.user_id))


async def cancel_order(actor: Actor, order_id: UUID) -> OrderDetail:
    """Call an order off. Raises NotFound, OrderNotCancellable."""
    async with unit_of_work() as uow:
        order = await visible_order(uow.session, actor, order_id, lock=True)
        if not can_cancel(order.status):
            msg = f"The order is {order.status} and can no longer be cancelled"
            raise OrderNotCancellable(msg)
        await _apply(uow, actor, order, {"status": OrderStatus.CANCELLED})
        return await load_detail(uow.session, order)


def _patch_of(edit: FieldEdit) -> OrderPatch:
    if edit.field not in OrderPatch.model_fields:
        raise invalid("field", "not_editable", f"{edit.field} cannot be edited")
    return parse(OrderPatch, {edit.field: edit.value})


def _assert_may_edit(actor: Actor, order: Order, patch: OrderPatch) -> None:
    if actor.is_staff:
        return
    if "status" in patch.changes:
        msg = "Only the shop moves an order on; to call it off, cancel it"
        raise Forbidden(msg)
    assert_customer_may_edit(order.status)


def _current(order: Order) -> dict[str, str]:
    return {
        "status": order.status.value,
        "ship_to": order.ship_to.reveal() or "",
        "note": order.note.reveal() or "",
    }


async def _apply(
    uow: UnitOfWork, actor: Actor, order: Order, wanted: Mapping[str, str], *, gesture_id: UUID | None = None
) -> None:
    """Write what differs, log it, move the rollups. `order` afterwards is as it stands in the database."""
    before = _current(order)
    changes: dict[str, tuple[object, object]] = {
        field: (before[field], str(value)) for field, value in wanted.items() if before[field] != value
    }
    if not changes:
        return
    if "status" in changes:
        target = OrderStatus(wanted["status"])
        assert_can_move(order.status, target)
        rollups.move(uow, order, target, units=await repository.units_of(uow.session, order.id))
    for field in changes:
        setattr(order, field, OrderStatus(wanted[field]) if field == "status" else wanted[field] or None)
    order.updated_at = uow.now
    order.version += 1
    subject = Subject(Entity.ORDER, order.id, order.version, order.user_id, gesture_id or new_id())
    record_fields(uow, actor, subject, changes=changes, personal=PERSONAL)
    await uow.session.flush()
