"""The SQL of orders. What an actor may see is built into every query: customers their own, staff all."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.core.actor import Actor
from app.models import IdempotencyKey, Order, OrderItem, OrderStatus, Product, User

FIRST_NUMBER = 1001


def visible(actor: Actor) -> Select[Any]:
    """The orders that an actor may see."""
    query = select(Order)
    return query if actor.is_staff else query.where(col(Order.user_id) == actor.user_id)


async def get(session: AsyncSession, actor: Actor, order_id: UUID, *, lock: bool = False) -> Order | None:
    """An order that the actor may see; `lock` keeps other writers off it until the end of the transaction."""
    query = visible(actor).where(col(Order.id) == order_id)
    return await session.scalar(query.with_for_update() if lock else query)


async def lock_many(session: AsyncSession, actor: Actor, ids: Sequence[UUID]) -> Sequence[Order]:
    """The orders of these ids that the actor may see, locked in the order of their ids until the transaction ends."""
    query = visible(actor).where(col(Order.id).in_(ids)).order_by(col(Order.id)).with_for_update()
    return (await session.scalars(query)).all()


async def items_of(session: AsyncSession, order_ids: Sequence[UUID]) -> dict[UUID, list[OrderItem]]:
    """The lines of orders, in their order."""
    query = select(OrderItem).where(col(OrderItem.order_id).in_(order_ids)).order_by(col(OrderItem.position))
    lines: dict[UUID, list[OrderItem]] = {order_id: [] for order_id in order_ids}
    for item in await session.scalars(query):
        lines[item.order_id].append(item)
    return lines


async def units_of_each(session: AsyncSession, order_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many pieces each of these orders has; one without lines is left out."""
    units = func.sum(col(OrderItem.quantity))
    query = select(col(OrderItem.order_id), units).where(col(OrderItem.order_id).in_(order_ids))
    return {row[0]: row[1] for row in await session.execute(query.group_by(col(OrderItem.order_id)))}


async def products(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, Product]:
    """Products of the catalogue by id, as they stand at this moment."""
    rows = await session.scalars(select(Product).where(col(Product.id).in_(ids)))
    return {product.id: product for product in rows}


async def users(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, User]:
    """The customers of orders by id."""
    rows = await session.scalars(select(User).where(col(User.id).in_(ids)))
    return {user.id: user for user in rows}


async def active_customer(session: AsyncSession, user_id: UUID) -> User | None:
    """The customer if active, who is neither erased nor deactivated before this transaction ends."""
    query = select(User).where(col(User.id) == user_id, col(User.active)).with_for_update(read=True)
    return await session.scalar(query)


async def next_numbers(session: AsyncSession, count: int = 1) -> list[int]:
    """Order numbers that nobody else gets. PostgreSQL's sequence may leave holes; SQLite has one writer at a time."""
    if session.get_bind().dialect.name == "postgresql":
        # The transaction has its own number first: who sees none under way knows that no order is to come with less.
        query = text(
            "WITH begun AS MATERIALIZED (SELECT pg_current_xact_id()) "
            "SELECT nextval('order_number_seq') FROM begun, generate_series(1, :count)"
        )
        return sorted((await session.scalars(query, {"count": count})).all())
    newest = await session.scalar(select(func.max(Order.number)))
    first = FIRST_NUMBER if newest is None else newest + 1
    return list(range(first, first + count))


async def idempotency_key(session: AsyncSession, user_id: UUID, key: str) -> IdempotencyKey | None:
    """The earlier request with this key, if there was one."""
    return await session.get(IdempotencyKey, (user_id, key))


async def status_counts(session: AsyncSession, actor: Actor) -> dict[OrderStatus, int]:
    """How many of the actor's visible orders stand in each status."""
    rows = visible(actor).with_only_columns(col(Order.status), func.count()).group_by(col(Order.status))
    return {status: count for status, count in await session.execute(rows)}  # noqa: C416 - rows are no pairs to dict()
