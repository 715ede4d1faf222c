"""When people order: a line for each day of the week, a column for each hour."""

from collections.abc import Sequence

from app.features.dashboard.schemas import HourFigure
from app.ui.dashboard.seen import Seen
from app.ui.dashboard.sheets.table import Column, Line, Mark, Table, part
from app.ui.dashboard.sheets.times import hour_long, hour_short, weekday

HOURS, WEEKDAYS = 24, 7


def hours(found: Sequence[HourFigure], seen: Seen) -> Table:
    """Orders by weekday and hour; the week begins as it does where the viewer lives."""
    most = max((figure.orders for figure in found), default=0)
    by_day = {day: found[day * HOURS : (day + 1) * HOURS] for day in range(WEEKDAYS)}
    first = seen.formats.place.first_week_day
    lines = tuple(
        Line(
            key=str(day),
            label=weekday(day, "abbreviated", seen.formats),
            title=weekday(day, "wide", seen.formats),
            marks=tuple(_mark(figure, seen, most) for figure in by_day[day]),
        )
        for day in ((first + number) % WEEKDAYS for number in range(WEEKDAYS))
    )
    columns = tuple(Column(f"{hour:02}", hour_short(hour, seen.formats), "number") for hour in range(HOURS))
    return Table("Day", columns, lines, found[0].revenue.currency, sentence=_sentence(found, seen))


def _mark(figure: HourFigure, seen: Seen, most: int) -> Mark:
    hour = f"{figure.weekday}-{figure.hour}"
    return Mark(
        figure.orders,
        rows=seen.rows(hours=hour) if figure.orders else "",
        narrow=seen.address.toggled("hours", hour).href,
        is_chosen=hour in seen.address.all("hours"),
        weight=part(figure.orders, most),
        words=f"{_when(figure, seen)}: {_orders(figure.orders, seen)}, {_money(figure, seen)}",
    )


def _sentence(found: Sequence[HourFigure], seen: Seen) -> str:
    best = max(found, key=lambda figure: figure.orders)
    if not best.orders:
        return f"No orders for {seen.words}."
    if sum(figure.orders for figure in found) == 1:
        return f"The only order for {seen.words} came on {_when(best, seen)}."
    return f"Most orders for {seen.words} came on {_when(best, seen)}: {_orders(best.orders, seen)}."


def _when(figure: HourFigure, seen: Seen) -> str:
    return f"{weekday(figure.weekday, 'wide', seen.formats)}, {hour_long(figure.hour, seen.formats)}"


def _orders(count: int, seen: Seen) -> str:
    return f"{seen.formats.number(count)} {'order' if count == 1 else 'orders'}"


def _money(figure: HourFigure, seen: Seen) -> str:
    return seen.formats.money(figure.revenue.amount, figure.revenue.currency)
