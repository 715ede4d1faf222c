"""Ranges of time told from now, such as `last_7_days`: whole days of the viewer's time zone, today included.

`today`, `yesterday`, `last_<n>_days` (today and the n - 1 days before it), and this or last week, month, quarter and
year, from their first day to the last. A week begins on Monday (ISO 8601).
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from app.core.config import get_settings
from app.core.errors import invalid
from app.core.paging import Filter, FilterGroup, FilterList, GridQuery
from app.core.ranges import TimeRange, zone

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
MOST_DAYS = 3660
MONTHS = {"month": 1, "quarter": 3, "year": 12}
_LAST_DAYS = re.compile(r"last_([0-9]{1,4})_days")
_PERIOD = re.compile(r"(this|last)_(week|month|quarter|year)")
Query = TypeVar("Query", bound=GridQuery)
Part = TypeVar("Part", Filter, FilterList, FilterGroup, Filter | FilterList, Filter | FilterGroup)


def settled(query: Query, now: datetime) -> Query:
    """The query with every span as the moments that it means at `now` (aware). Raises Invalid naming the span or `tz`.

    A query that has none comes back as it is; so what works for long on "all that match" settles it once at the start.
    """
    if not query.filters:
        return query
    tz = viewers_zone(query)
    parts = tuple(_settled(part, f"filters/{place}", tz, now) for place, part in enumerate(query.filters))
    return query if parts == query.filters else query.model_copy(update={"filters": parts})


def viewers_zone(query: GridQuery) -> ZoneInfo:
    """The time zone that the query's days are counted in. Raises Invalid naming `tz`."""
    return zone(query.tz or get_settings().time_zone)


def span_of(name: str, *, tz: ZoneInfo, now: datetime, field: str = "span") -> TimeRange:
    """The moments of a span. Raises Invalid naming `field`."""
    days = _days(name, now.astimezone(tz).date())
    if days is None:
        msg = "is not a span such as today, last_7_days or this_month"
        raise invalid(field, "unknown_span", msg)
    first, after = days
    return TimeRange(_midnight(first, tz), _midnight(after, tz))


def _settled(part: Part, at: str, tz: ZoneInfo, now: datetime) -> Part:
    if not isinstance(part, Filter):
        inner = tuple(_settled(p, f"{at}/parts/{place}", tz, now) for place, p in enumerate(part.parts))
        return part.model_copy(update={"parts": inner})
    if part.kind != "when":
        return part
    span = span_of(part.span, tz=tz, now=now, field=f"{at}/span")
    low, high = (end.isoformat() if end else None for end in (span.start, span.end))
    return part.model_copy(update={"kind": "range", "span": "", "low": low, "high": high})


def _midnight(day: date, tz: ZoneInfo) -> datetime:
    """The first moment of a day, also where the clocks skip its midnight."""
    return datetime.combine(day, time(), tz).astimezone(UTC)


def _days(name: str, today: date) -> tuple[date, date] | None:
    """The first day and the day after the last."""
    if name == "today":
        return today, today + DAY
    if name == "yesterday":
        return today - DAY, today
    if found := _LAST_DAYS.fullmatch(name):
        count = int(found[1])
        return (today - (count - 1) * DAY, today + DAY) if 1 <= count <= MOST_DAYS else None
    if found := _PERIOD.fullmatch(name):
        return _period(found[2], today, back=int(found[1] == "last"))
    return None


def _period(unit: str, today: date, *, back: int) -> tuple[date, date]:
    """The week, month, quarter or year that is `back` before the one of today."""
    if unit == "week":
        monday = today - today.weekday() * DAY - back * WEEK
        return monday, monday + WEEK
    length = MONTHS[unit]
    first = (today.month - 1) // length * length - back * length
    return _month(today.year, first), _month(today.year, first + length)


def _month(year: int, month: int) -> date:
    """The first day of a month, counted from 0 in that year."""
    return date(year + month // 12, month % 12 + 1, 1)
