"""The cards: each figure beside its former self, with its course over the range. Pure, as the viewer reads it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from app.features.dashboard.schemas import Figures, SeriesPoint, Stats
from app.features.orders.rules import REVENUE_STATUSES
from app.features.orders.schemas import OrderStatus
from app.ui.components.formats import Formats
from app.ui.dashboard import labels
from app.ui.dashboard.rows import rows_address

DASH = "\u2013"
WHOLE = 10_000
REVENUE = tuple(status for status in OrderStatus if status in REVENUE_STATUSES)
SPARK_WIDTH, SPARK_HEIGHT = 100, 24
Unit = Literal["money", "number", "hundredths", "share"]


@dataclass(frozen=True, slots=True)
class Card:
    """One figure. `trend` is up, down, same or none (nothing to compare with); `moved` counts live changes.

    `spark` and `ghost` are points of a line in a box of SPARK_WIDTH by SPARK_HEIGHT: the course of the figure over the
    range, and over the period that is compared with; empty where there is none.
    """

    value: str = ""
    note: str = ""
    trend: str = "none"
    change: str = ""
    against: str = ""
    spark: str = ""
    ghost: str = ""
    href: str = ""
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Measure:
    """A card: its title, its definition in words, and how its figure is read off a period and off a point in time.

    The figure is a whole number of `unit`: minor units, a count, hundredths, or ten-thousandths of a whole. It is made
    of the range's orders in `statuses`, or of all of them.
    """

    key: str
    title: str
    definition: str
    unit: Unit
    of: Callable[[Figures], int | None]
    at: Callable[[SeriesPoint], int] | None = None
    note: Callable[[Figures, Formats], str] = lambda _figures, _formats: ""
    statuses: Sequence[OrderStatus] = ()
    is_loss: bool = False


def _share(part: int, whole: int) -> int | None:
    return round(WHOLE * part / whole) if whole else None


def _counting(figures: Figures, formats: Formats) -> str:
    counted = figures.revenue_orders
    return "" if counted == figures.orders else f"{formats.number(counted)} count as revenue"


def _returning(figures: Figures, formats: Formats) -> str:
    came_back = figures.customers - figures.new_customers
    return f"{formats.number(came_back)} returning" if figures.customers else ""


def _of_orders(figures: Figures, formats: Formats, count: int) -> str:
    return f"{formats.number(count)} of {formats.number(figures.orders)} orders" if figures.orders else ""


MEASURES: Sequence[Measure] = (
    Measure(
        "revenue",
        "Revenue",
        "The sum of the totals of orders that are paid, shipped or delivered, by the time they were ordered.",
        "money",
        lambda figures: figures.revenue.amount,
        at=lambda point: point.revenue.amount,
        statuses=REVENUE,
    ),
    Measure(
        "orders",
        "Orders",
        "Every order placed, whatever its status is now: the sum of the orders by status.",
        "number",
        lambda figures: figures.orders,
        at=lambda point: point.orders,
        note=_counting,
    ),
    Measure(
        "average",
        "Average order value",
        "Revenue divided by the orders it is made of: those paid, shipped or delivered.",
        "money",
        lambda figures: figures.average_order_value.amount if figures.average_order_value else None,
        statuses=REVENUE,
    ),
    Measure(
        "items",
        "Items per order",
        "Pieces in the orders that revenue is made of, divided by those orders.",
        "hundredths",
        lambda figures: round(100 * figures.units / figures.revenue_orders) if figures.revenue_orders else None,
        statuses=REVENUE,
    ),
    Measure(
        "customers",
        "Customers",
        "Different people who placed one or more of these orders.",
        "number",
        lambda figures: figures.customers,
        note=_returning,
    ),
    Measure(
        "fresh",
        "New customers",
        "Those of the customers who had placed no order in this currency before the range begins.",
        "number",
        lambda figures: figures.new_customers,
    ),
    Measure(
        "refunds",
        "Refund rate",
        "Orders of the range that are refunded now, of all its orders.",
        "share",
        lambda figures: _share(figures.refunded, figures.orders),
        note=lambda figures, formats: _of_orders(figures, formats, figures.refunded),
        statuses=(OrderStatus.REFUNDED,),
        is_loss=True,
    ),
    Measure(
        "cancellations",
        "Cancellation rate",
        "Orders of the range that are cancelled now, of all its orders.",
        "share",
        lambda figures: _share(figures.cancelled, figures.orders),
        note=lambda figures, formats: _of_orders(figures, formats, figures.cancelled),
        statuses=(OrderStatus.CANCELLED,),
        is_loss=True,
    ),
)


def cards(stats: Stats, formats: Formats) -> dict[str, Card]:
    """Every card by its key, with what it is compared with."""
    return {measure.key: card(measure, stats, formats) for measure in MEASURES}


def card(measure: Measure, stats: Stats, formats: Formats) -> Card:
    """A figure beside its former self; where there is none, nothing is said rather than an infinite growth."""
    value, before = measure.of(stats), measure.of(stats.previous) if stats.previous else None
    text = _reader(measure.unit, stats.currency, formats)
    shown = DASH if value is None else text(value)
    spark, ghost = _lines(measure, stats)
    href = rows_address({}, stats.from_, stats.to, status=measure.statuses)
    alone = Card(value=shown, note=measure.note(stats, formats), spark=spark, ghost=ghost, href=href)
    if before is None:
        return alone
    alone = replace(alone, against=f"was {text(before)}")
    if value is None or (not before and measure.unit != "share"):
        return alone
    trend = "same" if value == before else "up" if value > before else "down"
    return replace(alone, trend=trend, change=_change(measure.unit, value, before, formats))


def _change(unit: Unit, value: int, before: int, formats: Formats) -> str:
    """How much more or less, in percent; rates differ by percentage points."""
    if value == before:
        return "no change"
    if unit == "share":
        return f"{labels.hundredths(abs(value - before), formats, decimals=1)} points"
    return labels.share(abs(value - before), before, formats)


def _reader(unit: Unit, currency: str, formats: Formats) -> Callable[[int], str]:
    readers: dict[Unit, Callable[[int], str]] = {
        "money": lambda value: formats.money(value, currency),
        "number": formats.number,
        "hundredths": lambda value: labels.hundredths(value, formats),
        "share": lambda value: labels.share(value, WHOLE, formats),
    }
    return readers[unit]


def _lines(measure: Measure, stats: Stats) -> tuple[str, str]:
    """The courses of the figure, on one scale so that they can be held against each other."""
    if measure.at is None or len(stats.series) < 2:  # noqa: PLR2004 - a line has two ends
        return "", ""
    now = [measure.at(point) for point in stats.series]
    before = [measure.at(point) for point in stats.previous.series] if stats.previous else []
    length, top = max(len(now), len(before)), max([*now, *before, 1])
    return _line(now, length, top), _line(before, length, top) if len(before) > 1 else ""


def _line(values: Sequence[int], length: int, top: int) -> str:
    step = SPARK_WIDTH / (length - 1)
    return " ".join(
        f"{place * step:.1f},{SPARK_HEIGHT - 1 - (SPARK_HEIGHT - 2) * value / top:.1f}"
        for place, value in enumerate(values)
    )
