"""The rules of orders, free of I/O. The transitions are data: the docs draw them from here."""

from datetime import datetime

from app.core.errors import Conflict, invalid
from app.core.money import MAX_AMOUNT
from app.models import OrderStatus

TRANSITIONS: dict[OrderStatus, frozenset[OrderStatus]] = {
    OrderStatus.PENDING: frozenset({OrderStatus.PAID, OrderStatus.CANCELLED}),
    OrderStatus.PAID: frozenset({OrderStatus.SHIPPED, OrderStatus.CANCELLED, OrderStatus.REFUNDED}),
    OrderStatus.SHIPPED: frozenset({OrderStatus.DELIVERED, OrderStatus.REFUNDED}),
    OrderStatus.DELIVERED: frozenset({OrderStatus.REFUNDED}),
    OrderStatus.CANCELLED: frozenset(),
    OrderStatus.REFUNDED: frozenset(),
}
# What counts as revenue (DESIGN.md, section 3).
REVENUE_STATUSES = frozenset({OrderStatus.PAID, OrderStatus.SHIPPED, OrderStatus.DELIVERED})
# Until the parcel leaves, a customer may still correct where it goes.
OPEN_TO_CUSTOMER = frozenset({OrderStatus.PENDING, OrderStatus.PAID})
# Until the parcel is packed, staff may still change what is in it.
LINES_OPEN = frozenset({OrderStatus.PENDING, OrderStatus.PAID})
BUCKET_MINUTES = 15


class TransitionNotAllowed(Conflict):
    """The order's life does not lead there from here."""

    code = "transition_not_allowed"
    title = "The order cannot take this status now"


class NotYet(Conflict):
    """The moment has not come."""

    code = "not_yet"
    title = "This lies in the future"


class OrderNotCancellable(Conflict):
    """The order has gone too far to be cancelled."""

    code = "order_not_cancellable"
    title = "This order can no longer be cancelled"


class OrderNotEditable(Conflict):
    """The customer may no longer change the order."""

    code = "order_not_editable"
    title = "This order can no longer be changed"


class OrderLinesClosed(Conflict):
    """What the order holds is settled."""

    code = "order_lines_closed"
    title = "The lines of this order can no longer be changed"


class ProductNotForSale(Conflict):
    """A product of the order was taken out of the catalogue; `errors` name the items."""

    code = "product_not_for_sale"
    title = "Something in this order is no longer for sale"


def can_move(current: OrderStatus, target: OrderStatus) -> bool:
    """Whether an order in `current` may become `target`."""
    return target in TRANSITIONS[current]


def why_not(current: OrderStatus, target: OrderStatus) -> str | None:
    """Why an order in `current` cannot become `target`, as a sentence; None where it can or already is."""
    if current is target or can_move(current, target):
        return None
    if not TRANSITIONS[current]:
        return f"A {current} order is closed"
    *some, last = (status.value for status in OrderStatus if status in TRANSITIONS[current])
    allowed = f"{', '.join(some)} or {last}" if some else last
    return f"From {current} an order can become {allowed}"


def assert_can_move(current: OrderStatus, target: OrderStatus) -> None:
    """Raise TransitionNotAllowed with the reason."""
    if reason := why_not(current, target):
        raise TransitionNotAllowed(reason)


def assert_can_return(current: OrderStatus, target: OrderStatus) -> None:
    """As assert_can_move, for taking a move back or doing it again: the way an order came is open too."""
    if not can_move(target, current):
        assert_can_move(current, target)


def why_not_yet(ordered_at: datetime, *, now: datetime) -> str | None:
    """Why an order cannot have been placed at that moment, as a sentence; None where it can."""
    return "An order cannot have been placed in the future" if ordered_at > now else None


def assert_was_ordered(ordered_at: datetime, *, now: datetime) -> None:
    """Raise NotYet with the reason."""
    if reason := why_not_yet(ordered_at, now=now):
        raise NotYet(reason)


def can_cancel(status: OrderStatus) -> bool:
    """Whether an order in this status can still be called off."""
    return can_move(status, OrderStatus.CANCELLED)


def assert_customer_may_edit(status: OrderStatus) -> None:
    """Raise OrderNotEditable once the order has left the shop or is closed."""
    if status not in OPEN_TO_CUSTOMER:
        msg = f"The order is {status}; only the shop can change it now"
        raise OrderNotEditable(msg)


def why_lines_closed(status: OrderStatus) -> str | None:
    """Why the lines of an order in this status cannot be changed, as a sentence; None where they can."""
    if status in LINES_OPEN:
        return None
    if TRANSITIONS[status]:
        return f"The order is {status}: its lines stand as they left the shop"
    return f"The order is {status}: its lines stand as they are"


def assert_lines_open(status: OrderStatus) -> None:
    """Raise OrderLinesClosed with the reason."""
    if reason := why_lines_closed(status):
        raise OrderLinesClosed(reason)


def line_total(unit_price: int, quantity: int, *, where: str) -> int:
    """The price of a line in minor units. Raises Invalid at `where` when it is more than can be kept."""
    total = unit_price * quantity
    if total > MAX_AMOUNT:
        raise invalid(where, "amount_too_large", "makes the line's total too large")
    return total


def order_total(line_totals: list[int], *, where: str = "items") -> int:
    """The total of an order in minor units. Raises Invalid at `where` when it is more than can be kept."""
    total = sum(line_totals)
    if total > MAX_AMOUNT:
        raise invalid(where, "amount_too_large", "make the order's total too large")
    return total


def bucket_of(moment: datetime) -> datetime:
    """The quarter hour (UTC) that a moment falls into: the grain of the rollups."""
    return moment.replace(minute=moment.minute - moment.minute % BUCKET_MINUTES, second=0, microsecond=0)
