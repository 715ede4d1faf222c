"""The SQL of folding rollups: which keys have many rows, and one row in their place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import delete, func, insert
from sqlalchemy import select as sql_select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.models import OrderRollup, OrderStatus


@dataclass(frozen=True, slots=True)
class Crowded:
    """A quarter hour of a currency in which some status has more than one row; `rows` counts those."""

    currency: str
    bucket: datetime
    rows: int


@dataclass(frozen=True, slots=True)
class Delta:
    """A row of the rollups: signed numbers of orders, minor units and pieces."""

    id: int
    bucket: datetime
    currency: str
    status: OrderStatus
    orders: int
    amount: int
    units: int

    @property
    def key(self) -> "Key":
        """What the row is about."""
        return (self.bucket, self.currency, self.status)


Key: TypeAlias = tuple[datetime, str, OrderStatus]
COLUMNS = (
    OrderRollup.id,
    OrderRollup.bucket,
    OrderRollup.currency,
    OrderRollup.status,
    OrderRollup.orders,
    OrderRollup.amount,
    OrderRollup.units,
)


async def crowded(session: AsyncSession) -> list[Crowded]:
    """What could be folded, in the order of the index."""
    query = (
        select(OrderRollup.currency, OrderRollup.bucket, func.count())
        .group_by(col(OrderRollup.currency), col(OrderRollup.bucket), col(OrderRollup.status))
        .having(func.count() > 1)
        .order_by(col(OrderRollup.currency), col(OrderRollup.bucket))
    )
    return [Crowded(*row) for row in (await session.execute(query)).all()]


async def take(session: AsyncSession, currency: str, buckets: Sequence[datetime]) -> list[Delta]:
    """The rows of these quarter hours, locked. What another process folds just now is left to it."""
    query = (
        sql_select(*(col(column) for column in COLUMNS))
        .where(col(OrderRollup.currency) == currency, col(OrderRollup.bucket).in_(buckets))
        .with_for_update(skip_locked=True)
    )
    return [Delta(*row) for row in (await session.execute(query)).all()]


async def replace(session: AsyncSession, old: Sequence[Delta], new: Sequence[Delta]) -> None:
    """One set of rows in the place of another. The `id` of new rows is not used."""
    await session.execute(delete(OrderRollup).where(col(OrderRollup.id).in_([row.id for row in old])))
    values = [{name: getattr(row, name) for name in Delta.__slots__ if name != "id"} for row in new]
    if values:
        await session.execute(insert(OrderRollup), values)
