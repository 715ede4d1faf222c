"""The SQL of sums and people: from the rollups what they know, edges and filtered orders from the rows themselves."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CTE, ColumnElement, Integer, case, column, exists, func, literal_column, null, values
from sqlalchemy import select as sql_select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.core.clauses import Unindexed
from app.features.dashboard.rules import Part, Span, Tally
from app.features.dashboard.segment_repository import conditions_of, in_currency, slot_of
from app.features.dashboard.segments import Segment
from app.features.orders.rules import REVENUE_STATUSES
from app.models import Order, OrderItem, OrderRollup, User
from app.models.columns import Moment

# As many orders are walked in a few milliseconds, whoever placed them.
FEW = 500


async def rolled_up(session: AsyncSession, segment: Segment, parts: Sequence[Part]) -> list[Tally]:
    """Sums over parts that are whole quarter hours, by slot and status. The rollups must know the segment's filters."""
    if not parts:
        return []
    cut = _parts(parts)
    query = (
        sql_select(
            cut.c.slot,
            col(OrderRollup.status),
            func.sum(OrderRollup.orders),
            func.sum(OrderRollup.amount),
            func.sum(OrderRollup.units),
        )
        .select_from(cut)
        .join(OrderRollup, (col(OrderRollup.bucket) >= cut.c.low) & (col(OrderRollup.bucket) < cut.c.high))
        .where(col(OrderRollup.currency) == segment.currency, *_in_status(OrderRollup.status, segment))
        .group_by(cut.c.slot, col(OrderRollup.status))
    )
    return _tallies((await session.execute(query)).all())


async def counted(session: AsyncSession, segment: Segment, parts: Sequence[Part]) -> list[Tally]:
    """Sums over parts of any length, by slot and status, from the orders themselves; filtered by status alone."""
    if not parts:
        return []
    cut = _parts(parts)
    query = (
        sql_select(cut.c.slot, col(Order.status), func.count(), func.sum(Order.total_amount), func.sum(_units()))
        .select_from(cut)
        .join(Order, (col(Order.ordered_at) >= cut.c.low) & (col(Order.ordered_at) < cut.c.high))
        .where(col(Order.currency) == segment.currency, *_in_status(Unindexed(col(Order.status)), segment))
        .group_by(cut.c.slot, col(Order.status))
    )
    return _tallies((await session.execute(query)).all())


async def picked(session: AsyncSession, segment: Segment, slots: Sequence[Span]) -> tuple[list[Tally], tuple[int, int]]:
    """Sums by slot and status, and the people as `customers` has them, of any segment by one walk over its orders.

    Units are those of orders that count as revenue; others have none here.
    """
    if not slots:
        return [], (0, 0)
    slot = slot_of(col(Order.ordered_at), [span.start for span in slots]).label("slot")
    units = case((col(Order.status).in_(REVENUE_STATUSES), _units()), else_=0).label("units")
    rows: Any = sql_select(slot, col(Order.status), col(Order.user_id), col(Order.total_amount), units)
    found: Any = rows.where(*await conditions_of(session, segment)).cte("found").prefix_with("MATERIALIZED")
    sums = sql_select(
        found.c.slot, found.c.status, func.count(), func.sum(found.c.total_amount), func.sum(found.c.units)
    ).group_by(found.c.slot, found.c.status)
    people: Any = sql_select(found.c.user_id).distinct().subquery()
    counts = _people(people, segment, await in_currency(session, segment.currency))
    beside: Any = sql_select(literal_column("-1", Integer), null(), *counts, literal_column("0", Integer))
    rows = (await session.execute(sums.union_all(beside.select_from(people)))).all()
    (_, _, persons, fresh, _) = next(row for row in rows if row[0] < 0)
    return _tallies([row for row in rows if row[0] >= 0]), (int(persons), int(fresh))


async def customers(session: AsyncSession, segment: Segment, *, orders: int) -> tuple[int, int]:
    """How many different people placed the `orders` orders of the segment, and how many of them had placed none before.

    Few orders are walked by time; many are not: then each person's orders are looked into until one is found. The
    segment is filtered by status alone.
    """
    currency = await in_currency(session, segment.currency)
    inside = (
        col(Order.ordered_at) >= segment.span.start,
        col(Order.ordered_at) < segment.span.end,
        *_in_status(Unindexed(col(Order.status)), segment),
        *currency,
    )
    if orders <= FEW or orders <= await _users(session):
        people: Any = sql_select(col(Order.user_id)).where(*inside).group_by(col(Order.user_id)).subquery()
    else:
        has_one = exists().where(col(Order.user_id) == User.id, *inside)
        people = sql_select(col(User.id)).where(has_one).subquery()
    counts = sql_select(*_people(people, segment, currency)).select_from(people)
    found, fresh = (await session.execute(counts)).one()
    return int(found), int(fresh)


def _people(people: Any, segment: Segment, currency: Sequence[ColumnElement[bool]]) -> tuple[Any, Any]:
    """How many people a table of one column has, and how many of them had placed no order at all before the range."""
    (person,) = people.c
    earlier = exists().where(col(Order.user_id) == person, col(Order.ordered_at) < segment.span.start, *currency)
    return func.count(), func.coalesce(func.sum(case((earlier, 0), else_=1)), 0)


async def _users(session: AsyncSession) -> int:
    return (await session.scalar(select(func.count()).select_from(User))) or 0


def _units() -> ColumnElement[int]:
    pieces = select(func.sum(OrderItem.quantity)).where(col(OrderItem.order_id) == Order.id).scalar_subquery()
    return func.coalesce(pieces, 0)


def _in_status(column_: Any, segment: Segment) -> tuple[ColumnElement[bool], ...]:
    return (column_.in_(segment.status),) if segment.status else ()


def _parts(parts: Sequence[Part]) -> CTE:
    """The parts as a table of slot, low and high."""
    columns = (column("slot", Integer), column("low", Moment), column("high", Moment))
    rows = [(part.slot, part.span.start, part.span.end) for part in parts]
    return values(*columns, name="parts").data(rows).cte("parts")


def _tallies(rows: Sequence[Any]) -> list[Tally]:
    """PostgreSQL sums integers to decimals."""
    return [
        Tally(slot, status.value, int(orders), int(amount), int(units)) for slot, status, orders, amount, units in rows
    ]
