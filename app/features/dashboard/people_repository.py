"""The SQL of customers: who brought the most revenue, how many ordered when, and in which months each of them did."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, Row, String, case, distinct, exists, func, literal_column
from sqlalchemy import select as sql_select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.core.clauses import Unindexed
from app.features.dashboard.rules import Line, Span
from app.features.dashboard.segment_repository import (
    conditions_by_time,
    conditions_of,
    in_currency,
    people_of,
    slot_of,
    start_of,
)
from app.features.dashboard.segments import Segment
from app.features.orders.rules import REVENUE_STATUSES
from app.models import Order

# Those who ordered, and those of them who never had.
CAME, NEW = "came", "new"


async def top_customers(session: AsyncSession, segment: Segment, *, limit: int) -> list[Line]:
    """The customers with the most revenue and their orders, by id, the greatest first."""
    conditions = await conditions_of(session, segment, by_person=True)
    return await _brought(session, conditions, limit=limit)


async def customers_since(session: AsyncSession, segment: Segment) -> list[Line]:
    """All customers who brought revenue in a segment of a short range."""
    return await _brought(session, await conditions_by_time(session, segment), limit=None)


async def _brought(session: AsyncSession, conditions: Sequence[Any], *, limit: int | None) -> list[Line]:
    revenue = func.sum(Order.total_amount)
    query = (
        sql_select(col(Order.user_id), func.count(), revenue)
        .where(*conditions, Unindexed(col(Order.status)).in_(REVENUE_STATUSES))
        .group_by(col(Order.user_id))
        .order_by(revenue.desc(), col(Order.user_id))
    )
    return [Line(key, orders, int(sum_)) for key, orders, sum_ in await session.execute(query.limit(limit))]


async def revenue_of_customers(
    session: AsyncSession, segment: Segment, people: Sequence[UUID]
) -> Sequence[Row[UUID, int]]:
    """(customer, revenue) of those of the people who brought any."""
    query = (
        sql_select(col(Order.user_id), func.sum(Order.total_amount))
        .where(*await conditions_of(session, segment, whose=col(Order.user_id).in_(people)))
        .where(Unindexed(col(Order.status)).in_(REVENUE_STATUSES))
        .group_by(col(Order.user_id))
    )
    return (await session.execute(query)).all()


async def people_by_slot(session: AsyncSession, segment: Segment, slots: Sequence[Span]) -> Counter[tuple[str, int]]:
    """How many people ordered in each of the slots: by (CAME, slot), and by (NEW, slot) who had placed no order before.

    The slots make up the range.
    """
    starts = [span.start for span in slots]
    seen = _seen(await conditions_of(session, segment), starts)
    here = sql_select(seen.c.slot).select_from(seen)
    # Nobody is new in a slot but the first of theirs.
    first = sql_select(seen.c.user_id, func.min(seen.c.slot).label("slot")).group_by(seen.c.user_id).subquery()
    return await _by_slot(session, here, first, starts, currency=segment.currency)


async def people_by_slot_since(
    session: AsyncSession, past: Segment, *, recent: Segment, slots: Sequence[Span]
) -> Counter[tuple[str, int]]:
    """What a short range adds to the people of the one before it. The first of the slots may reach into that."""
    starts = [span.start for span in slots]
    seen = _seen(await conditions_by_time(session, recent), starts)
    theirs = col(Order.user_id) == seen.c.user_id
    before = exists().where(*await conditions_of(session, past, whose=theirs))
    same_slot = exists().where(*await conditions_of(session, past.since(starts[0]), whose=theirs))
    here = sql_select(seen.c.slot).select_from(seen).where((seen.c.slot > 0) | ~same_slot)
    first: Any = sql_select(seen.c.user_id, func.min(seen.c.slot).label("slot")).where(~before)
    return await _by_slot(session, here, first.group_by(seen.c.user_id).subquery(), starts, currency=past.currency)


def _seen(conditions: Sequence[Any], starts: Sequence[datetime]) -> Any:
    """Who ordered in which slots."""
    slot = slot_of(col(Order.ordered_at), starts).label("slot")
    seen: Any = sql_select(slot, col(Order.user_id)).where(*conditions).distinct()
    return seen.cte("seen").prefix_with("MATERIALIZED")


async def _by_slot(
    session: AsyncSession, here: Any, first: Any, starts: Sequence[datetime], *, currency: str
) -> Counter[tuple[str, int]]:
    """The slots of `here` counted, and those in which people came `first`, unless they had ordered before."""
    theirs = col(Order.user_id) == first.c.user_id, *await in_currency(session, currency)
    earlier = exists().where(*theirs, col(Order.ordered_at) < start_of(first.c.slot, starts))
    here = here.subquery()
    came = sql_select(literal_column(f"'{CAME}'", String), here.c.slot, func.count()).group_by(here.c.slot)
    fresh = sql_select(literal_column(f"'{NEW}'", String), first.c.slot, func.count()).where(~earlier)
    rows = await session.execute(came.union_all(fresh.group_by(first.c.slot)))
    return Counter({(what, slot): count for what, slot, count in rows})


async def months_of_people(session: AsyncSession, segment: Segment, starts: Sequence[datetime]) -> Counter[int]:
    """How many customers ordered in just those months, which are the bits of one number.

    The bit n is set for an order between `starts[n]` and the next of them.
    """
    conditions = await conditions_of(session, segment, by_person=True)
    bits = func.sum(distinct(_month(starts))).label("months")
    each = sql_select(bits).where(*conditions).group_by(col(Order.user_id)).subquery()
    found = await session.execute(sql_select(each.c.months, func.count()).group_by(each.c.months))
    return Counter({int(months): count for months, count in found})


async def months_since(
    session: AsyncSession, past: Segment, *, recent: Segment, starts: Sequence[datetime]
) -> Counter[int]:
    """What a short range changes in `months_of_people` of the one before: fewer where people were, more elsewhere."""
    whose = col(Order.user_id).in_(await people_of(session, recent))
    conditions = await conditions_of(session, replace(past, span=Span(past.span.start, recent.span.end)), whose=whose)
    is_old = case((col(Order.ordered_at) < past.span.end, 1), else_=0).label("is_old")
    rows = sql_select(col(Order.user_id), is_old, _month(starts).label("month")).where(*conditions).subquery()
    before = func.sum(distinct(case((rows.c.is_old == 1, rows.c.month)))).label("before")
    each = sql_select(before, func.sum(distinct(rows.c.month)).label("months")).group_by(rows.c.user_id).subquery()
    columns = each.c.before, each.c.months
    changes = Counter[int]()
    for was, months, count in await session.execute(sql_select(*columns, func.count()).group_by(*columns)):
        changes[int(months)] += count
        if was is not None:
            changes[int(was)] -= count
    return changes


def _month(starts: Sequence[datetime]) -> Any:
    """The bit of the month of an order."""
    return literal_column("1", Integer).bitwise_lshift(slot_of(col(Order.ordered_at), starts))
