"""When people order: by weekday and hour of the viewer's clock."""

from collections import Counter

from app.core.actor import Actor
from app.core.database import read_session
from app.features.dashboard import calendar_rules as rules
from app.features.dashboard import hours_repository as repository
from app.features.dashboard.questions import Question, answer, plain
from app.features.dashboard.repository import bounds, steady
from app.features.dashboard.schemas import HourFigure, StatsQuery
from app.features.orders.reading import assert_staff


async def hours(actor: Actor, query: StatsQuery, *, since: float | None = None) -> tuple[HourFigure, ...]:
    """All 168 hours of the week from Monday on, with the orders that were placed in them; `since` as in `stats`.

    Raises Forbidden for customers, Invalid naming `from`, `to` or `tz`.
    """
    assert_staff(actor)
    return await answer(plain(query), _hours, about="hours", since=since)


async def _hours(question: Question) -> tuple[HourFigure, ...]:
    orders, revenue = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
    async with read_session() as session:
        await steady(session)
        ends = await bounds(session, question.segment.currency)
        if ends is not None and not question.span.is_empty:
            periods = rules.periods(question.span, between=ends, tz=question.tz)
            starts, by_hour = [period.start for period in periods], rules.is_by_hour(periods)
            rows = await repository.by_quarter(session, question.segment, starts, by_hour=by_hour)
            for period, quarter, count, amount in rows:
                place = rules.hour_of_week(quarter, periods[period].offset)
                orders[place] += count
                revenue[place] += amount
    return tuple(
        HourFigure(weekday=day, hour=hour, orders=orders[day, hour], revenue=question.money(revenue[day, hour]))
        for day in range(7)
        for hour in range(24)
    )
