"""When a mail is due, and when a figure has crossed its line. Free of I/O.

A mail is due once on each day, or each week on its weekday, at a time of the owner's clock. A time that the clocks skip
is as far behind the jump as it would have been without it (02:30 becomes 03:30); of a time that comes twice it is the
first (PEP 495, fold 0). So every local day has one moment, and no two days are mailed for the same one.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from app.core.actor import Actor
from app.core.errors import Conflict, Forbidden, invalid
from app.core.money import parse_amount
from app.features.dashboard.measures import WHOLE
from app.models import Metric, Side

DAY = timedelta(days=1)
# A figure that comes back must stay back so long to count as back: one that flickers about its line is one crossing.
SETTLE = timedelta(minutes=15)
KEEP_DELETED = timedelta(hours=1)
MOST_OF_A_KIND = 20
MONEY = frozenset({Metric.REVENUE, Metric.AVERAGE})
SHARES = frozenset({Metric.REFUNDS, Metric.CANCELLATIONS})
A_COUNT, A_SHARE = "must be a whole number, such as 20", "must be a percentage from 0 to 100, such as 2.5"
UNITS = {
    Metric.OPEN_ORDERS: A_COUNT,
    Metric.ORDERS: A_COUNT,
    Metric.REFUNDS: A_SHARE,
    Metric.CANCELLATIONS: A_SHARE,
}


class TooManyNotices(Conflict):
    """One person has as many of a kind as there may be."""

    code = "too_many_notices"
    title = f"There can be {MOST_OF_A_KIND} of your own; delete one first"


@dataclass(frozen=True, slots=True)
class When:
    """A time of the day, in minutes from midnight; on one weekday only, from Monday, 0, where it is given."""

    minute: int
    weekday: int | None = None

    def is_on(self, day: date) -> bool:
        """Whether it is due on that day."""
        return self.weekday is None or day.weekday() == self.weekday

    def on(self, day: date, tz: ZoneInfo) -> datetime:
        """The moment (UTC) of that day."""
        return datetime.combine(day, time(*divmod(self.minute, 60)), tz).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Standing:
    """On which side of its line a figure stands, and since when it is seen outside while that does not count yet."""

    is_inside: bool
    outside_since: datetime | None = None


def next_due(when: When, *, tz: ZoneInfo, after: datetime) -> datetime:
    """The first moment (UTC) after `after`."""
    first = after.astimezone(tz).date() - DAY
    moments = (when.on(day, tz) for day in (first + n * DAY for n in count()) if when.is_on(day))
    return next(moment for moment in moments if moment > after)


def last_due(when: When, *, tz: ZoneInfo, until: datetime) -> datetime:
    """The last moment (UTC) that is not after `until`."""
    last = until.astimezone(tz).date() + DAY
    moments = (when.on(day, tz) for day in (last - n * DAY for n in count()) if when.is_on(day))
    return next(moment for moment in moments if moment <= until)


def is_inside(value: int | None, *, side: Side, threshold: int) -> bool:
    """Whether the figure is on the side of the line that is worth a mail. No figure, such as a rate of none, is not."""
    if value is None:
        return False
    return value > threshold if side is Side.ABOVE else value < threshold


def judge(before: Standing, *, inside: bool, now: datetime) -> tuple[Standing, bool]:
    """How the figure stands at `now`, and whether it has crossed the line since `before`.

    A crossing is a figure that is inside after it was outside, or was seen outside for SETTLE or longer.
    """
    since = before.outside_since
    has_left = not before.is_inside or (since is not None and now - since >= SETTLE)
    if inside:
        return Standing(is_inside=True), has_left
    if has_left:
        return Standing(is_inside=False), False
    return Standing(is_inside=True, outside_since=since or now), False


def threshold_of(text: str, metric: Metric, *, currency: str) -> int:
    """A line as it is typed, as a whole number of the metric's unit. Raises Invalid naming `threshold`."""
    try:
        if metric in MONEY:
            return parse_amount(text, currency)
        # A percentage has two decimals, as the euro has; a count has none, as the yen.
        value = parse_amount(text.strip().removesuffix("%"), "EUR" if metric in SHARES else "JPY")
    except ValueError as refused:
        raise invalid("threshold", "invalid_value", UNITS.get(metric, str(refused))) from None
    if metric in SHARES and value > WHOLE:
        raise invalid("threshold", "invalid_value", UNITS[metric])
    return value


def assert_may_use(actor: Actor) -> None:
    """Raises Forbidden for customers, and for the system, which reads no mail."""
    if not actor.is_staff or actor.user_id is None:
        raise Forbidden


def assert_room(there_are: int) -> None:
    """Raises TooManyNotices for a person who has so many of a kind."""
    if there_are >= MOST_OF_A_KIND:
        raise TooManyNotices
