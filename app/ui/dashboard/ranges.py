"""What the dashboard shows, as it stands in the address.

`?range=30d`, or `?from=&to=` (to is exclusive); `compare=none|previous|year`, or `compare=custom` with `compare_from=`
and `compare_to=`; `currency=`. What is left out has its usual value.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from app.core.ranges import moment
from app.features.dashboard.presets import BY_KEY, DEFAULT, PRESETS, days_of

CUSTOM = "custom"
DAY = timedelta(days=1)
KNOWN = ("range", "from", "to", "compare", "compare_from", "compare_to", "currency")
PREVIOUS = "previous"
COMPARISONS = {PREVIOUS: "Previous period", "year": "Year before", CUSTOM: "Custom", "none": "None"}


@dataclass(frozen=True, slots=True)
class Option:
    """A link that changes one thing of what is shown."""

    key: str = ""
    label: str = ""
    href: str = ""
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A chosen range. `start` and `end` are what the figures are asked for, "" where open; `end` is exclusive."""

    key: str = DEFAULT
    start: str = ""
    end: str = ""
    words: str = ""

    @property
    def first_day(self) -> str:
        """The first day, for a date field; "" where open."""
        return self.start[: len("2026-01-31")]

    @property
    def last_day(self) -> str:
        """The last day, included; "" where open or not a plain day."""
        try:
            return (date.fromisoformat(self.end) - DAY).isoformat()
        except ValueError:
            return ""

    @property
    def query(self) -> dict[str, str]:
        """The ends that are closed, by their names in a query."""
        return {name: value for name, value in (("from", self.start), ("to", self.end)) if value}


def choose(parameters: Mapping[str, str], *, tz: ZoneInfo, now: datetime) -> Choice:
    """The range that the address names; the last 30 days where it names none, or none that is known."""
    start, end = parameters.get("from", ""), parameters.get("to", "")
    if start or end:
        return Choice(CUSTOM, start, end, "the chosen range")
    preset = BY_KEY.get(parameters.get("range", ""), BY_KEY[DEFAULT])
    days = days_of(preset.key, now.astimezone(tz).date())
    if days is None:
        return Choice(preset.key, words=preset.words)
    return Choice(preset.key, days[0].isoformat(), days[1].isoformat(), preset.words)


def comparison(parameters: Mapping[str, str]) -> dict[str, str]:
    """What to compare with, by its names in a query; the period before where the address says nothing that is known."""
    wanted = parameters.get("compare", "")
    if wanted == CUSTOM:
        ends = {name: parameters.get(name, "") for name in ("compare_from", "compare_to")}
        return {"compare": CUSTOM, **ends} if all(ends.values()) else {"compare": PREVIOUS}
    return {"compare": wanted if wanted in COMPARISONS else PREVIOUS}


def presets(parameters: Mapping[str, str], chosen: str) -> list[Option]:
    """The ranges by name, each with all else as it is."""
    rest = _without(parameters, "range", "from", "to")
    return [Option(one.key, one.label, address(**rest, range=one.key), one.key == chosen) for one in PRESETS]


def comparisons(parameters: Mapping[str, str]) -> list[Option]:
    """What can be compared with by one click, each with all else as it is."""
    rest, chosen = _without(parameters, "compare", "compare_from", "compare_to"), comparison(parameters)["compare"]
    plain = [(key, label) for key, label in COMPARISONS.items() if key != CUSTOM]
    return [
        Option(key, label, address(**rest, compare="" if key == PREVIOUS else key), key == chosen)
        for key, label in plain
    ]


def currencies(parameters: Mapping[str, str], names: Sequence[str], chosen: str) -> list[Option]:
    """The currencies, each with all else as it is."""
    rest = _without(parameters, "currency")
    return [Option(name, name, address(**rest, currency=name), name == chosen) for name in names]


def _without(parameters: Mapping[str, str], *names: str) -> dict[str, str]:
    return {name: value for name, value in parameters.items() if name in KNOWN and name not in names}


def address(**parameters: str) -> str:
    """The dashboard's address with these parameters, without the empty ones."""
    given = {name: value for name, value in parameters.items() if value}
    return "/dashboard" + (f"?{urlencode(given)}" if given else "")


def custom_range(parameters: Mapping[str, str], first: str, last: str) -> str:
    """The address for two days as people write them, both included, with all else as it is.

    Raises Invalid naming `from` or `to`.
    """
    start, end = _ends(first, last, names=("from", "to"))
    return address(**_without(parameters, "range", "from", "to"), **{"from": start, "to": end})


def custom_comparison(parameters: Mapping[str, str], first: str, last: str) -> str:
    """The address that compares with two days and what lies between. Raises Invalid naming `from` or `to`."""
    start, end = _ends(first, last, names=("from", "to"))
    rest = _without(parameters, "compare", "compare_from", "compare_to")
    return address(**rest, compare=CUSTOM, compare_from=start, compare_to=end)


def _ends(first: str, last: str, *, names: tuple[str, str]) -> tuple[str, str]:
    """The days as a query has them: the second one exclusive; "" where open."""
    utc = ZoneInfo("UTC")
    if first:
        moment(first, tz=utc, field=names[0])
    until = moment(last, tz=utc, field=names[1]) + DAY if last else None
    return first, until.date().isoformat() if until else ""
