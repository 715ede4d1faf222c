"""The SQL of the hours of the week: from the rollups what they know, edges and filtered orders from the rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, and_, case, func, literal_column, or_
from sqlalchemy import select as sql_select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.core.clauses import QuarterOfWeek
from app.features.dashboard.rules import Span, split
from app.features.dashboard.segment_repository import conditions_of, slot_of
from app.features.dashboard.segments import Segment
from app.features.orders.rules import REVENUE_STATUSES
from app.models import Order, OrderRollup

ONE = literal_column("1", Integer)


async def by_quarter(session: AsyncSession, segment: Segment, starts: Sequence[datetime]) -> list[tuple[int, ...]]:
    """(period, quarter, orders, revenue): `starts` begin the periods, quarters of the week are counted in UTC."""
    if not segment.is_rolled_up:
        conditions = await conditions_of(session, segment)
        return await _sums(session, _rows(starts, *conditions))
    whole, edges = split([segment.span])
    found: list[tuple[int, ...]] = []
    if whole:
        found += await _sums(session, _rolled_up(segment, starts, whole[0].span))
    if edges:
        inside = or_(*(_within(col(Order.ordered_at), part.span) for part in edges))
        found += await _sums(
            session, _rows(starts, inside, col(Order.currency) == segment.currency, *_in_status(Order, segment))
        )
    return found


def _rolled_up(segment: Segment, starts: Sequence[datetime], span: Span) -> Any:
    placed: Any = col(OrderRollup.orders)
    query: Any = sql_select(
        *_columns(col(OrderRollup.bucket), starts),
        placed.label("orders"),
        _revenue(OrderRollup, "amount"),
    )
    return query.where(
        col(OrderRollup.currency) == segment.currency,
        _within(col(OrderRollup.bucket), span),
        *_in_status(OrderRollup, segment),
    )


def _rows(starts: Sequence[datetime], *conditions: Any) -> Any:
    columns = _columns(col(Order.ordered_at), starts)
    query: Any = sql_select(*columns, ONE.label("orders"), _revenue(Order, "total_amount"))
    return query.where(*conditions)


def _columns(moment: Any, starts: Sequence[datetime]) -> tuple[Any, Any]:
    return slot_of(moment, starts).label("period"), QuarterOfWeek(moment).label("quarter")


def _revenue(table: Any, amount: str) -> Any:
    """The column `amount` of orders that count as revenue."""
    return case((table.status.in_(REVENUE_STATUSES), getattr(table, amount)), else_=0).label("revenue")


def _within(moment: Any, span: Span) -> Any:
    return and_(moment >= span.start, moment < span.end)


def _in_status(table: Any, segment: Segment) -> tuple[Any, ...]:
    return (table.status.in_(segment.status),) if segment.status else ()


async def _sums(session: AsyncSession, rows: Any) -> list[tuple[int, ...]]:
    each = rows.subquery()
    sums = func.sum(each.c.orders), func.sum(each.c.revenue)
    query = sql_select(each.c.period, each.c.quarter, *sums).group_by(each.c.period, each.c.quarter)
    return [tuple(map(int, row)) for row in (await session.execute(query)).all()]
