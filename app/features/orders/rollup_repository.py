"""The SQL of an order's side of the rollups: deltas appended, and what orders hold by product."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.features.orders.deltas import COLUMNS, Deltas
from app.models import Order, OrderItem, OrderStatus


async def append(session: AsyncSession, deltas: Deltas) -> None:
    """Write the deltas, and forget them."""
    for table, rows in deltas.take():
        values = [dict(zip(COLUMNS[table], row, strict=True)) for row in rows]
        if values:
            await session.execute(insert(table), [one | {"status": OrderStatus(one["status"])} for one in values])


async def goods_of(session: AsyncSession, order_id: UUID) -> dict[UUID, dict[UUID, tuple[int, int]]]:
    """(pieces, minor units) by product of an order, and of all other orders that the session holds, read at once."""
    held = {row.id for row in session.identity_map.values() if isinstance(row, Order)} | {order_id}
    query = (
        select(
            col(OrderItem.order_id),
            col(OrderItem.product_id),
            func.sum(OrderItem.quantity),
            func.sum(OrderItem.line_total_amount),
        )
        .where(col(OrderItem.order_id).in_(held))
        .group_by(col(OrderItem.order_id), col(OrderItem.product_id))
    )
    found: dict[UUID, dict[UUID, tuple[int, int]]] = {one: {} for one in held}
    rows: Any = await session.execute(query)
    for order, product, units, amount in rows:
        found[order][product] = (int(units), int(amount))
    return found
