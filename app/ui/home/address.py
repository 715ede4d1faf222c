"""Which year of one's own orders the home page shows, as its address says it: `/?year=2025&currency=USD`.

The present year where it says nothing, or a year in which the person had not begun to order; the currency of the shop
where they ordered in it, else one of theirs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

from app.core.parsing import parse
from app.features.dashboard.schemas import Reach, StatsQuery
from app.ui.dashboard.ranges import Option

PAGE = "/"
LONGEST = 500


@dataclass(frozen=True, slots=True)
class YearShown:
    """A year of the viewer's clock, of which `today` is the day, in one of their currencies.

    `first` and `last` are the years that can be gone to; `chosen` is the currency that the address names, if it does.
    """

    year: int
    currency: str
    today: date
    first: int
    last: int
    currencies: tuple[str, ...] = ()
    chosen: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the year is not over."""
        return self.year >= self.today.year

    @property
    def narrowed_to(self) -> str:
        """The currency where a list must name it, "" where all orders are in one."""
        return self.currency if len(self.currencies) > 1 else ""

    def query(self, tz: str) -> StatsQuery:
        """The question of its figures by month, held against the same days of the year before."""
        ends = {"from": f"{self.year:04}-01-01", "to": f"{self.year + 1:04}-01-01"}
        return parse(StatsQuery, {**ends, "tz": tz, "currency": self.currency, "compare": "year", "grain": "month"})

    def link(self, year: int) -> str:
        """The address of another year, "" where it cannot be gone to."""
        return self._href(year, self.chosen) if self.first <= year <= self.last else ""

    @property
    def options(self) -> list[Option]:
        """The currencies, where there are several."""
        return [
            Option(name, name, self._href(self.year, name), is_chosen=name == self.currency)
            for name in self.currencies
            if len(self.currencies) > 1
        ]

    def _href(self, year: int, currency: str) -> str:
        words = {
            "year": str(year) if year != self.today.year else "",
            "currency": currency,
        }
        query = urlencode({name: word for name, word in words.items() if word})
        return PAGE + (f"?{query}" if query else "")


def shown(query: str, reach: Sequence[Reach], *, tz: ZoneInfo, now: datetime) -> YearShown | None:
    """What a query string asks to see, None where the person has not ordered yet."""
    if not reach:
        return None
    asked = dict(parse_qsl(query.removeprefix("?")[:LONGEST]))
    today = now.astimezone(tz).date()
    years = {one.currency: (_year(one.first, tz), _year(one.last, tz)) for one in reach}
    first = min(min(years[name]) for name in years)
    last = max(today.year, *(ends[1] for ends in years.values()))
    year = _number(asked.get("year", ""))
    year = year if first <= year <= last else today.year
    names = tuple(years)
    wanted = asked.get("currency", "")
    touching = [name for name, (begin, end) in years.items() if begin <= year <= end]
    chosen = wanted if wanted in years else ""
    return YearShown(year, chosen or next(iter((*touching, *names))), today, first, last, names, chosen)


def _year(moment: datetime, tz: ZoneInfo) -> int:
    return moment.astimezone(tz).year


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) == len("2026") else 0
