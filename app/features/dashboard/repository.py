"""The SQL of what every question of the dashboard needs: the state of the data, and how far the orders reach."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import func, text
from sqlalchemy import select as sql_select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.core.database import steady
from app.models import Change, Order, OrderRollup

__all__ = ["bounds", "state_of_data", "steady"]


async def state_of_data(session: AsyncSession) -> str:
    """A text that differs whenever anything was committed that could move a figure.

    PostgreSQL commits out of the order of its ids, so there the newest id says too little: its snapshot says it.
    """
    if session.get_bind().dialect.name == "postgresql":
        return str(await session.scalar(text("SELECT pg_current_snapshot()")))
    newest = [select(func.max(column_)).scalar_subquery() for column_ in (Change.id, OrderRollup.id, Order.number)]
    return ":".join(map(str, (await session.execute(sql_select(*newest))).one()))


async def bounds(
    session: AsyncSession, currency: str, *, customers: Sequence[UUID] = ()
) -> tuple[datetime, datetime] | None:
    """The quarter hours of the first and last order, of some customers' own the moments; None where there is none."""
    moments, where = col(OrderRollup.bucket), [col(OrderRollup.currency) == currency]
    if customers:
        moments, where = col(Order.ordered_at), [col(Order.user_id).in_(customers), col(Order.currency) == currency]
    ends = [select(end(moments)).where(*where).scalar_subquery() for end in (func.min, func.max)]
    first, last = cast("tuple[datetime | None, datetime | None]", (await session.execute(sql_select(*ends))).one())
    return None if first is None or last is None else (first, last)
