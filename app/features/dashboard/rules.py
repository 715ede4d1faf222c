"""The rules of the dashboard, free of I/O: how a range is cut into slots, and slots into steps of the rollups."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from app.core.money import mean
from app.features.dashboard.schemas import Grain
from app.features.orders.rules import BUCKET_MINUTES
from app.features.orders.tiers import YEAR_ONE

QUARTER = timedelta(minutes=BUCKET_MINUTES)
# The longest range that is shown at each grain, so that a chart has at most about a hundred points.
LONGEST: tuple[tuple[Grain, timedelta], ...] = (
    (Grain.HOUR, timedelta(days=2, hours=2)),
    (Grain.DAY, timedelta(days=93)),
    (Grain.WEEK, timedelta(days=731)),
    (Grain.MONTH, timedelta(days=3660)),
)
# The most points of a series, and the longest that each of them can be.
MOST_POINTS = 750
AT_MOST = {
    Grain.HOUR: timedelta(hours=1),
    Grain.DAY: timedelta(hours=25),
    Grain.WEEK: timedelta(days=7, hours=1),
    Grain.MONTH: timedelta(days=31, hours=1),
    Grain.YEAR: timedelta(days=366, hours=1),
}
JANUARY, DECEMBER = 1, 12


@dataclass(frozen=True, slots=True)
class Span:
    """A range of time: aware UTC, `start` inclusive, `end` exclusive."""

    start: datetime
    end: datetime

    @property
    def is_empty(self) -> bool:
        """Whether nothing can lie in it."""
        return self.start >= self.end


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the slot number `slot`: whole steps of the rollups, or of any length where `step` is None.

    `sign` is -1 where it is to be taken from the others.
    """

    slot: int
    span: Span
    step: timedelta | None
    sign: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Orders of one status in one slot, the sum of their totals in minor units, and their pieces."""

    slot: int
    status: str
    orders: int
    amount: int
    units: int


def merged(tallies: Iterable[Tally]) -> list[Tally]:
    """One for each slot and status, of which there is anything left."""
    sums: defaultdict[tuple[int, str], tuple[int, int, int]] = defaultdict(lambda: (0, 0, 0))
    for tally in tallies:
        orders, amount, units = sums[tally.slot, tally.status]
        sums[tally.slot, tally.status] = orders + tally.orders, amount + tally.amount, units + tally.units
    return [Tally(*key, *found) for key, found in sums.items() if any(found)]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a ranking by revenue, in minor units: `key` says of what, `count` how many orders or pieces."""

    key: Any
    count: int
    revenue: int

    def __add__(self, other: "Line") -> "Line":
        """Both together, of the same."""
        return Line(self.key, self.count + other.count, self.revenue + other.revenue)

    @property
    def place(self) -> tuple[int, str]:
        """What it is ranked by."""
        return -self.revenue, str(self.key)


def joined(top: Sequence[Line], more: Sequence[Line], *, limit: int, most: int) -> list[Line] | None:
    """The first `limit` lines of a ranking, with `more` added, of which the first `most` are known.

    None where a line that is not known may be one of them: it had no more than the last of those that are.
    """
    lines = {line.key: line for line in top}
    unknown = list[Line]()
    for line in more:
        before = lines.get(line.key)
        if before is None and len(top) >= most:
            unknown.append(line)
        else:
            lines[line.key] = line + before if before else line
    found = sorted(lines.values(), key=lambda line: line.place)[:limit]
    if any(top[-1].revenue + line.revenue >= found[-1].revenue for line in unknown):
        return None
    return found


def grain_for(span: Span) -> Grain:
    """The finest grain that keeps the series readable."""
    length = span.end - span.start
    return next((grain for grain, longest in LONGEST if length <= longest), Grain.YEAR)


def is_too_fine(span: Span, *, tz: ZoneInfo, grain: Grain) -> bool:
    """Whether a series of that grain has more than MOST_POINTS points. Those of thousands of years are not cut."""
    if (span.end - span.start) / AT_MOST[grain] > MOST_POINTS:
        return True
    return len(_slots(span, tz, grain)) > MOST_POINTS


def slots(span: Span, *, tz: ZoneInfo, grain: Grain) -> list[Span]:
    """The range cut at the full hours, midnights, Mondays, firsts or new years of `tz`, without gaps.

    A day on which the clocks change has 23 or 25 hours; one that a zone skipped (Samoa, 30 December 2011) is left out.
    """
    return list(_slots(span, tz, grain))


# The same ranges are asked about again and again.
@lru_cache(maxsize=256)
def _slots(span: Span, tz: ZoneInfo, grain: Grain) -> tuple[Span, ...]:
    cuts = [span.start]
    while cuts[-1] < span.end:
        cuts.append(min(_next_cut(cuts[-1], tz=tz, grain=grain), span.end))
    return tuple(Span(start, end) for start, end in pairwise(cuts))


def clipped(spans: Sequence[Span], span: Span) -> tuple[int, list[Span]]:
    """What of the slots lies within a range, and the number of the first of them."""
    inner = [Span(max(one.start, span.start), min(one.end, span.end)) for one in spans]
    numbers = [number for number, one in enumerate(inner) if not one.is_empty]
    return (numbers[0], inner[numbers[0] : numbers[-1] + 1]) if numbers else (0, [])


