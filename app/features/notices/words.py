"""Mails and alerts in words, as their owner reads them. Pure; the pages and the mails say the same."""

from collections.abc import Sequence
from datetime import datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_time, get_day_names

from app.core.formats import Formats
from app.core.money import exponent
from app.core.ranges import moment, zone
from app.features.dashboard.boards import FILTERS, Board
from app.features.dashboard.measures import BY_KEY, Unit, reader
from app.features.notices.rules import MONEY, SHARES, When
from app.models import Metric

HOURS_A_DAY = 24
# Filters whose values say nothing to a reader, as one and as many.
COUNTED = {"customer": ("customer", "customers"), "hours": ("hour of the week", "hours of the week")}


def range_of(board: Board, formats: Formats) -> str:
    """The range of a board, to complete "Figures for …": its words, or its days."""
    if board.words:
        return board.words
    tz = zone(formats.time_zone)
    start, end = (_moment(board.one(name), tz, name) for name in ("from", "to"))
    if start and end:
        return formats.period(start, end)
    return f"the time since {formats.day(start)}" if start else f"the time before {formats.day(end)}" if end else ""


def filters_of(board: Board) -> str:
    """What a board is narrowed to, such as "status paid or shipped, category Tea"; "" for nothing.

    Customers are counted, not named: the mail is to hold no personal data of others.
    """
    return ", ".join(_filter(name, values) for name in FILTERS if (values := board.all(name)))


def _filter(name: str, values: Sequence[str]) -> str:
    if name not in COUNTED:
        return f"{name} {' or '.join(value or 'none' for value in values)}"
    one, many = COUNTED[name]
    return f"one {one}" if len(values) == 1 else f"{len(values)} {many}"


def when_of(when: When, formats: Formats) -> str:
    """Such as "every Monday at 08:30"."""
    at = format_time(time(*divmod(when.minute, 60)), "short", locale=formats.place)
    # The sentence around it is English, whatever the numbers are written in.
    day = "day" if when.weekday is None else get_day_names("wide", locale="en")[when.weekday]
    return f"every {day} at {at}"


def metric_of(metric: Metric, age_hours: int | None, formats: Formats) -> str:
    """What is watched, such as "Open orders older than 2 days"."""
    if metric is not Metric.OPEN_ORDERS:
        return BY_KEY[metric.value].title
    return f"Open orders older than {age_of(age_hours or 0, formats)}"


def age_of(hours: int, formats: Formats) -> str:
    """Such as "2 days" or "36 hours"."""
    count, unit = (hours // HOURS_A_DAY, "day") if hours % HOURS_A_DAY == 0 else (hours, "hour")
    return f"{formats.number(count)} {unit}{'' if count == 1 else 's'}"


def unit_of(metric: Metric) -> Unit:
    """What the whole numbers of a metric count."""
    return "money" if metric in MONEY else "share" if metric in SHARES else "number"


def value_of(metric: Metric, value: int, formats: Formats, *, currency: str) -> str:
    """A figure or a line as it is read."""
    return reader(unit_of(metric), currency, formats)(value)


def typed_of(metric: Metric, value: int, currency: str) -> str:
    """A line as it is typed into a form."""
    decimals = exponent(currency) if metric in MONEY else 2 if metric in SHARES else 0
    return f"{Decimal(value).scaleb(-decimals):f}"


def _moment(text: str, tz: ZoneInfo, name: str) -> datetime | None:
    return moment(text, tz=tz, field=name) if text else None
