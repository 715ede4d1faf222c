"""Ranges of time as people write them: `from` inclusive, `to` exclusive, dates in a time zone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.core.errors import invalid

# What both databases and JavaScript can hold.
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class TimeRange:
    """Aware UTC moments; None is open. `start` is inclusive, `end` exclusive."""

    start: datetime | None = None
    end: datetime | None = None


def zone(name: str, *, field: str = "tz") -> ZoneInfo:
    """The IANA time zone of that name. Raises Invalid naming `field`."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        msg = "is not a time zone of the IANA database, such as Europe/Berlin"
        raise invalid(field, "unknown_time_zone", msg) from None


def moment(text: str, *, tz: ZoneInfo, field: str) -> datetime:
    """The moment of an ISO 8601 date (its midnight in `tz`) or date-time (in `tz` where it has no offset).

    A clock time that a change of the clocks repeats is taken at its first passing. Raises Invalid naming `field`.
    """
    try:
        if len(text) <= len("2026-01-31"):
            value = datetime.combine(date.fromisoformat(text), time(), tz)
        else:
            value = datetime.fromisoformat(text.strip().replace(" ", "T", 1))
            value = value if value.tzinfo else value.replace(tzinfo=tz)
        value = value.astimezone(UTC)
    except (ValueError, OverflowError):
        msg = "must be an ISO 8601 date or date-time, such as 2026-01-31 or 2026-01-31T09:30:00Z"
        raise invalid(field, "invalid_moment", msg) from None
    if not EARLIEST <= value <= LATEST:
        raise invalid(field, "moment_out_of_range", "must be between 1970 and 9000")
    return value


def moment_text(value: datetime) -> str:
    """The moment in UTC as ISO 8601 with `Z`, as JSON answers write it."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def time_range(
    start: str | None, end: str | None, *, tz: str = "UTC", names: tuple[str, str] = ("from", "to")
) -> TimeRange:
    """The range of `from` and `to` texts. Raises Invalid naming `tz` or one of `names`."""
    place = zone(tz)
    result = TimeRange(
        start=moment(start, tz=place, field=names[0]) if start else None,
        end=moment(end, tz=place, field=names[1]) if end else None,
    )
    if result.start and result.end and result.start > result.end:
        raise invalid(names[1], "range_reversed", f"must not lie before {names[0]}")
    return result
