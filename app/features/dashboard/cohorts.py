"""Repeat buying: customers by the month of their first order, and how many ordered again in each month since."""

from collections import Counter
from dataclasses import replace

from app.core.actor import Actor
from app.core.database import read_session
from app.core.ranges import EARLIEST
from app.features.dashboard import calendar_rules as rules
from app.features.dashboard import people_repository as repository
from app.features.dashboard.aspects import Aspect
from app.features.dashboard.joining import added
from app.features.dashboard.questions import Question, answer, plain
from app.features.dashboard.repository import steady
from app.features.dashboard.rules import Span
from app.features.dashboard.schemas import Cohort, StatsQuery
from app.features.orders.reading import assert_staff

LEAST, MONTHS = 12, 24


async def cohorts(actor: Actor, query: StatsQuery, *, since: float | None = None) -> tuple[Cohort, ...]:
    """Each month of the range with those whose first order was in it, of a short range the twelve up to its end.

    Of a longer one these are its last 24 months.

    `since` as in `stats`. Raises Forbidden for customers, Invalid naming `from`, `to` or `tz`.
    """
    assert_staff(actor)
    return await answer(plain(query), _cohorts, about="cohorts", since=since)


async def _cohorts(question: Question) -> tuple[Cohort, ...]:
    least = rules.last_months(Span(EARLIEST, question.span.end), tz=question.tz, count=LEAST)
    start = min([question.span.start, *(month.start for month in least[:1])])
    months = rules.last_months(Span(start, question.span.end), tz=question.tz, count=MONTHS)
    if not months:
        return ()
    segment = replace(question.segment, span=Span(EARLIEST, question.span.end))
    starts = [EARLIEST, *(month.start for month in months)]
    async with read_session() as session:
        await steady(session)

        found = await added(
            session,
            ("cohorts", tuple(starts)),
            segment,
            tells=Aspect.ORDERS,
            count=lambda part: repository.months_of_people(session, part, starts),
            since=lambda cut: repository.months_since(session, cut.past, recent=cut.recent, starts=starts),
            add=_sum,
        )
    return tuple(
        Cohort(month=month.start.astimezone(question.tz), customers=sum(again[:1]), again=again[1:])
        for month, again in zip(months, rules.cohorts(found.items(), len(months)), strict=True)
    )


def _sum(kept: Counter[int], more: Counter[int]) -> Counter[int]:
    """Those who came since are no longer where they were."""
    found = Counter(kept)
    found.update(more)
    return +found
