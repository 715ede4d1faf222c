"""How long something takes, and hours and days of the week, as the viewer reads them."""

from datetime import UTC, datetime, time
from typing import Literal

from babel.dates import format_skeleton, format_time, get_day_names
from babel.units import format_unit

from app.core.formats import Formats
from app.core.ranges import zone

HOUR, DAY = 60, 24 * 60
# From two of a unit on it is told in that unit.
TWICE = 2


def minutes_text(minutes: int, formats: Formats) -> str:
    """So many minutes in whole days, hours or minutes."""
    for size, unit in ((DAY, "day"), (HOUR, "hour")):
        if minutes >= TWICE * size:
            return format_unit(minutes // size, f"duration-{unit}", locale=formats.place)
    return format_unit(minutes, "duration-minute", locale=formats.place)


def weekday(day: int, width: Literal["abbreviated", "wide"], formats: Formats) -> str:
    """The name of a day of the week; Monday is 0."""
    return get_day_names(width, context="stand-alone", locale=formats.place)[day]


def hour_short(hour: int, formats: Formats) -> str:
    """An hour at the head of a column: the number on a clock of 24 hours, else with its half of the day."""
    pattern = formats.place.time_formats["short"].pattern
    return format_time(time(hour), "h a" if "a" in pattern else "HH", locale=formats.place)


def hour_long(hour: int, formats: Formats) -> str:
    """From when to when an hour goes."""
    start, end = (format_time(time(at % 24), "short", locale=formats.place) for at in (hour, hour + 1))
    return f"{start} to {end}"


def month_name(month: datetime, formats: Formats) -> str:
    """A month and its year."""
    tz = zone(formats.time_zone)
    return format_skeleton("yMMM", month.astimezone(UTC), tzinfo=tz, locale=formats.place)
