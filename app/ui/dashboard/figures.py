"""From figures to what is shown: cards, bars, rows. Pure: what a viewer sees is a function of stats and formats."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from app.core.clock import now
from app.core.formats import Formats
from app.core.money import Money
from app.core.ranges import moment_text
from app.features.dashboard.measures import MEASURES, REVENUE, read
from app.features.dashboard.schemas import Grain, PreviousFigures, SeriesPoint, Stats
from app.features.orders.schemas import MoneyOut
from app.ui.dashboard import labels
from app.ui.dashboard.labels import Tick
from app.ui.dashboard.ranges import CUSTOM, DAY, NONE, PREVIOUS, YEAR, comparison
from app.ui.dashboard.seen import Seen
from app.ui.dashboard.sheets.affixes import Affixes

MOST_TICKS = 8
# Between the ends of a bar in the address of its orders.
TO = "&to="
HEIGHTS = {"height", "ghost"}
FORMER = {PREVIOUS: "the period before, ", YEAR: "the year before, ", CUSTOM: ""}


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of the series. `height` is in percent of the plot; `tick` is "" where no label stands below.

    `is_minor`: its label is left out on narrow screens. `is_open`: it is not over yet. `ghost` is the height of the bar
    of the period that is compared with, -1 where it has none; `was` its words. `start` and `end` (exclusive) are ISO
    8601, as they stand in the address of its orders; without an `end` it opens none.
    """

    at: str = ""
    start: str = ""
    end: str = ""
    tick: str = ""
    is_minor: bool = False
    revenue: str = ""
    orders: str = ""
    count: str = ""
    height: float = 0.0
    ghost: float = -1.0
    was: str = ""
    side: str = "start"
    is_open: bool = False

    @property
    def words(self) -> str:
        """The bar in words, as the chart says it too."""
        return f"{self.at}: {self.revenue}, {self.orders}"

    @property
    def span(self) -> str:
        """What is its own of the address of its orders."""
        return f"{self.start}{TO}{self.end}"


@dataclass(frozen=True)
class Plot:
    """Revenue over time: bars, and the lines of the axis behind them.

    `opens` is around what is each bar's own of the address of its orders.
    """

    bars: list[Bar] = field(default_factory=list[Bar])
    axis: list[Tick] = field(default_factory=list[Tick])
    opens: Affixes = field(default_factory=Affixes)

    @cached_property
    def encoded(self) -> str:
        """`sent` as JSON."""
        return json.dumps(self.sent, ensure_ascii=False, separators=(",", ":"))

    @property
    def sent(self) -> dict[str, Any]:
        """As it goes to the browser: bars without the words that they do not have."""
        bars = [{name: value for name, value in asdict(bar).items() if value or name in HEIGHTS} for bar in self.bars]
        return {"bars": bars, "axis": [asdict(tick) for tick in self.axis], "opens": asdict(self.opens)}


def plot(stats: Stats, seen: Seen) -> Plot:
    """The bars of revenue over time, and the lines behind them."""
    formats = seen.formats
    former = stats.previous.series if stats.previous else ()
    highest = max((point.revenue.amount for point in (*stats.series, *former)), default=0)
    top, ticks = labels.axis(highest, stats.currency, formats)
    every = -(-len(stats.series) // MOST_TICKS)
    ends = [*(point.at for point in stats.series[1:]), stats.to]
    present = now()
    made: list[Bar] = []
    for number, (point, end) in enumerate(zip(stats.series, ends, strict=False)):
        bar = _bar(point, stats, formats, top=top)
        made.append(
            replace(
                bar,
                **_ghost(former[number : number + 1], stats, formats, top=top),
                tick=labels.slot_short(point.at, stats.grain, formats) if number % every == 0 else "",
                is_minor=number // every % 2 == 1,
                side="start" if number * 2 < len(stats.series) else "end",
                start=moment_text(point.at),
                end=moment_text(end),
                is_open=point.at <= present < end,
            )
        )
    return Plot(made, ticks, opens(made[0], seen) if made else Affixes())


def opens(bar: Bar, seen: Seen) -> Affixes:
    """What is around `bar.span` in the address of the orders behind it, and likewise of all other bars."""
    before, _, after = seen.rows_between(bar.start, bar.end, status=REVENUE).partition(bar.span)
    return Affixes(before, after)


def summary(stats: Stats, seen: Seen) -> str:
    """The chart in one sentence, or two."""
    formats, money = seen.formats, _money(seen.formats)
    text = f"Revenue is {money(stats.revenue)} for {seen.words}"
    change = read(MEASURES[0], stats, formats).change
    if change.trend in {"up", "down"}:
        text += f", {change.more_than} in the period it is compared with"
    best = max(stats.series, key=lambda point: point.revenue.amount, default=None)
    if best is None or best.revenue.amount == 0 or len(stats.series) == 1:
        return f"{text}."
    verb = "began on" if stats.grain is Grain.WEEK else "was"
    at = labels.slot_name(best.at, stats.grain, formats)
    return f"{text}. The best {stats.grain} {verb} {at}: {money(best.revenue)}."


def counted(stats: Stats, formats: Formats) -> str:
    """How many orders the figures are made of."""
    orders = f"{formats.number(stats.orders)} {'order' if stats.orders == 1 else 'orders'} counted"
    return f"{orders}, {formats.number(stats.revenue_orders)} as revenue"


def compared_with(stats: Stats, seen: Seen) -> str:
    """What the cards are compared with, in words."""
    before, formats, wanted = stats.previous, seen.formats, comparison(seen.address)["compare"]
    if before is None:
        return (
            "Not compared with another period" if wanted == NONE else "There is nothing before all time to compare with"
        )
    period = formats.period(before.from_, before.to)
    if before.orders == 0:
        return f"No orders in the period to compare with, {period}"
    cut = ", as far as this one has come" if before.is_cut else ""
    lengths = _lengths(stats, before) if wanted == CUSTOM else ""
    late = "" if before.is_whole else ", in which the first order came"
    return f"Compared with {FORMER[wanted]}{period}{cut}{lengths}{late}"


def _lengths(stats: Stats, before: PreviousFigures) -> str:
    """How long the two are, where they are of different lengths."""
    now_days, then_days = (round((each.to - each.from_) / DAY) for each in (stats, before))
    if before.is_cut or abs(now_days - then_days) <= 1:
        return ""
    return f", {then_days} days beside {now_days}"


def _bar(point: SeriesPoint, stats: Stats, formats: Formats, *, top: Decimal) -> Bar:
    money = _money(formats)(point.revenue)
    at = labels.slot_long(point.at, stats.grain, formats)
    count = formats.number(point.orders)
    orders = f"{count} {'order' if point.orders == 1 else 'orders'}"
    return Bar(at=at, revenue=money, orders=orders, count=count, height=_height(point, stats, top))


def _ghost(point: Sequence[SeriesPoint], stats: Stats, formats: Formats, *, top: Decimal) -> dict[str, Any]:
    """The bar that stands behind: the same hour, day or month of the period that is compared with."""
    if not point:
        return {}
    at = labels.slot_long(point[0].at, stats.grain, formats)
    return {"ghost": _height(point[0], stats, top), "was": f"{_money(formats)(point[0].revenue)}, {at}"}


def _height(point: SeriesPoint, stats: Stats, top: Decimal) -> float:
    return round(float(100 * Money(point.revenue.amount, stats.currency).decimal / top), 2)


def _money(formats: Formats) -> Callable[[MoneyOut], str]:
    return lambda value: formats.money(value.amount, value.currency)
