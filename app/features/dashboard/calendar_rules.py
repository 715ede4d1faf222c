"""Rules of the week and the months, free of I/O: where the clocks change, hours of the week, cohorts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.features.dashboard.rules import QUARTER, Span, slots
from app.features.dashboard.schemas import Grain
from app.features.orders.tiers import YEAR_ONE

WEEK, HOUR = timedelta(days=7), timedelta(hours=1)
QUARTERS_OF_DAY, HOURS, WEEKDAYS = 96, 24, 7
# The weekday of 1970-01-01, from which quarter hours are counted: a Thursday.
THURSDAY = 3


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` on the clock is `offset` off UTC."""

    start: datetime
    offset: timedelta


def periods(span: Span, *, between: tuple[datetime, datetime], tz: ZoneInfo) -> list[Period]:
    """The periods of one offset of the clock, of that part of the range that lies `between` two moments.

    The first begins with the range itself. Between two changes of the clocks lies more than a week, in every zone.
    """
    at = max(span.start, between[0])
    end = max(at, min(span.end, between[1] + QUARTER))
    found = [Period(min(span.start, at), _offset(at, tz))]
    while at < end:
        until = min(at + WEEK, end)
        if _offset(until, tz) != found[-1].offset:
            found.append(Period(_change(at, until, tz), _offset(until, tz)))
        at = until
    return found


def is_by_hour(periods: Sequence[Period]) -> bool:
    """Whether the clock was whole hours off all along, and changed at whole hours."""
    changes = (period.start - YEAR_ONE for period in periods[1:])
    return not any(length % HOUR for length in (*changes, *(period.offset for period in periods)))


def hour_of_week(quarter: int, offset: timedelta) -> tuple[int, int]:
    """(weekday, hour) on a clock that is `offset` off, of a quarter hour of the week in UTC since a Thursday began."""
    day, rest = divmod(quarter + round(offset / QUARTER), QUARTERS_OF_DAY)
    return (day + THURSDAY) % WEEKDAYS, rest // (QUARTERS_OF_DAY // HOURS)


def last_months(span: Span, *, tz: ZoneInfo, count: int) -> list[Span]:
    """The last `count` months that the range touches, the first and the last cut by the range."""
    earliest = max(span.start, span.end - timedelta(days=31 * (count + 1)))
    return slots(Span(earliest, span.end), tz=tz, grain=Grain.MONTH)[-count:]


def cohorts(months_of_people: Iterable[tuple[int, int]], months: int) -> list[tuple[int, ...]]:
    """For each of the months how many people began in it, and how many of them came again in each month after.

    `months_of_people` says how many people came in which months: bits, of which the lowest is the time before.
    """
    counts = [[0] * (months - first) for first in range(months)]
    for bits, people in months_of_people:
        first = (bits & -bits).bit_length() - 2
        if first >= 0:
            for later in range(months - first):
                counts[first][later] += people * (bits >> (first + later + 1) & 1)
    return [tuple(row) for row in counts]


def _offset(moment: datetime, tz: ZoneInfo) -> timedelta:
    return moment.astimezone(tz).utcoffset() or timedelta()


def _change(before: datetime, after: datetime, tz: ZoneInfo) -> datetime:
    """When between the two the clock took the offset of the later, to the quarter hour, by halving."""
    offset = _offset(after, tz)
    while after - before > QUARTER:
        middle = before + (after - before) // QUARTER // 2 * QUARTER
        before, after = (before, middle) if _offset(middle, tz) == offset else (middle, after)
    return after
