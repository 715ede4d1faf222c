"""Times and axes as the viewer reads them, for the dashboard alone."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from math import ceil

from babel.dates import format_skeleton, format_time
from babel.numbers import format_compact_currency

from app.core.formats import Formats
from app.core.money import Money
from app.core.ranges import zone
from app.features.dashboard.schemas import Grain

STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
LINES = 4
SHORT = {Grain.DAY: "MMMd", Grain.WEEK: "MMMd", Grain.MONTH: "yMMM", Grain.YEAR: "y"}
LONG = {Grain.DAY: "yMMMEd", Grain.WEEK: "yMMMd", Grain.MONTH: "yMMMM", Grain.YEAR: "y"}


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the axis: its words, and how high it is in percent of the plot."""

    label: str = ""
    at: float = 0.0


def slot_short(at: datetime, grain: Grain, formats: Formats) -> str:
    """What stands below a bar."""
    if grain is Grain.HOUR:
        return format_time(at, "short", tzinfo=zone(formats.time_zone), locale=formats.place)
    return _skeleton(SHORT[grain], at, formats)


def slot_name(at: datetime, grain: Grain, formats: Formats) -> str:
    """The hour, the day, the first day of the week, the month or the year that begins at `at`."""
    if grain is Grain.HOUR:
        return f"{_skeleton('MMMEd', at, formats)}, {slot_short(at, grain, formats)}"
    return _skeleton(LONG[grain], at, formats)


def slot_long(at: datetime, grain: Grain, formats: Formats) -> str:
    """A bar's time in full."""
    name = slot_name(at, grain, formats)
    return f"Week of {name}" if grain is Grain.WEEK else name


def clock_time(moment: datetime, formats: Formats) -> str:
    """Hours, minutes and seconds in the viewer's zone."""
    return format_time(moment, "medium", tzinfo=zone(formats.time_zone), locale=formats.place)


def axis(highest: int, currency: str, formats: Formats) -> tuple[Decimal, list[Tick]]:
    """The top of an axis for amounts up to `highest` minor units, in the main unit, and its lines."""
    value = Money(highest, currency).decimal
    if value <= 0:
        return Decimal(1), [Tick(_compact(Decimal(0), currency, formats), 0.0)]
    size = Decimal(10) ** (value / LINES).adjusted()
    step = next(step * size for step in STEPS if step * size * LINES >= value)
    count = ceil(value / step)
    ticks = [Tick(_compact(step * n, currency, formats), float(100 * n / count)) for n in range(count + 1)]
    return step * count, ticks


def _compact(value: Decimal, currency: str, formats: Formats) -> str:
    digits = 0 if value == value.to_integral_value() and (value < 1000 or value % 1000 == 0) else 1  # noqa: PLR2004
    if value and value < 1:
        digits = max(1, -value.normalize().as_tuple().exponent)  # pyright: ignore[reportOperatorIssue]
    return format_compact_currency(value, currency, locale=formats.place, fraction_digits=digits)


def _skeleton(skeleton: str, at: datetime, formats: Formats) -> str:
    tz = zone(formats.time_zone)
    return format_skeleton(skeleton, at.astimezone(UTC), tzinfo=tz, locale=formats.place)
