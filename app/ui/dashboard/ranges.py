"""The ranges and comparisons that the address names, and the links that choose others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.core.ranges import moment
from app.features.dashboard.presets import BY_KEY, DEFAULT, PRESETS, days_of
from app.ui.dashboard.address import COMPARED, RANGE, Address

CUSTOM = "custom"
DAY = timedelta(days=1)
PREVIOUS, YEAR, NONE = "previous", "year", "none"
COMPARISONS = {PREVIOUS: "Previous period", YEAR: "Year before", CUSTOM: "Custom", NONE: "None"}


@dataclass(frozen=True, slots=True)
class Option:
    """A link that changes one thing of what is shown."""

    key: str = ""
    label: str = ""
    href: str = ""
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A chosen range. `start` and `end` are what the figures are asked for, "" where open; `end` is exclusive.

    `words` complete "Revenue is … for …"; those of a range of one's own follow from its ends (see `Seen.words`).
    """

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
        except (ValueError, OverflowError):
            return ""

    @property
    def query(self) -> dict[str, str]:
        """The ends that are closed, by their names in a query."""
        return {name: value for name, value in (("from", self.start), ("to", self.end)) if value}


def choose(address: Address, *, tz: ZoneInfo, now: datetime) -> Choice:
    """The range that the address names; the last 30 days where it names none, or none that is known."""
    start, end = address.one("from"), address.one("to")
    if start or end:
        return Choice(CUSTOM, start, end)
    preset = BY_KEY.get(address.one("range"), BY_KEY[DEFAULT])
    days = days_of(preset.key, now.astimezone(tz).date())
    if days is None:
        return Choice(preset.key, words=preset.words)
    return Choice(preset.key, days[0].isoformat(), days[1].isoformat(), preset.words)


def comparison(address: Address) -> dict[str, str]:
    """What to compare with, by its names in a query; the period before where the address says nothing that is known."""
    wanted = address.one("compare")
    if wanted == CUSTOM:
        ends = {name: address.one(name) for name in ("compare_from", "compare_to")}
        return {"compare": CUSTOM, **ends} if all(ends.values()) else {"compare": PREVIOUS}
    return {"compare": wanted if wanted in COMPARISONS else PREVIOUS}


def own_comparison(address: Address) -> Choice:
    """The range of one's own that is compared with; open where there is none."""
    if comparison(address)["compare"] != CUSTOM:
        return Choice(CUSTOM)
    return Choice(CUSTOM, address.one("compare_from"), address.one("compare_to"))


def presets(address: Address, chosen: str) -> list[Option]:
    """The ranges by name, each with all else as it is but the grain, which may not suit another range."""
    rest = address.without(*RANGE, "grain")
    return [Option(one.key, one.label, rest.having(range=one.key).href, one.key == chosen) for one in PRESETS]


def comparisons(address: Address) -> list[Option]:
    """What can be compared with by one click, each with all else as it is."""
    rest, chosen = address.without(*COMPARED), comparison(address)["compare"]
    plain = [(key, label) for key, label in COMPARISONS.items() if key != CUSTOM]
    return [
        Option(key, label, rest.having(compare="" if key == PREVIOUS else key).href, key == chosen)
        for key, label in plain
    ]


def currencies(address: Address, names: Sequence[str], chosen: str) -> list[Option]:
    """The currencies, each with all else as it is."""
    return [Option(name, name, address.having(currency=name).href, name == chosen) for name in names]


def custom_range(address: Address, first: str, last: str) -> str:
    """The address for two days as people write them, both included, with all else as it is but the grain.

    Raises Invalid naming `from` or `to`.
    """
    start, end = _ends(first, last, names=("from", "to"))
    return address.without(*RANGE, "grain").having(**{"from": start, "to": end}).href


def custom_comparison(address: Address, first: str, last: str) -> str:
    """The address that compares with two days and what lies between. Raises Invalid naming `from` or `to`."""
    start, end = _ends(first, last, names=("from", "to"))
    return address.having(compare=CUSTOM, compare_from=start, compare_to=end).href


def _ends(first: str, last: str, *, names: tuple[str, str]) -> tuple[str, str]:
    """The days as a query has them: the second one exclusive; "" where open."""
    utc = ZoneInfo("UTC")
    if first:
        moment(first, tz=utc, field=names[0])
    until = moment(last, tz=utc, field=names[1]) + DAY if last else None
    return first, until.date().isoformat() if until else ""
