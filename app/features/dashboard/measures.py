"""The measures: each figure of a period with its definition, and how it is read and compared. Pure.

Cards, mails and alerts all read the figures here, so that they say the same.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from app.core.formats import Formats
from app.features.dashboard.comparing import NOTHING, Comparison, compared, compared_points
from app.features.dashboard.rules import average
from app.features.dashboard.schemas import Figures, SeriesPoint, Stats
from app.features.orders.rules import REVENUE_STATUSES
from app.models import OrderStatus

WHOLE = 10_000
REVENUE = tuple(status for status in OrderStatus if status in REVENUE_STATUSES)
Unit = Literal["money", "number", "hundredths", "share"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure: its title, its definition in words, and how its figure is read off a period and off a point in time.

    A point knows its people only where they were asked for (`people_course`).

    The figure is a whole number of `unit`: minor units, a count, hundredths, or ten-thousandths of a whole. It is made
    of the range's orders in `statuses`, or of all of them.
    """

    key: str
    title: str
    definition: str
    unit: Unit
    of: Callable[[Figures], int | None]
    at: Callable[[SeriesPoint], int | None] = lambda _point: None
    note: Callable[[Figures, Formats], str] = lambda _figures, _formats: ""
    statuses: Sequence[OrderStatus] = ()
    is_loss: bool = False


def _share(part: int, whole: int) -> int | None:
    return round(WHOLE * part / whole) if whole else None


def _each(part: int, whole: int) -> int | None:
    """Hundredths."""
    return round(100 * part / whole) if whole else None


def _counting(figures: Figures, formats: Formats) -> str:
    counted = figures.revenue_orders
    return "" if counted == figures.orders else f"{formats.number(counted)} count as revenue"


def _returning(figures: Figures, formats: Formats) -> str:
    came_back = figures.customers - figures.new_customers
    return f"{formats.number(came_back)} returning" if figures.customers else ""


def _of_orders(figures: Figures, formats: Formats, count: int) -> str:
    noun = "order" if figures.orders == 1 else "orders"
    return f"{formats.number(count)} of {formats.number(figures.orders)} {noun}" if figures.orders else ""


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
        at=lambda point: average(point.revenue.amount, point.revenue_orders),
        statuses=REVENUE,
    ),
    Measure(
        "items",
        "Items per order",
        "Pieces in the orders that revenue is made of, divided by those orders.",
        "hundredths",
        lambda figures: _each(figures.units, figures.revenue_orders),
        at=lambda point: _each(point.units, point.revenue_orders),
        statuses=REVENUE,
    ),
    Measure(
        "customers",
        "Customers",
        "Different people who placed one or more of these orders. Each counts once; in the course over time, once at "
        "each point in which they ordered.",
        "number",
        lambda figures: figures.customers,
        at=lambda point: point.customers,
        note=_returning,
    ),
    Measure(
        "fresh",
        "New customers",
        "Those of the customers who had placed no order in this currency before the range begins; in the course over "
        "time, before that point begins.",
        "number",
        lambda figures: figures.new_customers,
        at=lambda point: point.new_customers,
    ),
    Measure(
        "refunds",
        "Refund rate",
        "Orders of the range that are refunded now, of all its orders.",
        "share",
        lambda figures: _share(figures.refunded, figures.orders),
        at=lambda point: _share(point.refunded, point.orders),
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
        at=lambda point: _share(point.cancelled, point.orders),
        note=lambda figures, formats: _of_orders(figures, formats, figures.cancelled),
        statuses=(OrderStatus.CANCELLED,),
        is_loss=True,
    ),
)
BY_KEY = {measure.key: measure for measure in MEASURES}


@dataclass(frozen=True, slots=True)
class Reading:
    """A measure of a period as somebody reads it; `value` is None where there is none, such as a rate of no orders.

    `before` is that of the period it is compared with, None where there is none; `change` is how much more or less,
    of trend "none" where nothing can be said, as of a growth from nothing.
    """

    value: str | None
    before: str | None = None
    change: Comparison = NOTHING


def read(measure: Measure, stats: Stats, formats: Formats) -> Reading:
    """A figure beside its former self; where there is none, nothing is said rather than an infinite growth."""
    value, before = measure.of(stats), measure.of(stats.previous) if stats.previous else None
    text = reader(measure.unit, stats.currency, formats)
    shown = None if value is None else text(value)
    if before is None:
        return Reading(shown)
    if value is None or (not before and measure.unit != "share"):
        return Reading(shown, text(before))
    if measure.unit == "share":
        return Reading(shown, text(before), compared_points(value, before, formats))
    return Reading(shown, text(before), compared(value, before, formats, is_count=measure.unit == "number"))


def reader(unit: Unit, currency: str, formats: Formats) -> Callable[[int], str]:
    """How a whole number of a unit is written."""
    readers: dict[Unit, Callable[[int], str]] = {
        "money": lambda value: formats.money(value, currency),
        "number": formats.number,
        "hundredths": formats.hundredths,
        "share": lambda value: formats.share(value, WHOLE),
    }
    return readers[unit]
