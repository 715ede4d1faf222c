"""From what was asked to what is computed: open ends closed, filters in order, alike for all who mean the same."""

from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from app.core import clock
from app.core.config import get_settings
from app.core.database import read_session
from app.core.errors import invalid
from app.core.ranges import time_range, zone
from app.features.dashboard import repository, rules
from app.features.dashboard.pacing import get_pace, get_pace_of_figures
from app.features.dashboard.rules import Span
from app.features.dashboard.schemas import Grain, StatsQuery
from app.features.dashboard.segments import Segment, segment_of
from app.features.dashboard.sharing import Shared, get_shared
from app.features.orders.schemas import MoneyOut

T = TypeVar("T")
Ends: TypeAlias = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be computed. `ends` are about the first and the last order there is."""

    segment: Segment
    tz: ZoneInfo
    grain: Grain
    before: Span | None = None
    is_cut: bool = False
    ends: Ends | None = None

    @property
    def span(self) -> Span:
        """The range."""
        return self.segment.span

    @property
    def former(self) -> Segment | None:
        """The same orders of the period that is compared with; None where there is none."""
        return replace(self.segment, span=self.before) if self.before else None

    def money(self, amount: int) -> MoneyOut:
        """Minor units of the currency that is asked about."""
        return MoneyOut(amount=amount, currency=self.segment.currency)


async def answer(
    query: StatsQuery,
    compute: Callable[[Question], Awaitable[T]],
    *,
    about: Hashable,
    since: float | None,
    has_series: bool = False,
    comes_first: bool = False,
) -> T:
    """What `compute` makes of the query, which all share who ask the same `about` the same data.

    With `since`, a moment of `time.monotonic()`, it is of data read after it, which takes its time where that is much
    work (see `pacing`); else of now. The grain says nothing where there is no series. `comes_first`: the page waits for
    it before all else.
    """
    wanted = query if has_series else query.model_copy(update={"grain": None})

    async def now() -> T:
        async with read_session() as session:
            state, ends = await repository.state_of_data(session), await _ends(session, wanted)
        question = question_of(wanted, ends, has_series=has_series)
        return await get_shared().get((about, question), state, lambda: compute(question))

    if since is None:
        return await now()

    async def then() -> T:
        # How far the orders reach is alike for all that is asked.
        of = _currency(wanted), wanted.customer
        ends = await _shared_ends().since(of, since, lambda: _ends_now(wanted))
        return await compute(question_of(wanted, ends, has_series=has_series))

    asked = (about, wanted)
    pace = get_pace_of_figures() if comes_first else get_pace()
    return await get_shared().since(asked, since, lambda: pace.run(asked, then))


@cache
def _shared_ends() -> Shared:
    """They are read at once, whatever rests what is counted has."""
    return Shared(every=0.0)


async def _ends_now(query: StatsQuery) -> Ends | None:
    async with read_session() as session:
        return await _ends(session, query)


async def _ends(session: AsyncSession, query: StatsQuery) -> Ends | None:
    return await repository.bounds(session, _currency(query), customers=query.customer)


def _currency(query: StatsQuery) -> str:
    return query.currency or get_settings().currency


def plain(query: StatsQuery) -> StatsQuery:
    """The query without what only a comparison needs."""
    return query.model_copy(update={"compare": "none", "compare_from": None, "compare_to": None})


def question_of(query: StatsQuery, ends: Ends | None, *, has_series: bool) -> Question:
    """The query with its open ends at the first order, and at the last one or the present, whichever is later.

    Raises Invalid naming the end that cannot be read, and where there is a series `grain` or what makes it too long.
    """
    asked = time_range(query.from_, query.to, tz=query.tz)
    tz = zone(query.tz)
    now = clock.now().replace(second=0, microsecond=0)
    first, last = ends or (now, now)
    end = asked.end or max(last + rules.QUARTER, now, asked.start or first)
    span = Span(asked.start or min(first, end), end)
    segment = segment_of(query, span=span, currency=_currency(query))
    before = _before(query, span, is_open=asked.start is None, now=now)
    grain = _grain(query, span, before, tz=tz) if has_series else rules.grain_for(span)
    if before is None:
        return Question(segment, tz, grain, ends=ends)
    is_cut = rules.is_under_way(span, now)
    return Question(segment, tz, grain, before, is_cut=is_cut, ends=ends)


def _grain(query: StatsQuery, span: Span, before: Span | None, *, tz: ZoneInfo) -> Grain:
    """The grain that was chosen, or that suits the range. Raises Invalid where a series would have too many points."""
    grain = query.grain or rules.grain_for(span)
    if query.grain and rules.is_too_fine(span, tz=tz, grain=grain):
        raise _too_fine("grain")
    if before is not None and rules.is_too_fine(before, tz=tz, grain=grain):
        raise _too_fine("grain" if query.grain else "compare_to")
    return grain


def _too_fine(field: str) -> Exception:
    return invalid(field, "too_many_points", f"gives a series of more than {rules.MOST_POINTS} points")


def _before(query: StatsQuery, span: Span, *, is_open: bool, now: datetime) -> Span | None:
    """The period to compare with; None where none is asked for, or none can lie before a range without a beginning."""
    tz = zone(query.tz)
    if query.compare == "custom":
        other = time_range(query.compare_from, query.compare_to, tz=query.tz, names=("compare_from", "compare_to"))
        if other.start is None or other.end is None:
            missing = "compare_to" if other.start else "compare_from"
            raise invalid(missing, "missing", "must be given to compare with a range of your own")
        return rules.up_to_same_moment(Span(other.start, other.end), span, now=now)
    if query.compare == "none" or is_open:
        return None
    find = rules.previous if query.compare == "previous" else rules.year_before
    return find(span, tz=tz, now=now)
