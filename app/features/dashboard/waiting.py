"""Who waits longest: open orders by their age."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from app.core import clock
from app.core.actor import Actor
from app.core.database import read_session
from app.core.ranges import EARLIEST, LATEST
from app.features.dashboard import waiting_repository as repository
from app.features.dashboard.questions import Question, answer, plain
from app.features.dashboard.repository import steady
from app.features.dashboard.rules import Span
from app.features.dashboard.schemas import AgeFigure, OpenOrder, StatsQuery, Waiting
from app.features.dashboard.segments import Segment
from app.features.orders.reading import assert_staff
from app.models import OrderStatus

OPEN = (OrderStatus.PAID, OrderStatus.PENDING)
OLDEST = 10
# How many days ago each part begins, the oldest first; the first is open.
AGES = (14, 7, 3, 2, 1, 0)


async def waiting(actor: Actor, query: StatsQuery, *, since: float | None = None) -> Waiting:
    """Open orders by age to the minute, and the ten oldest, whatever the range; `since` as in `stats`.

    Raises Forbidden for customers, Invalid naming `tz`.
    """
    assert_staff(actor)
    now = clock.now().replace(second=0, microsecond=0)
    whenever = plain(query).model_copy(update={"from_": None, "to": None})
    return await answer(whenever, lambda question: _waiting(question, now), about=("waiting", now), since=since)


async def open_older_than(actor: Actor, query: StatsQuery, age: timedelta) -> int:
    """How many open orders were placed more than `age` ago, to the minute, whatever the range.

    Raises Forbidden for customers, Invalid naming `tz`.
    """
    assert_staff(actor)
    now = clock.now().replace(second=0, microsecond=0)
    whenever = plain(query).model_copy(update={"from_": None, "to": None})
    return await answer(whenever, lambda question: _older(question, now - age), about=("older", now - age), since=None)


async def _older(question: Question, than: datetime) -> int:
    segment = _open(question.segment)
    if not segment.status:
        return 0
    async with read_session() as session:
        await steady(session)
        counts = await repository.by_age(session, segment, [EARLIEST, than])
    return counts.get(0, (0, 0))[0]


async def _waiting(question: Question, now: datetime) -> Waiting:
    segment = _open(question.segment)
    starts = [EARLIEST, *(now - timedelta(days=days) for days in AGES[:-1])]
    counts: dict[int, tuple[int, int]] = {}
    rows: Sequence[Any] = ()
    if segment.status:
        async with read_session() as session:
            await steady(session)
            counts = await repository.by_age(session, segment, starts)
            rows = await repository.oldest(session, segment, limit=OLDEST)
    ages = [_age(question, slot, *counts.get(slot, (0, 0))) for slot in range(len(AGES))]
    oldest = (
        OpenOrder(id=order_id, number=number, status=status, ordered_at=ordered_at, total=question.money(total))
        for order_id, number, status, ordered_at, total in rows
    )
    return Waiting(as_of=now, ages=tuple(reversed(ages)), oldest=tuple(oldest))


def _open(segment: Segment) -> Segment:
    """The open ones of a segment, of any time; none where its statuses are others."""
    wanted = tuple(status for status in OPEN if not segment.status or status in segment.status)
    return replace(segment, span=Span(EARLIEST, LATEST), status=wanted)


def _age(question: Question, slot: int, orders: int, amount: int) -> AgeFigure:
    until = AGES[slot - 1] if slot else None
    return AgeFigure(days=AGES[slot], until=until, orders=orders, amount=question.money(amount))
