"""Changing what an order holds: staff, one gesture at a time, until it has left the shop.

The change log gets one entry a line, `line:<32 hex digits of its id>` with the line before and after as JSON objects
(null where there is none), and `total` in minor units. `revert_lines` takes both back. The rollups move by the
difference of amount and pieces, in the same transaction.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.database import read_session
from app.core.errors import NotFound
from app.core.unit_of_work import UnitOfWork
from app.features.changes import repository as log
from app.features.changes.schemas import ChangeRow
from app.features.changes.service import GestureReused, Subject, record_fields, to_row
from app.features.orders import repository, rollups
from app.features.orders.deltas import Goods, goods_in
from app.features.orders.line_plan import LineChanges, Shelf, after, plan, plan_back
from app.features.orders.line_schemas import AddLine, Line, LineEdit, OrderLine, OrderSheet, RemoveLine, RestoreLine
from app.features.orders.mapping import to_customer, to_detail, to_line
from app.features.orders.reading import assert_staff, visible_order
from app.features.orders.rules import assert_lines_open, why_lines_closed, why_not
from app.models import Entity, Order, OrderItem, OrderStatus

LINE = "line:"


def line_field(line_id: UUID) -> str:
    """What the change log calls a line."""
    return f"{LINE}{line_id.hex}"


def is_line_field(field: str) -> bool:
    """Whether an entry of the log is about a line of an order."""
    return field.startswith(LINE)


async def get_sheet(actor: Actor, order_id: UUID) -> OrderSheet:
    """Everything about an order. Raises NotFound, Forbidden for customers."""
    async with read_session() as session:
        order = await visible_order(session, actor, order_id)
        assert_staff(actor)
        return await sheet_of(session, actor, order)


async def apply_lines(
    uow: UnitOfWork, actor: Actor, order: Order, *, edits: Sequence[LineEdit], gesture_id: UUID
) -> LineChanges:
    """Add, change and remove lines of a locked order: all of the gesture or nothing. Returns what changed.

    The same gesture again changes nothing twice. Raises Forbidden for customers, OrderLinesClosed, LineConflict with
    base, mine and theirs of each line that somebody else has changed, ProductNotForSale, GestureReused, and Invalid
    naming the edit.
    """
    assert_staff(actor)
    if await _was_done(uow, actor, order, edits, gesture_id):
        return {}
    assert_lines_open(order.status)
    items = await _items(uow, order)
    changes = plan(_lines(items), edits, await _shelf(uow, order, edits))
    await _write(uow, actor, order, changes, items=items, gesture_id=gesture_id)
    return changes


async def revert_lines(
    uow: UnitOfWork, actor: Actor, order: Order, *, changes: Sequence[ChangeRow], gesture_id: UUID
) -> int:
    """Take back the line changes of a gesture: `changes` are its entries about `order`, others are passed over.

    `order` is locked by the caller; `gesture_id` is that of the undo. Returns how many lines changed. Raises
    OrderLinesClosed, LineConflict where a line no longer stands as the gesture left it, Invalid where the order would
    be left without lines or with too many.
    """
    done: LineChanges = {
        UUID(hex=change.field.removeprefix(LINE)): (_logged(change.old), _logged(change.new))
        for change in changes
        if is_line_field(change.field)
    }
    assert_staff(actor)
    assert_lines_open(order.status)
    items = await _items(uow, order)
    back = plan_back(_lines(items), done)
    await _write(uow, actor, order, back, items=items, gesture_id=gesture_id)
    return len(back)


async def _shelf(uow: UnitOfWork, order: Order, edits: Sequence[LineEdit]) -> Shelf:
    products = [edit.product_id for edit in edits if isinstance(edit, AddLine)]
    removed = [edit.line_id for edit in edits if isinstance(edit, RestoreLine)]
    fields = {line_field(line_id): line_id for line_id in removed}
    last = {entry.field: entry for entry in await log.of_fields(uow.session, order.id, list(fields))} if fields else {}
    gone = {fields[name]: _logged(to_row(entry).old) for name, entry in last.items() if entry.new is None}
    return Shelf(
        currency=order.currency,
        products=await repository.products(uow.session, products) if products else {},
        removed={line_id: line for line_id, line in gone.items() if line is not None},
    )


async def _items(uow: UnitOfWork, order: Order) -> dict[UUID, OrderItem]:
    found = await repository.items_of(uow.session, [order.id])
    return {item.id: item for item in found[order.id]}


def _lines(items: Mapping[UUID, OrderItem]) -> dict[UUID, Line]:
    return {item_id: to_line(item) for item_id, item in items.items()}


def _logged(value: object) -> Line | None:
    return None if value is None else Line.model_validate(value)


async def _was_done(uow: UnitOfWork, actor: Actor, order: Order, edits: Sequence[LineEdit], gesture_id: UUID) -> bool:
    """Whether this gesture has changed these lines already. Raises GestureReused where it did something else."""
    entries = [to_row(entry) for entry in await log.of_gesture_and_row(uow.session, gesture_id, order.id)]
    if not entries:
        return False
    done = [entry for entry in entries if is_line_field(entry.field)]
    # An edit that found the line as it wanted it left no entry.
    ours = done and all(entry.actor_id == actor.user_id and any(_did(entry, edit) for edit in edits) for entry in done)
    if not ours:
        raise GestureReused
    return True


def _did(entry: ChangeRow, edit: LineEdit) -> bool:
    """Whether the entry of the log is what the edit asks for."""
    old, new = _logged(entry.old), _logged(entry.new)
    if isinstance(edit, AddLine):
        return old is None and new is not None and (new.product_id, new.quantity) == (edit.product_id, edit.quantity)
    if entry.field != line_field(edit.line_id) or isinstance(edit, RemoveLine):
        return entry.field == line_field(edit.line_id) and new is None
    if isinstance(edit, RestoreLine) != (old is None):
        return False
    return new is not None and edit.quantity in {None, new.quantity} and edit.unit_price in {None, new.unit_price}


async def _write(
    uow: UnitOfWork,
    actor: Actor,
    order: Order,
    changes: LineChanges,
    *,
    items: Mapping[UUID, OrderItem],
    gesture_id: UUID,
) -> None:
    """Write the lines, the total, the rollups and the log. Nothing where nothing changes."""
    if not changes:
        return
    stood = _lines(items)
    stands = after(stood, changes)
    for line_id, (_, new) in changes.items():
        await _store(uow, order, items.get(line_id), line_id, new)
    before, total = order.total_amount, sum(line.line_total for line in stands.values())
    rollups.adjust(uow, order, before=_goods(stood), after=_goods(stands))
    order.total_amount = total
    order.units = sum(line.quantity for line in stands.values())
    order.updated_at = uow.now
    order.version += 1
    logged: dict[str, tuple[object, object]] = {
        line_field(line_id): (old and old.logged, new and new.logged) for line_id, (old, new) in changes.items()
    }
    if total != before:
        logged["total"] = (before, total)
    subject = Subject(Entity.ORDER, order.id, order.version, order.user_id, gesture_id)
    record_fields(uow, actor, subject, changes=logged)
    await uow.session.flush()


def _goods(lines: Mapping[UUID, Line]) -> Goods:
    return goods_in((line.product_id, line.quantity, line.line_total) for line in lines.values())


async def _store(uow: UnitOfWork, order: Order, item: OrderItem | None, line_id: UUID, line: Line | None) -> None:
    if line is None:
        if item is not None:
            await uow.session.delete(item)
        return
    if item is None:
        item = OrderItem(
            id=line_id,
            order_id=order.id,
            position=line.position,
            product_id=line.product_id,
            sku=line.sku,
            name=line.name,
            quantity=line.quantity,
            line_total_amount=line.line_total,
            is_adjustment=line.is_adjustment,
        )
        uow.session.add(item)
    item.quantity = line.quantity
    item.unit_price_amount = line.unit_price
    item.line_total_amount = line.line_total


async def sheet_of(session: AsyncSession, actor: Actor, order: Order) -> OrderSheet:
    """Everything about an order, in the caller's session."""
    items = (await repository.items_of(session, [order.id]))[order.id]
    customer = (await repository.users(session, [order.user_id])).get(order.user_id)
    if customer is None:
        raise NotFound
    detail = to_detail(order, items)
    lines = [
        OrderLine(**row.model_dump(), id=item.id, is_adjustment=item.is_adjustment)
        for row, item in zip(detail.items, items, strict=True)
    ]
    return OrderSheet(
        order=detail,
        lines=tuple(lines),
        customer=to_customer(customer, actor),
        refusals={status: reason for status in OrderStatus if (reason := why_not(order.status, status))},
        lines_closed=why_lines_closed(order.status),
    )
