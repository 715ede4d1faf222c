"""How many people ordered, and how many for the first time, at each point of the series.

Rollups do not know who ordered, so this is a walk over the orders: a question of its own, that the figures do not wait
for.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.database import read_session
from app.features.dashboard import people_repository as repository
from app.features.dashboard import rules
from app.features.dashboard.aspects import Aspect
from app.features.dashboard.joining import added
from app.features.dashboard.past import Cut
from app.features.dashboard.questions import Question, answer
from app.features.dashboard.repository import steady
from app.features.dashboard.schemas import Figures, PeopleCourse, PeoplePoint, Stats, StatsQuery
from app.features.dashboard.segments import Segment
from app.features.orders.reading import assert_staff


async def people_course(actor: Actor, query: StatsQuery, *, since: float | None = None) -> PeopleCourse:
    """The people of each point of the series that `stats` has for the same query; `since` as there.

    Raises Forbidden for customers, Invalid naming `from`, `to`, `tz`, `grain` or what it is compared with.
    """
    assert_staff(actor)
    return await answer(query, _course, about="people", since=since, has_series=True)


def with_people(stats: Stats, course: PeopleCourse) -> Stats:
    """The figures with the people of each point in their series."""
    now, before = ({point.at: point for point in points} for points in (course.points, course.before))
    previous = stats.previous and stats.previous.model_copy(update=_series(stats.previous, before))
    return stats.model_copy(update={**_series(stats, now), "previous": previous})


def _series(figures: Figures, people: Mapping[datetime, PeoplePoint]) -> dict[str, object]:
    points = (
        point.model_copy(update={"customers": found.customers, "new_customers": found.new_customers})
        if (found := people.get(point.at))
        else point
        for point in figures.series
    )
    return {"series": tuple(points)}


async def _course(question: Question) -> PeopleCourse:
    async with read_session() as session:
        await steady(session)
        points = await _points(session, question, question.segment)
        before = await _points(session, question, question.former) if question.former else ()
    return PeopleCourse(points=points, before=before)


async def _points(session: AsyncSession, question: Question, segment: Segment) -> tuple[PeoplePoint, ...]:
    slots = rules.slots(segment.span, tz=question.tz, grain=question.grain)
    if not slots:
        return ()

    async def since(cut: Cut) -> Counter[tuple[str, int]]:
        first, _ = rules.clipped(slots, cut.recent.span)
        found = await repository.people_by_slot_since(session, cut.past, recent=cut.recent, slots=slots[first:])
        return Counter({(what, slot + first): count for (what, slot), count in found.items()})

    found = await added(
        session,
        ("people", question.tz, question.grain),
        segment,
        tells=Aspect.ORDERS,
        count=lambda part: repository.people_by_slot(session, part, rules.clipped(slots, part.span)[1]),
        since=since,
        add=lambda one, other: one + other,
    )
    return tuple(
        PeoplePoint(
            at=slot.start.astimezone(question.tz),
            customers=found[repository.CAME, number],
            new_customers=found[repository.NEW, number],
        )
        for number, slot in enumerate(slots)
    )
