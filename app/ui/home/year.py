"""A customer's year as they read it: figures, months, what they bought most, each with its orders behind it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Unpack

from babel.dates import format_date

from app.core.formats import Formats
from app.core.ranges import moment, moment_text, zone
from app.features.dashboard.comparing import compared
from app.features.dashboard.measures import REVENUE, Measure
from app.features.dashboard.schemas import BoughtFigure, Figures, Grain, Stats
from app.ui.dashboard import figures, labels
from app.ui.dashboard.address import Address
from app.ui.dashboard.cards import Card, card
from app.ui.dashboard.figures import Plot
from app.ui.dashboard.ranges import Choice
from app.ui.dashboard.rows import End, Narrowed
from app.ui.dashboard.seen import Seen
from app.ui.dashboard.sheets.affixes import Affixes
from app.ui.dashboard.sheets.sheet import Sheet, sheet_of
from app.ui.dashboard.sheets.table import Column, Line, Mark, Table, part
from app.ui.home.address import YearShown
from app.ui.orders.address import Picked


def _not_spent(found: Figures, formats: Formats) -> str:
    rest = found.orders - found.revenue_orders
    return f"{formats.number(rest)} of them not counted as spent" if rest else ""


SPENT = Measure(
    "spent",
    "Spent",
    "The sum of your orders that are paid, shipped or delivered, by the day you ordered. "
    "What is not paid yet, cancelled or refunded is not in it.",
    "money",
    lambda found: found.revenue.amount,
    statuses=REVENUE,
)
ORDERS = Measure(
    "orders",
    "Orders",
    "Every order you placed, whatever became of it.",
    "number",
    lambda found: found.orders,
    note=_not_spent,
)


@dataclass(frozen=True, slots=True)
class OwnSeen(Seen):
    """As `Seen`, for who looks at their own orders: those behind a figure are in their own list."""

    currency: str = ""

    def rows_between(self, start: End, end: End, **narrowed: Unpack[Narrowed]) -> str:
        """The address of their own orders between two moments; "" is open."""
        given = narrowed.get("status", ())
        picked = Picked(
            start=self.day(start),
            end=self.day(end),
            status=tuple(str(one) for one in ((given,) if isinstance(given, str) else given)),
            currency=self.currency,
            product="".join(narrowed.get("product", "")),
        )
        return picked.href

    def day(self, at: End) -> str:
        """A day where it begins one of the viewer's, else the moment."""
        if isinstance(at, str):
            return at
        tz = zone(self.formats.time_zone)
        day = at.astimezone(tz).date().isoformat()
        return day if moment(day, tz=tz, field="at") == at else moment_text(at)


@dataclass(frozen=True, slots=True)
class MyYear:
    """What the page shows. `before_…` are the addresses of the orders that a figure is compared with."""

    title: str = ""
    earlier: str = ""
    earlier_href: str = ""
    later: str = ""
    later_href: str = ""
    scope: str = ""
    summary: str = ""
    compared: str = ""
    spent: Card = field(default_factory=Card)
    orders: Card = field(default_factory=Card)
    before_spent: str = ""
    before_orders: str = ""
    plot: Plot = field(default_factory=Plot)
    months: Sheet = field(default_factory=Sheet)
    bought: Sheet = field(default_factory=Sheet)


def draw(shown: YearShown, stats: Stats, bought: Sequence[BoughtFigure], formats: Formats, *, now: datetime) -> MyYear:
    """The year as its owner reads it at `now`."""
    seen = OwnSeen(formats, Address().having(compare="year"), Choice(), currency=shown.narrowed_to)
    compared, stats = _compared(shown, stats, seen), _with_former(stats)
    about = f"{stats.currency} {shown.year}"
    before = stats.previous
    return MyYear(
        title=f"My year {shown.year}",
        earlier=str(shown.year - 1),
        earlier_href=shown.link(shown.year - 1),
        later=str(shown.year + 1),
        later_href=shown.link(shown.year + 1),
        scope=f"{stats.currency} · {formats.time_zone} · {formats.period(stats.from_, stats.to)}",
        summary=summary(shown, stats, formats),
        compared=compared,
        spent=card(SPENT, stats, seen),
        orders=card(ORDERS, stats, seen),
        before_spent=seen.rows_between(before.from_, before.to, status=REVENUE) if before else "",
        before_orders=seen.rows_between(before.from_, before.to) if before else "",
        plot=_opening(figures.plot(stats, seen), stats, seen),
        months=sheet_of(_months(stats, seen, now=now), formats, about=about),
        bought=sheet_of(_bought(bought, stats, seen), formats, about=about),
    )


