"""An order and its story in the viewer's words. Pure: values in, values out."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.core.actor import Actor, Role, Source
from app.core.formats import Formats
from app.features.changes.schemas import CREATED, ChangeRow
from app.features.orders.rules import OPEN_TO_CUSTOMER, TRANSITIONS, can_cancel
from app.features.orders.schemas import OrderDetail, OrderItemRow, OrderStatus
from app.ui.components.line_words import is_line, line_words
from app.ui.components.status import label_of

MOVES = {
    OrderStatus.PAID: "Mark as paid",
    OrderStatus.SHIPPED: "Mark as shipped",
    OrderStatus.DELIVERED: "Mark as delivered",
    OrderStatus.REFUNDED: "Refund",
}
DOORS = {
    Source.GRID: "in the grid",
    Source.API: "by the API",
    Source.CLI: "on the command line",
    Source.IMPORT: "by an import",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the order."""

    name: str
    sku: str
    quantity: str
    unit_price: str
    total: str


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to the order."""

    id: str
    what: str
    who: str
    at: str
    at_iso: str
    status: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """A status that staff may give the order now."""

    status: str
    label: str


@dataclass(frozen=True, slots=True)
class OrderShown:
    """The order as the page shows it."""

    id: str = ""
    number: str = ""
    reference: str = ""
    status: str = "pending"
    status_label: str = ""
    ordered: str = ""
    ordered_iso: str = ""
    total: str = ""
    ship_to: str = ""
    note: str = ""
    lines: list[Line] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    can_edit: bool = False
    can_cancel: bool = False


def to_shown(order: OrderDetail, actor: Actor, formats: Formats) -> OrderShown:
    """What the viewer sees of the order, and may do with it."""
    return OrderShown(
        id=str(order.id),
        number=f"#{order.number}",
        reference=order.reference or "",
        status=order.status.value,
        status_label=label_of(order.status.value),
        ordered=formats.moment(order.ordered_at),
        ordered_iso=order.ordered_at.isoformat(),
        total=formats.money(order.total_price.amount, order.total_price.currency),
        ship_to=order.ship_to,
        note=order.note,
        lines=[_line(item, formats) for item in order.items],
        moves=_moves(order.status) if actor.is_staff else [],
        can_edit=actor.is_staff or order.status in OPEN_TO_CUSTOMER,
        can_cancel=can_cancel(order.status),
    )


def _line(item: OrderItemRow, formats: Formats) -> Line:
    price = item.unit_price
    return Line(
        name=item.name,
        sku=item.sku,
        quantity=formats.number(item.quantity),
        unit_price=formats.money(price.amount, price.currency) if price else "",
        total=formats.money(item.line_total.amount, item.line_total.currency),
    )


def _moves(status: OrderStatus) -> list[Move]:
    """The ways on from here, but for cancelling, which has a button of its own."""
    allowed = TRANSITIONS[status] - {OrderStatus.CANCELLED}
    return [Move(target.value, label) for target, label in MOVES.items() if target in allowed]


def story(changes: Sequence[ChangeRow], actor: Actor, formats: Formats) -> list[Step]:
    """The order's history, the newest first. What was first written with the order is part of its being placed.

    The total follows from the lines, which are told.
    """
    made = {change.version for change in changes if change.field == CREATED}
    told = [c for c in changes if c.field == CREATED or (c.version not in made and c.field != "total")]
    return [_step(change, actor, formats) for change in reversed(told)]


def _step(change: ChangeRow, actor: Actor, formats: Formats) -> Step:
    return Step(
        id=str(change.id),
        what=_what(change),
        who=who(change, actor),
        at=formats.moment(change.at),
        at_iso=change.at.isoformat(),
        status=str(change.new) if change.field == "status" else "",
    )


def _what(change: ChangeRow) -> str:
    if change.field == CREATED:
        return "Order placed"
    if change.field == "status":
        return label_of(str(change.new))
    if is_line(change.field):
        return line_words(change.old, change.new)
    words = {"ship_to": "Address changed", "note": "Note changed", "ordered_at": "Time of the order corrected"}
    return words.get(change.field, f"{change.field.replace('_', ' ').capitalize()} changed")


def who(change: ChangeRow, actor: Actor) -> str:
    """Who did it: customers read "You" or "The shop", staff the role and the door."""
    if change.actor_id is not None and change.actor_id == actor.user_id:
        name = "You"
    elif not actor.is_staff:
        return "The shop"
    elif change.actor_id is None:
        name = "Daybook"
    else:
        name = {Role.CUSTOMER: "The customer", Role.STAFF: "Staff", Role.ADMIN: "An admin"}[change.actor_role]
    door = DOORS.get(change.source) if actor.is_staff else None
    return f"{name}, {door}" if door else name
