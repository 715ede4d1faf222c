"""The figures of a range and of the period it is compared with, by status and over time."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.database import read_session
from app.features.dashboard import moved_repository, rules
from app.features.dashboard import sums_repository as repository
from app.features.dashboard.aspects import Aspect
from app.features.dashboard.joining import added
from app.features.dashboard.past import Cut
from app.features.dashboard.questions import Question, answer
from app.features.dashboard.repository import steady
from app.features.dashboard.rights import within_rights
from app.features.dashboard.rules import Span, Tally
from app.features.dashboard.schemas import PreviousFigures, SeriesPoint, Stats, StatsQuery, StatusFigure
from app.features.dashboard.segments import Segment
from app.features.orders.rules import REVENUE_STATUSES
from app.models import OrderStatus

# Sums by slot and status, and how many people there are and are new.
Counts: TypeAlias = tuple[list[Tally], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Sums:
    """Sums over a period, amounts in minor units."""

    orders: int
    revenue: int
    revenue_orders: int
    units: int
    refunded: int
    cancelled: int


async def stats(actor: Actor, query: StatsQuery, *, since: float | None = None) -> Stats:
    """The figures of a range, each as defined in `schemas.Figures`: exact at one state of the database.

    With `since`, a moment of `time.monotonic()`, those who ask the same share what was read after it; else the figures
    are of now. A customer's are of their own orders alone. Raises NotFound for a customer who asks about somebody else,
    Invalid naming `from`, `to`, `tz`, `grain` or what it is compared with.
    """
    asked = within_rights(actor, query)
    return await answer(asked, _stats, about="stats", since=since, has_series=True, comes_first=True)


async def _stats(question: Question) -> Stats:
    async with read_session() as session:
        await steady(session)
        tallies, figures = await _figures(session, question, question.segment)
        previous = None
        if question.former is not None:
            past, former = await _figures(session, question, question.former)
            is_whole = question.ends is not None and question.ends[0] <= question.former.span.start
            by_status = _by_status(past, question)
            previous = PreviousFigures(**former, is_whole=is_whole, is_cut=question.is_cut, by_status=by_status)
    return Stats(
        **figures,
        currency=question.segment.currency,
        by_status=_by_status(tallies, question),
        grain=question.grain,
        previous=previous,
    )


async def _figures(session: AsyncSession, question: Question, segment: Segment) -> tuple[list[Tally], dict[str, Any]]:
    """The sums of a period by slot and status, and its figures by their names in `schemas.Figures`."""
    span = segment.span
    slots = rules.slots(span, tz=question.tz, grain=question.grain)
    tallies, (people, fresh) = await _counts(session, question, segment, slots)
    sums = _sums(tallies)
    mean = rules.average(sums.revenue, sums.revenue_orders)
    return tallies, {
        "from_": span.start,
        "to": span.end,
        "revenue": question.money(sums.revenue),
        "orders": sums.orders,
        "average_order_value": None if mean is None else question.money(mean),
        "customers": people,
        "new_customers": fresh,
        "units": sums.units,
        "revenue_orders": sums.revenue_orders,
        "refunded": sums.refunded,
        "cancelled": sums.cancelled,
        "series": _series(tallies, slots, question),
    }


async def _counts(session: AsyncSession, question: Question, segment: Segment, slots: Sequence[Span]) -> Counts:
    """The tallies, and how many people there are and are new."""

    async def since(cut: Cut) -> Counts:
        first, within = rules.clipped(slots, cut.recent.span)
        tallies = await repository.recent(session, cut.recent, within)
        people = await repository.people_since(session, cut.past, cut.recent)
        return [replace(tally, slot=tally.slot + first) for tally in tallies], people

    async def mend(part: Segment, kept: Counts, change: int) -> Counts:
        moved = await moved_repository.moved(session, part, rules.clipped(slots, part.span)[1], since=change)
        return rules.merged([*kept[0], *moved]), kept[1]

    return await added(
        session,
        ("stats", question.tz, question.grain),
        segment,
        tells=Aspect.STATUS,
        count=lambda part: _count(session, part, rules.clipped(slots, part.span)[1]),
        since=since,
        add=lambda one, other: (one[0] + other[0], (one[1][0] + other[1][0], one[1][1] + other[1][1])),
        mend=mend,
    )


async def _count(session: AsyncSession, segment: Segment, slots: Sequence[Span]) -> Counts:
    """From the rollups where they know the filters."""
    if not segment.is_rolled_up:
        return await repository.picked(session, segment, slots)
    tallies = await repository.added_up(session, segment, rules.cover(slots, repository.STEPS))
    return tallies, await repository.customers(session, segment, orders=_sums(tallies).orders)


def _sums(tallies: Sequence[Tally]) -> _Sums:
    counting = [tally for tally in tallies if tally.status in REVENUE_STATUSES]
    return _Sums(
        orders=sum(tally.orders for tally in tallies),
        revenue=sum(tally.amount for tally in counting),
        revenue_orders=sum(tally.orders for tally in counting),
        units=sum(tally.units for tally in counting),
        refunded=_in_status(tallies, OrderStatus.REFUNDED),
        cancelled=_in_status(tallies, OrderStatus.CANCELLED),
    )


def _in_status(tallies: Sequence[Tally], status: OrderStatus) -> int:
    return sum(tally.orders for tally in tallies if tally.status == status)


def _by_status(tallies: Sequence[Tally], question: Question) -> dict[str, StatusFigure]:
    def figure(status: OrderStatus) -> StatusFigure:
        own = [tally for tally in tallies if tally.status == status]
        amount = question.money(sum(tally.amount for tally in own))
        return StatusFigure(orders=sum(tally.orders for tally in own), amount=amount)

    return {status.value: figure(status) for status in OrderStatus}


def _series(tallies: Sequence[Tally], spans: Sequence[Span], question: Question) -> tuple[SeriesPoint, ...]:
    by_slot: defaultdict[int, list[Tally]] = defaultdict(list)
    for tally in tallies:
        by_slot[tally.slot].append(tally)
    sums = [_sums(by_slot[number]) for number in range(len(spans))]
    return tuple(
        SeriesPoint(
            at=span.start.astimezone(question.tz),
            revenue=question.money(one.revenue),
            orders=one.orders,
            revenue_orders=one.revenue_orders,
            units=one.units,
            refunded=one.refunded,
            cancelled=one.cancelled,
        )
        for span, one in zip(spans, sums, strict=True)
    )
