"""When people order, and whether they did so before: a line for each day of the week, a column for each hour."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from app.features.dashboard.schemas import HourFigure
from app.ui.dashboard.seen import Seen
from app.ui.dashboard.sheets.change import than_before
from app.ui.dashboard.sheets.table import Column, Line, Mark, Table, part
from app.ui.dashboard.sheets.times import hour_long, hour_short, weekday

HOURS, WEEKDAYS = 24, 7
# The hours of so many boards are kept: 168 each.
PLACES = 32 * HOURS * WEEKDAYS


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
    place = _place(figure.weekday, figure.hour, seen)
    said = f"{_orders(figure.orders, seen)}{_was(figure, seen)}, {_money(figure, seen)}"
    return replace(
        place,
        value=figure.orders,
        rows=place.rows if figure.orders else "",
        weight=part(figure.orders, most),
        words=f"{place.words}: {said}",
    )


# What is drawn anew with each order differs in its figures alone.
@lru_cache(maxsize=PLACES)
def _place(day: int, hour: int, seen: Seen) -> Mark:
    """What stays the same of an hour, whatever its figures are."""
    name = f"{day}-{hour}"
    return Mark(
        None,
        rows=seen.rows(hours=name),
        narrow=seen.address.toggled("hours", name).href,
        is_chosen=name in seen.address.all("hours"),
        words=_when(day, hour, seen),
    )


def _sentence(found: Sequence[HourFigure], seen: Seen) -> str:
    best = max(found, key=lambda figure: figure.orders)
    whole, before = sum(figure.orders for figure in found), _before(found)
    if not whole:
        return f"No orders for {seen.words}{f', {than_before(whole, before, seen.formats)}' if before else ''}."
    most = f"Most orders for {seen.words} came on {_when(best.weekday, best.hour, seen)}: {_orders(best.orders, seen)}."
    if whole == 1:
        most = f"The only order for {seen.words} came on {_when(best.weekday, best.hour, seen)}."
    if before is None:
        return most
    return f"{most} All hours together have {_orders(whole, seen)}, {than_before(whole, before, seen.formats)}."


def _before(found: Sequence[HourFigure]) -> int | None:
    """All orders of the period that is compared with; None where there is none."""
    known = [figure.orders_before for figure in found if figure.orders_before is not None]
    return sum(known) if known else None


def _was(figure: HourFigure, seen: Seen) -> str:
    return "" if figure.orders_before is None else f" (was {seen.formats.number(figure.orders_before)})"


def _when(day: int, hour: int, seen: Seen) -> str:
    return f"{weekday(day, 'wide', seen.formats)}, {hour_long(hour, seen.formats)}"


def _orders(count: int, seen: Seen) -> str:
    return f"{seen.formats.number(count)} {'order' if count == 1 else 'orders'}"


def _money(figure: HourFigure, seen: Seen) -> str:
    return seen.formats.money(figure.revenue.amount, figure.revenue.currency)
