"""The SQL of customers: who brought the most revenue, how many ordered when, and in which months each of them did."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, Row, distinct, exists, func, literal_column
from sqlalchemy import select as sql_select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.core.clauses import Unindexed
from app.features.dashboard.rules import Span
from app.features.dashboard.segment_repository import conditions_of, in_currency, slot_of, start_of
from app.features.dashboard.segments import Segment
from app.features.orders.rules import REVENUE_STATUSES
from app.models import Order


async def top_customers(session: AsyncSession, segment: Segment, *, limit: int) -> Sequence[Row[UUID, int, int]]:
    """(customer, orders, revenue) of the customers with the most revenue."""
    revenue = func.sum(Order.total_amount)
    conditions = await conditions_of(session, segment, by_person=True)
    query = (
        sql_select(col(Order.user_id), func.count(), revenue)
        .where(*conditions, Unindexed(col(Order.status)).in_(REVENUE_STATUSES))
        .group_by(col(Order.user_id))
        .order_by(revenue.desc(), col(Order.user_id))
    )
    return (await session.execute(query.limit(limit))).all()


async def revenue_of_customers(
    session: AsyncSession, segment: Segment, people: Sequence[UUID]
) -> Sequence[Row[UUID, int]]:
    """(customer, revenue) of those of the people who brought any."""
    query = (
        sql_select(col(Order.user_id), func.sum(Order.total_amount))
        .where(*await conditions_of(session, segment, people=people))
        .where(Unindexed(col(Order.status)).in_(REVENUE_STATUSES))
        .group_by(col(Order.user_id))
    )
    return (await session.execute(query)).all()


async def people_by_slot(
    session: AsyncSession, segment: Segment, slots: Sequence[Span]
) -> tuple[dict[int, int], dict[int, int]]:
    """How many people ordered in each of the slots of the range, and how many of them had placed no order before it."""
    starts = [span.start for span in slots]
    slot = slot_of(col(Order.ordered_at), starts).label("slot")
    seen: Any = sql_select(slot, col(Order.user_id)).where(*await conditions_of(session, segment)).distinct()
    seen = seen.cte("seen").prefix_with("MATERIALIZED")
    # Nobody is new in a slot but the first of theirs.
    came = sql_select(seen.c.user_id, func.min(seen.c.slot).label("slot")).group_by(seen.c.user_id).subquery()
    theirs = col(Order.user_id) == came.c.user_id, *await in_currency(session, segment.currency)
    earlier = exists().where(*theirs, col(Order.ordered_at) < start_of(came.c.slot, starts))
    zero = literal_column("0", Integer)
    people = sql_select(seen.c.slot, func.count(), zero).group_by(seen.c.slot)
    fresh = sql_select(came.c.slot, zero, func.count()).where(~earlier).group_by(came.c.slot)
    rows = (await session.execute(people.union_all(fresh))).all()
    return {slot: count for slot, count, _ in rows if count}, {slot: count for slot, _, count in rows if count}


async def months_of_people(
    session: AsyncSession, segment: Segment, starts: Sequence[datetime]
) -> Sequence[tuple[int, int]]:
    """(months, customers): how many customers ordered in just those months, which are the bits of one number.

    The bit n is set for an order between `starts[n]` and the next of them.
    """
    month: Any = literal_column("1", Integer).bitwise_lshift(slot_of(col(Order.ordered_at), starts))
    conditions = await conditions_of(session, segment, by_person=True)
    bits = func.sum(distinct(month)).label("months")
    each = sql_select(bits).where(*conditions).group_by(col(Order.user_id)).subquery()
    found = await session.execute(sql_select(each.c.months, func.count()).group_by(each.c.months))
    return [(int(months), people) for months, people in found]
