"""The SQL of folding rollups: which keys have many rows, and one row in their place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.models import OrderRollup, OrderStatus


@dataclass(frozen=True, slots=True)
class Crowded:
    """A quarter hour of a currency in which some status has more than one row; `rows` counts those."""

    currency: str
    bucket: datetime
    rows: int


async def crowded(session: AsyncSession) -> list[Crowded]:
    """What could be folded, in the order of the index."""
    query = (
        select(OrderRollup.currency, OrderRollup.bucket, func.count())
        .group_by(col(OrderRollup.currency), col(OrderRollup.bucket), col(OrderRollup.status))
        .having(func.count() > 1)
        .order_by(col(OrderRollup.currency), col(OrderRollup.bucket))
    )
    return [Crowded(*row) for row in (await session.execute(query)).all()]


async def take(session: AsyncSession, currency: str, buckets: Sequence[datetime]) -> Sequence[OrderRollup]:
    """The rows of these quarter hours, locked. What another process folds just now is left to it."""
    query = (
        select(OrderRollup)
        .where(col(OrderRollup.currency) == currency, col(OrderRollup.bucket).in_(buckets))
        .with_for_update(skip_locked=True)
    )
    return (await session.scalars(query)).all()


async def replace(session: AsyncSession, old: Sequence[OrderRollup], new: Sequence[OrderRollup]) -> None:
    """One set of rows in the place of another."""
    ids = [row.id for row in old]
    session.expunge_all()
    await session.execute(delete(OrderRollup).where(col(OrderRollup.id).in_(ids)))
    session.add_all(new)
    await session.flush()


Key = tuple[datetime, str, OrderStatus]


def key_of(row: OrderRollup) -> Key:
    """What a row is about."""
    return (row.bucket, row.currency, row.status)
