"""What a board shows, as the query of its address says it: for what outlives a page, such as a mail by the clock.

`?range=7d`, or `?from=&to=` (to is exclusive); `compare=none|previous|year`, or `compare=custom` with `compare_from=`
and `compare_to=`; `currency=`, `grain=`; filters, of which each may be given several times; `cards=`. Names that are
not known are dropped, so that nothing is kept that somebody wrote into an address by chance.
"""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

from app.core.errors import invalid
from app.core.parsing import parse
from app.core.ranges import zone
from app.features.dashboard.presets import BY_KEY, DEFAULT, days_of
from app.features.dashboard.schemas import StatsQuery

PAGE = "/dashboard"
RANGE = ("range", "from", "to")
COMPARED = ("compare", "compare_from", "compare_to")
FILTERS = ("status", "channel", "category", "product", "customer", "hours")
NAMES = (*RANGE, *COMPARED, "currency", "grain", *FILTERS, "cards")
# A product may be in no category: a value that is empty, for which an address has a word (`word_of`).
BLANK = frozenset({"category"})
USUAL = "previous"
MOST_PARAMETERS, LONGEST = 200, 4000


@dataclass(frozen=True, slots=True)
class Board:
    """The values of each name that has any, in the order of NAMES."""

    pairs: tuple[tuple[str, str], ...] = ()

    def all(self, name: str) -> tuple[str, ...]:
        """The values of a name."""
        return tuple(value for key, value in self.pairs if key == name)

    def one(self, name: str) -> str:
        """The first value of a name, "" where there is none."""
        return next(iter(self.all(name)), "")

    def having(self, **values: str) -> "Board":
        """The same with these values in the place of what they had; an empty one takes the name away."""
        kept = [(name, value) for name, value in self.pairs if name not in values]
        return _board([*kept, *((name, value) for name, value in values.items() if value)])

    @property
    def text(self) -> str:
        """The query of the address."""
        return urlencode([(name, word_of(name, value)) for name, value in self.pairs], safe=",:")

    @property
    def address(self) -> str:
        """The path of the page with it."""
        return PAGE + (f"?{self.text}" if self.pairs else "")

    @property
    def words(self) -> str:
        """The range in words, to complete "Revenue is … for …"; "" for days of one's own."""
        return "" if self.one("from") or self.one("to") else BY_KEY[self.one("range") or DEFAULT].words

    def fixed(self, *, tz: ZoneInfo, now: datetime) -> "Board":
        """The same with the days that the range means at `now`, so that it shows them at any time."""
        if not self.words or (days := days_of(self.one("range") or DEFAULT, now.astimezone(tz).date())) is None:
            return self
        return self.having(range="", **{"from": days[0].isoformat(), "to": days[1].isoformat()})

    def query(self, *, tz: str, now: datetime) -> StatsQuery:
        """The question of its figures at `now`, without a grain. Raises Invalid that names what is wrong."""
        days = self.fixed(tz=zone(tz), now=now)
        asked: dict[str, object] = {"tz": tz, "compare": self.one("compare") or USUAL}
        for name in ("from", "to", "compare_from", "compare_to", "currency"):
            if value := days.one(name):
                asked[name] = value
        for name in FILTERS:
            if values := self.all(name):
                asked[name] = values
        return parse(StatsQuery, asked)


def word_of(name: str, value: str) -> str:
    """A value as an address says it: an empty category is "-", and one of nothing but dashes has a dash more."""
    return f"{value}-" if name in BLANK and not value.strip("-") else value


def value_of(name: str, word: str) -> str:
    """What a word of an address, which is not empty, stands for."""
    return word[:-1] if name in BLANK and not word.strip("-") else word


def board_of(text: str) -> Board:
    """The board of a query. Raises Invalid naming `about` for far too much, `range` for one that is not known."""
    try:
        if len(text) > LONGEST:
            raise ValueError
        pairs = parse_qsl(text.removeprefix(PAGE).removeprefix("?"), max_num_fields=MOST_PARAMETERS)
    except ValueError:
        raise invalid("about", "too_long", "holds too much to be kept") from None
    board = _board([(name, value_of(name, word)) for name, word in pairs])
    if (named := board.one("range")) and named not in BY_KEY:
        raise invalid("range", "unknown_range", "is not a range such as 7d, mtd or yesterday")
    return board


def _board(pairs: list[tuple[str, str]]) -> Board:
    """In the one order, each pair once."""
    known = dict.fromkeys((name, value) for name, value in pairs if name in NAMES)
    return Board(tuple(sorted(known, key=lambda pair: NAMES.index(pair[0]))))
