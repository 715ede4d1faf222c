"""From tables to what the use cases hand out. Opening a personal value is a visible call here."""

from collections.abc import Sequence

from app.core.actor import Actor
from app.features.access.rules import masked, may_see
from app.features.orders.line_schemas import Line
from app.features.orders.schemas import Customer, MoneyOut, OrderDetail, OrderGridRow, OrderItemRow
from app.models import Entity, Order, OrderItem, User


def to_detail(order: Order, items: Sequence[OrderItem]) -> OrderDetail:
    """An order with its lines."""
    return OrderDetail(
        id=order.id,
        number=order.number,
        reference=order.reference,
        channel=order.channel,
        user_id=order.user_id,
        status=order.status,
        items=tuple(_item(item, order.currency) for item in items),
        total_price=MoneyOut(amount=order.total_amount, currency=order.currency),
        ship_to=order.ship_to.reveal() or "",
        note=order.note.reveal() or "",
        ordered_at=order.ordered_at,
        created_at=order.created_at,
        updated_at=order.updated_at,
        version=order.version,
    )


def _item(item: OrderItem, currency: str) -> OrderItemRow:
    known = item.unit_price_amount is not None
    return OrderItemRow(
        product_id=item.product_id,
        sku=item.sku,
        name=item.name,
        unit_price=MoneyOut(amount=item.unit_price_amount or 0, currency=currency) if known else None,
        quantity=item.quantity,
        line_total=MoneyOut(amount=item.line_total_amount, currency=currency),
    )


def to_grid_row(order: Order, customer: User | None, actor: Actor, *, items: int) -> OrderGridRow:
    """An order of so many pieces as a row of the grid, with its customer's name and address, masked for most."""
    sees_email = may_see(actor, Entity.ORDER, "email", owner_id=order.user_id)
    return OrderGridRow(
        id=order.id,
        version=order.version,
        number=order.number,
        reference=order.reference,
        channel=order.channel,
        customer=(customer.name.reveal() or "") if customer else "",
        email=_email(customer, in_clear=sees_email),
        masked=() if sees_email else ("email",),
        status=order.status,
        total=order.total_amount,
        currency=order.currency,
        ship_to=order.ship_to.reveal() or "",
        note=order.note.reveal() or "",
        items=items,
        ordered_at=order.ordered_at,
        created_at=order.created_at,
        updated_at=order.updated_at,
    )


def to_customer(user: User, actor: Actor) -> Customer:
    """Whose order it is, for staff."""
    in_clear = may_see(actor, Entity.ORDER, "email", owner_id=user.id)
    return Customer(id=user.id, name=user.name.reveal() or "", email=_email(user, in_clear=in_clear))


def _email(user: User | None, *, in_clear: bool) -> str:
    text = (user.email.reveal() or "") if user else ""
    return text if in_clear else masked(text)


def to_line(item: OrderItem) -> Line:
    """A line as staff edit it and the change log keeps it."""
    return Line(
        product_id=item.product_id,
        sku=item.sku,
        name=item.name,
        quantity=item.quantity,
        unit_price=item.unit_price_amount,
        line_total=item.line_total_amount,
        position=item.position,
        is_adjustment=item.is_adjustment,
    )
