"""Hours of the week on the clock of a time zone: `1-13` is Tuesday, 13:00 to 13:59. Monday is 0.

An hour that a change of the clocks repeats is passed twice; in one that it skips nothing happens.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, case, literal_column

from app.core.clauses import HourOfDay, HourOfWeek
from app.core.conditions import SET, Leaf, negated
from app.core.errors import invalid
from app.core.paging import Filter
from app.core.ranges import EARLIEST, zone

HOURS_OF_DAY, DAYS, HOUR = 24, 7, 3600
# The weekday of 1970-01-01, from which hours are counted in SQL: a Thursday.
THURSDAY = 3
WRONG = "must be an hour of the week, such as 0-9 for Monday, 9:00 to 9:59"
_WORD = re.compile(r"([0-6])-(0|[1-9]|1[0-9]|2[0-3])")
# Between two changes of a zone's clocks lies more than a week.
STEP = timedelta(days=7)
# Later the clock is taken to stay as it is then.
HORIZON = datetime(2100, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """From `start` (UTC) on the clock is `shift` seconds ahead of UTC."""

    start: datetime
    shift: int


def hour_of_week(text: str) -> tuple[int, int]:
    """The weekday and the hour that a text such as `1-13` names. Raises ValueError."""
    found = _WORD.fullmatch(text)
    if found is None:
        raise ValueError(WRONG)
    return int(found[1]), int(found[2])


def hours_of_week(values: Sequence[str], *, field: str) -> frozenset[tuple[int, int]]:
    """The hours that texts name. Raises Invalid naming `field`."""
    try:
        return frozenset(map(hour_of_week, values))
    except ValueError:
        raise invalid(field, "unknown_hour", WRONG) from None


@lru_cache(maxsize=64)
def clocks(tz: ZoneInfo) -> tuple[Clock, ...]:
    """How the clock of a zone has stood since 1970, and will until 2100: oldest first."""
    at = EARLIEST
    found = [Clock(at, _shift(at, tz))]
    while at < HORIZON:
        until = at + STEP
        if _shift(until, tz) != found[-1].shift:
            found.append(Clock(_change(at, until, tz), _shift(until, tz)))
        at = until
    return tuple(found)


def in_hours(moment: Any, hours: frozenset[tuple[int, int]], tz: ZoneInfo) -> ColumnElement[bool]:
    """Whether a column of moments falls into one of the hours."""
    numbers = sorted((day - THURSDAY) % DAYS * HOURS_OF_DAY + hour for day, hour in hours)
    inside = HourOfWeek(moment, _shift_at(moment, clocks(tz))).in_(numbers)
    of_day = _utc_hours({hour for _, hour in hours}, tz)
    # Most rows are of other hours, whatever the day: that is seen without looking up the clock.
    return and_(HourOfDay(moment).in_(of_day), inside) if len(of_day) <= HOURS_OF_DAY // 2 else inside


def _utc_hours(hours: Collection[int], tz: ZoneInfo) -> list[int]:
    """The hours of the day in UTC in which these hours of the clock lie, at any time of the year."""
    starts = {hour * HOUR - shift for hour in hours for shift in {found.shift for found in clocks(tz)}}
    return sorted({second // HOUR % HOURS_OF_DAY for start in starts for second in (start, start + HOUR - 1)})


def _shift_at(moment: Any, found: Sequence[Clock]) -> ColumnElement[int]:
    """The seconds that the clock is ahead at a moment, found by halving."""
    if len(found) == 1:
        return literal_column(str(found[0].shift))
    middle = len(found) // 2
    earlier, later = found[:middle], found[middle:]
    return case((moment < later[0].start, _shift_at(moment, earlier)), else_=_shift_at(moment, later))


@dataclass(frozen=True, slots=True)
class Hours:
    """A column of moments, filtered by the hour of the week on the clock that the filter names."""

    column: Any
    kinds: frozenset[str] = SET

    def leaf(self, part: Filter, at: str) -> Leaf | None:
        """One of the hours; no index tells how many pass."""
        if not part.values:
            return None
        hours = hours_of_week(part.values, field=f"{at}/values")
        inside = in_hours(self.column, hours, zone(part.tz, field=f"{at}/tz"))
        leaf = Leaf(inside, inside, countable=False)
        return negated(leaf) if part.negated else leaf


def _shift(moment: datetime, tz: ZoneInfo) -> int:
    return round((moment.astimezone(tz).utcoffset() or timedelta()).total_seconds())


def _change(before: datetime, after: datetime, tz: ZoneInfo) -> datetime:
    """When between the two the clock took the offset of the later, to the second, by halving."""
    shift = _shift(after, tz)
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        before, after = (before, middle) if _shift(middle, tz) == shift else (middle, after)
    return after
