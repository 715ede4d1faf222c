"""From figures to what is shown: cards, bars, rows. Pure: what a viewer sees is a function of stats and formats."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.core.clock import now
from app.core.money import Money
from app.features.dashboard.schemas import Grain, ProductFigure, SeriesPoint, Stats
from app.features.orders.rules import REVENUE_STATUSES
from app.features.orders.schemas import MoneyOut
from app.ui.components.formats import Formats
from app.ui.components.status import label_of
from app.ui.dashboard import labels
from app.ui.dashboard.labels import Tick
from app.ui.dashboard.ranges import rows_address

MOST_TICKS = 8
DASH = "\u2013"


@dataclass(frozen=True, slots=True)
class Card:
    """One figure. `trend` is up, down, same or none (nothing to compare with); `moved` counts live changes."""

    value: str = ""
    note: str = ""
    trend: str = "none"
    change: str = ""
    against: str = ""
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of the series. `height` is in percent of the plot; `tick` is "" where no label stands below.

    `is_minor`: its label is left out on narrow screens. `is_open`: it is not over yet.
    """

    at: str = ""
    tick: str = ""
    is_minor: bool = False
    revenue: str = ""
    orders: str = ""
    count: str = ""
    words: str = ""
    height: float = 0.0
    side: str = "start"
    is_open: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class StatusRow:
    """The orders of one status. `width` is in percent of the longest bar."""

    status: str = ""
    label: str = ""
    orders: str = ""
    amount: str = ""
    width: float = 0.0
    href: str = ""
    moved: int = 0


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product among the top ones. `width` is in percent of the longest bar."""

    name: str = ""
    sku: str = ""
    units: str = ""
    revenue: str = ""
    width: float = 0.0
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Cards:
    """The four cards."""

    revenue: Card
    orders: Card
    average: Card
    customers: Card


def cards(stats: Stats, formats: Formats) -> Cards:
    """The four figures with what they are compared with."""
    before = stats.previous
    counting = sum(stats.by_status[status].orders for status in REVENUE_STATUSES)
    average, average_before = stats.average_order_value, before.average_order_value if before else None

    def card(value: int | None, former: int | None, *, is_money: bool = False, note: str = "") -> Card:
        as_text = (lambda n: formats.money(n, stats.currency)) if is_money else formats.number
        return _card(value, former, formats=formats, as_text=as_text, note=note)

    partly = "" if counting == stats.orders else f"{formats.number(counting)} count as revenue"
    return Cards(
        revenue=card(stats.revenue.amount, before.revenue.amount if before else None, is_money=True),
        orders=card(stats.orders, before.orders if before else None, note=partly),
        average=card(
            average.amount if average else None, average_before.amount if average_before else None, is_money=True
        ),
        customers=card(stats.customers, before.customers if before else None),
    )


def bars(stats: Stats, formats: Formats) -> tuple[list[Bar], list[Tick]]:
    """The bars of revenue over time, and the lines behind them."""
    highest = max((point.revenue.amount for point in stats.series), default=0)
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
                tick=labels.slot_short(point.at, stats.grain, formats) if number % every == 0 else "",
                is_minor=number // every % 2 == 1,
                side="start" if number * 2 < len(stats.series) else "end",
                is_open=point.at <= present < end,
                href=rows_address(point.at, end),
            )
        )
    return made, ticks


def statuses(stats: Stats, formats: Formats) -> list[StatusRow]:
    """Each status with its orders, in the order of an order's life."""
    money = _money(formats)
    most = max(figure.orders for figure in stats.by_status.values()) or 1
    return [
        StatusRow(
            status=name,
            label=label_of(name),
            orders=formats.number(figure.orders),
            amount=money(figure.amount),
            width=round(100 * figure.orders / most, 2),
            href=rows_address(stats.from_, stats.to, name),
        )
        for name, figure in stats.by_status.items()
    ]


def products(found: Sequence[ProductFigure], formats: Formats) -> list[ProductRow]:
    """The top products, the greatest first."""
    money = _money(formats)
    most = max((product.revenue.amount for product in found), default=0) or 1
    return [
        ProductRow(
            name=product.name,
            sku=product.sku,
            units=formats.number(product.units),
            revenue=money(product.revenue),
            width=round(100 * product.revenue.amount / most, 2),
        )
        for product in found
    ]


def summary(stats: Stats, formats: Formats, *, words: str) -> str:
    """The chart in one sentence, or two."""
    money = _money(formats)
    text = f"Revenue is {money(stats.revenue)} for {words}"
    card = cards(stats, formats).revenue
    if card.trend in {"up", "down"}:
        text += f", {card.change} {'more' if card.trend == 'up' else 'less'} than in the period before"
    best = max(stats.series, key=lambda point: point.revenue.amount, default=None)
    if best is None or best.revenue.amount == 0 or len(stats.series) == 1:
        return f"{text}."
    verb = "began on" if stats.grain is Grain.WEEK else "was"
    at = labels.slot_name(best.at, stats.grain, formats)
    return f"{text}. The best {stats.grain} {verb} {at}: {money(best.revenue)}."


def compared_with(stats: Stats, formats: Formats) -> str:
    """What the cards are compared with, in words."""
    before = stats.previous
    if before is None:
        return "Nothing comes before all time"
    period = labels.period(before.from_, before.to, formats)
    if before.orders == 0:
        return f"No orders in the period before, {period}"
    late = "" if before.is_whole else ", in which the first order came"
    return f"Compared with {period}{late}"


def _card(value: int | None, before: int | None, *, formats: Formats, as_text: Callable[[int], str], note: str) -> Card:
    """A figure beside its former self; where there is none, nothing is said rather than an infinite growth."""
    shown = DASH if value is None else as_text(value)
    if not before or value is None:
        return Card(value=shown, note=note, against="" if before is None else f"was {as_text(before)}")
    trend = "same" if value == before else "up" if value > before else "down"
    change = "no change" if trend == "same" else labels.share(abs(value - before), before, formats)
    return Card(value=shown, note=note, trend=trend, change=change, against=f"was {as_text(before)}")


def _bar(point: SeriesPoint, stats: Stats, formats: Formats, *, top: Decimal) -> Bar:
    money = _money(formats)(point.revenue)
    at = labels.slot_long(point.at, stats.grain, formats)
    count = formats.number(point.orders)
    orders = f"{count} {'order' if point.orders == 1 else 'orders'}"
    value = Money(point.revenue.amount, stats.currency).decimal
    height = round(float(100 * value / top), 2)
    return Bar(at=at, revenue=money, orders=orders, count=count, words=f"{at}: {money}, {orders}", height=height)


def _money(formats: Formats) -> Callable[[MoneyOut], str]:
    return lambda value: formats.money(value.amount, value.currency)
