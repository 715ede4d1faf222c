"""The SQL of open orders: how many wait for how long, and which have waited longest."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as sql_select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.features.dashboard.segment_repository import conditions_of, slot_of
from app.features.dashboard.segments import Segment
from app.models import Order


async def by_age(session: AsyncSession, segment: Segment, starts: Sequence[datetime]) -> dict[int, tuple[int, int]]:
    """(orders, amount) of the orders between one of `starts` and the next, by its number."""
    slot = slot_of(col(Order.ordered_at), starts).label("slot")
    rows = sql_select(slot, col(Order.total_amount)).where(*await conditions_of(session, segment)).subquery()
    query = sql_select(rows.c.slot, func.count(), func.sum(rows.c.total_amount)).group_by(rows.c.slot)
    return {slot: (orders, int(amount)) for slot, orders, amount in await session.execute(query)}


async def oldest(session: AsyncSession, segment: Segment, *, limit: int) -> Sequence[Any]:
    """(id, number, status, ordered_at, total) of the orders that were placed first, of the statuses of the segment.

    Each status by itself begins with its oldest in one index. Of both at once PostgreSQL would walk all orders by time.
    """
    columns = col(Order.id), col(Order.number), col(Order.status), col(Order.ordered_at), col(Order.total_amount)
    found: list[Any] = []
    for status in segment.status:
        query = sql_select(*columns).where(*await conditions_of(session, replace(segment, status=(status,))))
        found += await session.execute(query.order_by(col(Order.ordered_at), col(Order.id)).limit(limit))
    return sorted(found, key=lambda row: (row.ordered_at, row.id))[:limit]
