"""Correcting an order. The API names a version and is refused when it is stale; the grid merges by field (`editor.py`).

Both end in `apply`: the row is locked while it is compared, only the fields that changed are written, with the change
log and the rollups in the same transaction.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.errors import Forbidden, Stale
from app.core.ids import new_id
from app.core.ranges import moment_text
from app.core.unit_of_work import UnitOfWork, in_one_go, unit_of_work
from app.features.changes.service import Subject, record_fields
from app.features.orders import rollups
from app.features.orders.reading import load_detail, visible_order
from app.features.orders.rules import OrderNotCancellable, assert_can_move, assert_customer_may_edit, can_cancel
from app.features.orders.schemas import OrderDetail, OrderPatch
from app.models import Entity, Order, OrderStatus

PERSONAL = frozenset({"ship_to", "note"})


def _text(value: str) -> str | None:
    return value or None


# How the table keeps what is no text, from the words of the log.
STORED: Mapping[str, Callable[[str], Any]] = {"status": OrderStatus, "ordered_at": datetime.fromisoformat}


@in_one_go
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
        if "status" in patch.changes and order.status is not patch.status:
            assert_can_move(order.status, patch.status)
        await apply(uow, actor, order, wanted=patch.changes)
        return await load_detail(uow.session, order)


@in_one_go
async def cancel_order(actor: Actor, order_id: UUID) -> OrderDetail:
    """Call an order off. Raises NotFound, OrderNotCancellable."""
    async with unit_of_work() as uow:
        order = await visible_order(uow.session, actor, order_id, lock=True)
        if not can_cancel(order.status):
            msg = f"The order is {order.status} and can no longer be cancelled"
            raise OrderNotCancellable(msg)
        await apply(uow, actor, order, wanted={"status": OrderStatus.CANCELLED})
        return await load_detail(uow.session, order)


def _assert_may_edit(actor: Actor, order: Order, patch: OrderPatch) -> None:
    if actor.is_staff:
        return
    if "status" in patch.changes:
        msg = "Only the shop moves an order on; to call it off, cancel it"
        raise Forbidden(msg)
    assert_customer_may_edit(order.status)


def current(order: Order) -> dict[str, str]:
    """The fields that can be changed, opened."""
    return {
        "status": order.status.value,
        "ship_to": order.ship_to.reveal() or "",
        "note": order.note.reveal() or "",
        "ordered_at": moment_text(order.ordered_at),
    }


async def apply(
    uow: UnitOfWork, actor: Actor, order: Order, *, wanted: Mapping[str, str], gesture_id: UUID | None = None
) -> None:
    """Write what differs, log it, move the rollups; what the rules say was asked before.

    `order` afterwards is as it stands in the database.
    """
    before = current(order)
    changes: dict[str, tuple[object, object]] = {
        field: (before[field], str(value)) for field, value in wanted.items() if before[field] != value
    }
    if not changes:
        return
    stored = {field: STORED.get(field, _text)(wanted[field]) for field in changes}
    if moved := {field: stored[field] for field in ("status", "ordered_at") if field in stored}:
        await rollups.move(uow, order, **moved)
    for field, value in stored.items():
        setattr(order, field, value)
    order.updated_at = uow.now
    order.version += 1
    subject = Subject(Entity.ORDER, order.id, order.version, order.user_id, gesture_id or new_id())
    record_fields(uow, actor, subject, changes=changes, personal=PERSONAL)