def cover(spans: Sequence[Span], steps: Sequence[timedelta]) -> list[Part]:
    """Each slot as whole steps (UTC), the longest first, which the rollups know, and what only the rows know.

    A part may be taken from another instead of added (`sign`): a day without its last two hours is less to read than
    22 hours. Parts of one slot add up to it.
    """
    return [Part(slot, *piece) for slot, span in enumerate(spans) for piece in _cover(span, steps, sign=1)]


def _cover(span: Span, steps: Sequence[timedelta], *, sign: int) -> Iterator[tuple[Span, timedelta | None, int]]:
    if span.is_empty:
        return
    if not steps:
        yield span, None, sign
        return
    step, *finer = steps
    low, high = _nearest(span.start, step), _nearest(span.end, step)
    if low >= high:
        yield from _cover(span, finer, sign=sign)
        return
    yield Span(low, high), step, sign
    yield from _cover(Span(span.start, low), finer, sign=sign)
    yield from _cover(Span(low, span.start), finer, sign=-sign)
    yield from _cover(Span(high, span.end), finer, sign=sign)
    yield from _cover(Span(span.end, high), finer, sign=-sign)


def previous(span: Span, *, tz: ZoneInfo, now: datetime) -> Span:
    """The period of the same length before `span`.

    Whole days of `tz` are compared with as many whole days, whatever the clocks did. A period that is not over yet is
    compared up to the same moment (to the minute), so that a morning is not held against a whole day.
    """
    days = _whole_days(span, tz)
    start = _shift(span.start, tz=tz, days=days) if days else span.start - (span.end - span.start)
    if not is_under_way(span, now):
        return Span(start, span.start)
    reached = now.replace(second=0, microsecond=0)
    end = _shift(reached, tz=tz, days=days) if days else start + (reached - span.start)
    return Span(start, min(max(end, start), span.start))


def year_before(span: Span, *, tz: ZoneInfo, now: datetime) -> Span:
    """The same days of the year before, up to the same moment where `span` is not over; 29 February is the 28th."""
    reached = now.replace(second=0, microsecond=0) if is_under_way(span, now) else span.end
    start, end = _a_year_earlier(span.start, tz), _a_year_earlier(reached, tz)
    return Span(start, max(start, end))


def up_to_same_moment(other: Span, span: Span, *, now: datetime) -> Span:
    """A period that was chosen to compare with, cut as far from its start as `span` has come."""
    if not is_under_way(span, now):
        return other
    passed = now.replace(second=0, microsecond=0) - span.start
    return Span(other.start, min(other.end, max(other.start, other.start + passed)))


def is_under_way(span: Span, now: datetime) -> bool:
    """Whether the period has begun and is not over."""
    return span.start < now < span.end


def average(amount: int, orders: int) -> int | None:
    """The mean in minor units, rounded half to even; None of nothing."""
    return mean(amount, orders) if orders else None


def _nearest(moment: datetime, step: timedelta) -> datetime:
    whole, rest = divmod(moment - YEAR_ONE, step)
    return YEAR_ONE + (whole + (rest * 2 > step)) * step


def _next_cut(moment: datetime, *, tz: ZoneInfo, grain: Grain) -> datetime:
    local = moment.astimezone(tz)
    if grain is Grain.HOUR:
        passed = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        return moment + timedelta(hours=1) - passed
    day = local.date()
    while (cut := _midnight(day := _next_day(day, grain), tz)) <= moment:
        pass
    return cut


def _next_day(day: date, grain: Grain) -> date:
    """The first day of the next day, week, month or year."""
    if grain is Grain.DAY:
        return day + timedelta(days=1)
    if grain is Grain.WEEK:
        return day + timedelta(days=7 - day.weekday())
    if grain is Grain.MONTH and day.month < DECEMBER:
        return day.replace(month=day.month + 1, day=1)
    return date(day.year + 1, JANUARY, 1)


def _midnight(day: date, tz: ZoneInfo) -> datetime:
    """Where a day begins: at its first midnight, or where the clocks jump over it at the jump."""
    return datetime.combine(day, time(), tz).astimezone(UTC)


def _whole_days(span: Span, tz: ZoneInfo) -> int:
    """How many days of `tz` the range has, 0 where it does not begin and end where days do."""
    first, last = span.start.astimezone(tz).date(), span.end.astimezone(tz).date()
    if (_midnight(first, tz), _midnight(last, tz)) != (span.start, span.end):
        return 0
    return (last - first).days


def _a_year_earlier(moment: datetime, tz: ZoneInfo) -> datetime:
    local = moment.astimezone(tz).replace(tzinfo=None)
    day = min(local.day, monthrange(local.year - 1, local.month)[1])
    return local.replace(year=local.year - 1, day=day).replace(tzinfo=tz).astimezone(UTC)


def _shift(moment: datetime, *, tz: ZoneInfo, days: int) -> datetime:
    """The same time of the clock `days` days before."""
    local = moment.astimezone(tz).replace(tzinfo=None) - timedelta(days=days)
    return local.replace(tzinfo=tz).astimezone(UTC)
