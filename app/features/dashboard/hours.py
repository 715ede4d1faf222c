"""When people order: by weekday and hour of the viewer's clock."""

from collections import Counter

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.database import read_session
from app.features.dashboard import calendar_rules as rules
from app.features.dashboard import hours_repository as repository
from app.features.dashboard.aspects import Aspect
from app.features.dashboard.joining import added
from app.features.dashboard.questions import Question, answer
from app.features.dashboard.repository import bounds, steady
from app.features.dashboard.schemas import HourFigure, StatsQuery
from app.features.dashboard.segments import Segment
from app.features.orders.reading import assert_staff

Hours = Counter[tuple[int, int]]


async def hours(actor: Actor, query: StatsQuery, *, since: float | None = None) -> tuple[HourFigure, ...]:
    """All 168 hours of the week from Monday on, with the orders that were placed in them now and before.

    `since` as in `stats`. Raises Forbidden for customers, Invalid naming `from`, `to`, `tz` or the other period.
    """
    assert_staff(actor)
    return await answer(query, _hours, about="hours", since=since)


async def _hours(question: Question) -> tuple[HourFigure, ...]:
    async with read_session() as session:
        await steady(session)
        orders, revenue = await _week(session, question, question.segment)
        before = (await _week(session, question, question.former))[0] if question.former else None
    return tuple(
        HourFigure(
            weekday=day,
            hour=hour,
            orders=orders[day, hour],
            revenue=question.money(revenue[day, hour]),
            orders_before=None if before is None else before[day, hour],
        )
        for day in range(7)
        for hour in range(24)
    )


async def _week(session: AsyncSession, question: Question, segment: Segment) -> tuple[Hours, Hours]:
    """Orders and revenue by weekday and hour."""
    return await added(
        session,
        ("hours", question.tz),
        segment,
        tells=Aspect.REVENUE,
        count=lambda part: _count(session, question, part),
        since=lambda cut: _count(session, question, cut.recent, is_short=True),
        add=lambda one, other: (one[0] + other[0], one[1] + other[1]),
    )


async def _count(
    session: AsyncSession, question: Question, segment: Segment, *, is_short: bool = False
) -> tuple[Hours, Hours]:
    orders, revenue = Hours(), Hours()
    # Of the same state of the data as what is counted: it may be kept.
    ends = await bounds(session, segment.currency)
    if ends is not None and not segment.span.is_empty:
        periods = rules.periods(segment.span, between=ends, tz=question.tz)
        starts, by_hour = [period.start for period in periods], rules.is_by_hour(periods)
        rows = await repository.by_quarter(session, segment, starts, by_hour=by_hour, is_short=is_short)
        for period, quarter, count, amount in rows:
            place = rules.hour_of_week(quarter, periods[period].offset)
            orders[place] += count
            revenue[place] += amount
    return orders, revenue