def summary(shown: YearShown, stats: Stats, formats: Formats) -> str:
    """The year in one sentence, or two."""
    when = f"in {shown.year} so far" if shown.is_open else f"in {shown.year}"
    you = "You have" if shown.is_open else "You"
    if not stats.orders:
        return f"{you} ordered nothing {when}."
    if not stats.revenue_orders:
        return f"{you} placed {_orders(stats.orders, formats)} {when}; none counts as spent."
    spent = formats.money(stats.revenue.amount, stats.currency)
    text = f"{you} spent {spent} on {_orders(stats.revenue_orders, formats)} {when}{_against(shown, stats, formats)}."
    best = max(stats.series, key=lambda point: point.revenue.amount)
    if best.revenue.amount in {0, stats.revenue.amount}:
        return text
    month = format_date(best.at.date(), "LLLL", locale=formats.place)
    return f"{text} The most was in {month}: {formats.money(best.revenue.amount, stats.currency)}."


def _with_former(stats: Stats) -> Stats:
    """The figures beside those of the year before; by themselves where nothing was ordered then."""
    before = stats.previous
    return stats if before is not None and before.orders else stats.model_copy(update={"previous": None})


def _compared(shown: YearShown, stats: Stats, seen: Seen) -> str:
    """What the figures are compared with, in words."""
    before = stats.previous
    if before is None or before.orders:
        return figures.compared_with(stats, seen)
    return f"You ordered nothing in {_same_days(shown, stats)}"


def _same_days(shown: YearShown, stats: Stats) -> str:
    """The year before, as far as this one has come."""
    is_cut = stats.previous is not None and stats.previous.is_cut
    return f"the same days of {shown.year - 1}" if is_cut else str(shown.year - 1)


def _against(shown: YearShown, stats: Stats, formats: Formats) -> str:
    before = stats.previous
    if before is None or not before.revenue.amount:
        return ""
    than = _same_days(shown, stats)
    if stats.revenue.amount == before.revenue.amount:
        return f", as much as in {than}"
    return f", {compared(stats.revenue.amount, before.revenue.amount, formats).more_than} in {than}"


def _orders(count: int, formats: Formats) -> str:
    return f"{formats.number(count)} {'order' if count == 1 else 'orders'}"


def _opening(plot: Plot, stats: Stats, seen: OwnSeen) -> Plot:
    """A month has its short name below, every second one on a phone, and opens what was spent in it."""
    ends = [*(point.at for point in stats.series[1:]), stats.to]
    months = zip(plot.bars, stats.series, ends, strict=True)
    bars = [
        replace(
            bar,
            tick=format_date(point.at.date(), "LLL", locale=seen.formats.place),
            is_minor=number % 2 == 1,
            start=seen.day(point.at),
            end=seen.day(end) if point.revenue_orders else "",
        )
        for number, (bar, point, end) in enumerate(months)
    ]
    spent = next((bar for bar in bars if bar.end), None)
    return Plot(bars, plot.axis, figures.opens(spent, seen) if spent else Affixes())


def _months(stats: Stats, seen: OwnSeen, *, now: datetime) -> Table:
    """The months that have begun, beside those of the year before where there was anything in it."""
    ends = [*(point.at for point in stats.series[1:]), stats.to]
    lines = tuple(
        Line(
            point.at.isoformat(),
            labels.slot_long(point.at, Grain.MONTH, seen.formats),
            (
                Mark(point.orders, seen.rows_between(point.at, end)),
                Mark(point.revenue.amount, seen.rows_between(point.at, end, status=REVENUE)),
                *_former(stats, number, seen),
            ),
        )
        for number, (point, end) in enumerate(zip(stats.series, ends, strict=True))
        if point.at <= now or point.orders
    )
    columns = (Column("orders", "Orders", "number"), Column("spent", "Spent", "money"))
    before = (Column("before", "Year before", "money"),) if stats.previous else ()
    return Table("Month", columns + before, lines, stats.currency)


def _former(stats: Stats, number: int, seen: OwnSeen) -> tuple[Mark, ...]:
    """The same month a year before, as far as the comparison goes."""
    before = stats.previous
    if before is None:
        return ()
    if number >= len(before.series):
        return (Mark(None),)
    end = before.series[number + 1].at if number + 1 < len(before.series) else before.to
    point = before.series[number]
    return (Mark(point.revenue.amount, seen.rows_between(point.at, end, status=REVENUE)),)


def _bought(bought: Sequence[BoughtFigure], stats: Stats, seen: OwnSeen) -> Table:
    """What most pieces were bought of."""
    most = max((product.units for product in bought), default=0)
    lines = tuple(
        Line(
            key=product.sku,
            label=product.name,
            title=f"in {_orders(product.orders, seen.formats)}",
            marks=(Mark(product.units, rows), Mark(product.revenue.amount, rows)),
            weight=part(product.units, most),
        )
        for product in bought
        for rows in (seen.rows_between(stats.from_, stats.to, status=REVENUE, product=(product.sku,)),)
    )
    columns = (Column("units", "Pieces", "number"), Column("spent", "Spent", "money"))
    return Table("Product", columns, lines, stats.currency, nothing="Nothing that counts as spent yet.")
