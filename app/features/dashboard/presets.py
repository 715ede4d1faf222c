"""The ranges that have a name, such as the last 30 days: whole days of the viewer's time zone."""

from dataclasses import dataclass
from datetime import date, timedelta

DEFAULT = "30d"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Preset:
    """A range by name. `words` completes "Revenue is … for …"."""

    key: str
    label: str
    words: str


PRESETS = (
    Preset("today", "Today", "today"),
    Preset("7d", "7 days", "the last 7 days"),
    Preset("30d", "30 days", "the last 30 days"),
    Preset("90d", "90 days", "the last 90 days"),
    Preset("mtd", "Month to date", "this month so far"),
    Preset("qtd", "Quarter to date", "this quarter so far"),
    Preset("ytd", "Year to date", "this year so far"),
    Preset("last-month", "Last month", "last month"),
    Preset("all", "All", "all time"),
)
# Periods that are over, which suit a mail; on the board the calendar finds them.
OVER = (
    Preset("yesterday", "Yesterday", "yesterday"),
    Preset("last-week", "Last week", "last week, Monday to Sunday"),
)
BY_KEY = {preset.key: preset for preset in (*PRESETS, *OVER)}


def days_of(key: str, today: date) -> tuple[date, date] | None:
    """The first day and the day after the last; None for all time."""
    tomorrow, first = today + DAY, today.replace(day=1)
    begins = {
        "today": today,
        "mtd": first,
        "qtd": first.replace(month=first.month - (first.month - 1) % 3),
        "ytd": first.replace(month=1),
    }
    if key in begins:
        return begins[key], tomorrow
    if key == "yesterday":
        return today - DAY, today
    if key == "last-week":
        monday = today - today.weekday() * DAY
        return monday - 7 * DAY, monday
    if key == "last-month":
        return (first - DAY).replace(day=1), first
    if key == "all":
        return None
    return tomorrow - timedelta(days=int(key.removesuffix("d"))), tomorrow
