"""Orders of the database in the form in which a file has them. Opening personal values is visible here."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.features.imports import stored_repository as repository
from app.features.imports.schemas import ImportedLine, ImportedOrder
from app.models import Order, OrderItem, User

# An order without a reference of its own goes by its number.
OWN = "#"
# A customer who was erased has no address; a file needs one. The domain is reserved (RFC 2606).
ERASED = "erased-{}@example.invalid"


async def stored_orders(session: AsyncSession, ids: Sequence[UUID]) -> list[ImportedOrder]:
    """The orders of these ids."""
    return await _whole(session, await repository.orders_of_ids(session, ids))


async def stored_page(session: AsyncSession, after: int, *, limit: int) -> tuple[list[ImportedOrder], int]:
    """The next orders after the number `after`, and the number of the last (0 where there are no more)."""
    orders = await repository.orders_after(session, after, limit=limit)
    return await _whole(session, orders), orders[-1].number if orders else 0


async def _whole(session: AsyncSession, orders: Sequence[Order]) -> list[ImportedOrder]:
    items = await repository.items(session, [order.id for order in orders])
    users = await repository.users(session, list({order.user_id for order in orders}))
    return [_order(order, users[order.user_id], items[order.id]) for order in orders]


def _order(order: Order, user: User, items: Sequence[tuple[OrderItem, str]]) -> ImportedOrder:
    return ImportedOrder(
        reference=order.reference or f"{OWN}{order.number}",
        ordered_at=order.ordered_at,
        status=order.status.value,
        email=user.email.reveal() or ERASED.format(user.id.hex),
        name=user.name.reveal() or "",
        currency=order.currency,
        ship_to=order.ship_to.reveal() or "",
        note=order.note.reveal() or "",
        channel=order.channel,
        lines=tuple(_line(item, category) for item, category in items),
        total=order.total_amount,
    )


def _line(item: OrderItem, category: str) -> ImportedLine:
    return ImportedLine(item.sku, item.name, category, item.quantity, item.line_total_amount, item.unit_price_amount)
