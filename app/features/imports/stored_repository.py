"""The SQL of exports: orders with everything that goes into a file, page by page."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.models import Order, OrderItem, Product, User


async def orders_after(session: AsyncSession, number: int, *, limit: int) -> Sequence[Order]:
    """The orders with a number above `number`, in order."""
    query = select(Order).where(col(Order.number) > number).order_by(col(Order.number)).limit(limit)
    return (await session.scalars(query)).all()


async def orders_of_ids(session: AsyncSession, ids: Sequence[UUID]) -> Sequence[Order]:
    """The orders of these ids."""
    return (await session.scalars(select(Order).where(col(Order.id).in_(ids)))).all()


async def count(session: AsyncSession) -> int:
    """How many orders there are."""
    return (await session.scalar(select(func.count()).select_from(Order))) or 0


async def items(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, list[tuple[OrderItem, str]]]:
    """The lines of these orders, each with its product's category."""
    query = (
        select(OrderItem, col(Product.category))
        .join(Product, col(Product.id) == col(OrderItem.product_id))
        .where(col(OrderItem.order_id).in_(ids))
        .order_by(col(OrderItem.order_id), col(OrderItem.position))
    )
    found: dict[UUID, list[tuple[OrderItem, str]]] = {order_id: [] for order_id in ids}
    rows: Any = await session.execute(query)
    for item, category in rows:
        found[item.order_id].append((item, category))
    return found


async def users(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, User]:
    """The customers of these ids."""
    return {user.id: user for user in await session.scalars(select(User).where(col(User.id).in_(ids)))}
