"""The SQL of the hours of the week: from the rollups what they know, edges and filtered orders from the rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, case, func, literal_column
from sqlalchemy import select as sql_select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.core.clauses import QuarterOfWeek
from app.features.dashboard.parts_repository import by_step, moments, numbers, passing, tier_of, within
from app.features.dashboard.rules import QUARTER, cover
from app.features.dashboard.segment_repository import conditions_by_time, lacking, passed_by, slot_of, way_to
from app.features.dashboard.segments import Segment
from app.features.orders.rules import REVENUE_STATUSES
from app.features.orders.tiers import STEPS, number_of
from app.models import Order, OrderRollup, OrderSum, Tier

ONE, LESS_ONE = literal_column("1", Integer), literal_column("-1", Integer)
HOUR = STEPS[Tier.HOUR]
# Hour 0 of the tiers begins a Monday, 96 hours after the Thursday from which `QuarterOfWeek` counts.
SINCE_THURSDAY, HOURS_OF_WEEK, QUARTERS_OF_HOUR = 96, 168, 4


async def by_quarter(
    session: AsyncSession, segment: Segment, starts: Sequence[datetime], *, by_hour: bool, is_short: bool = False
) -> list[tuple[int, ...]]:
    """(period, quarter, orders, revenue): `starts` begin the periods, quarters of the week are counted in UTC.

    `is_short`: the range is, so that orders are found by their time. `by_hour`: all clocks of the range change, and are
    off, by whole hours, so that the quarters of an hour may be one.
    """
    if is_short and not segment.is_rolled_up:
        return await _sums(session, _rows(starts, ONE).where(*await conditions_by_time(session, segment)))
    if not segment.is_rolled_up:
        way = await way_to(session, segment)
        if not way.common:
            return await _sums(session, _rows(starts, ONE).where(*way.conditions))
        less = _rows(starts, LESS_ONE).where(*await lacking(session, segment, way.common))
        every = await by_quarter(session, segment.of_any_goods, starts, by_hour=by_hour)
        return every + await _sums(session, less)
    found: list[tuple[int, ...]] = []
    for step, parts in by_step(cover([segment.span], (HOUR, QUARTER) if by_hour else (QUARTER,))).items():
        if step is None:
            cut = moments(parts)
            rows = _rows(starts, cut.c.sign).select_from(cut).join(Order, within(col(Order.ordered_at), cut))
            rows = rows.where(col(Order.currency) == segment.currency, *passed_by(segment))
        elif step == QUARTER:
            cut = moments(parts)
            rows = _rolled_up(OrderRollup, _of_moment(col(OrderRollup.bucket), starts), segment, cut)
        else:
            cut = numbers(parts, step)
            rows = _rolled_up(OrderSum, _of_hour(starts), segment, cut).where(col(OrderSum.tier) == tier_of(step))
        found += await _sums(session, rows)
    return found


def _rolled_up(table: Any, columns: tuple[Any, Any], segment: Segment, cut: Any) -> Any:
    sums = (table.orders * cut.c.sign).label("orders"), _revenue(table, "amount", cut.c.sign)
    query: Any = sql_select(*columns, *sums).select_from(cut).join(table, within(col(table.bucket), cut))
    return query.where(*passing(table, segment))


def _rows(starts: Sequence[datetime], sign: Any) -> Any:
    return sql_select(
        *_of_moment(col(Order.ordered_at), starts), sign.label("orders"), _revenue(Order, "total_amount", sign)
    )


def _of_moment(moment: Any, starts: Sequence[datetime]) -> tuple[Any, Any]:
    return slot_of(moment, starts).label("period"), QuarterOfWeek(moment).label("quarter")


def _of_hour(starts: Sequence[datetime]) -> tuple[Any, Any]:
    hour: Any = col(OrderSum.bucket)
    quarter = (hour + SINCE_THURSDAY) % HOURS_OF_WEEK * QUARTERS_OF_HOUR
    return slot_of(hour, [number_of(start, HOUR) for start in starts]).label("period"), quarter.label("quarter")


def _revenue(table: Any, amount: str, sign: Any) -> Any:
    """The column `amount` of orders that count as revenue."""
    return case((table.status.in_(REVENUE_STATUSES), getattr(table, amount) * sign), else_=0).label("revenue")


async def _sums(session: AsyncSession, rows: Any) -> list[tuple[int, ...]]:
    each = rows.subquery()
    sums = func.sum(each.c.orders), func.sum(each.c.revenue)
    query = sql_select(each.c.period, each.c.quarter, *sums).group_by(each.c.period, each.c.quarter)
    return [tuple(map(int, row)) for row in (await session.execute(query)).all()]
