"""Who waits: open orders by their age, and those that have waited longest."""

from datetime import timedelta

from app.features.dashboard.schemas import AgeFigure, OpenOrder, Waiting
from app.features.dashboard.waiting import OPEN
from app.ui.components.status import label_of
from app.ui.dashboard.seen import Seen
from app.ui.dashboard.sheets.table import Column, Line, Mark, Table, part
from app.ui.dashboard.sheets.times import minutes_text

AGES = (Column("orders", "Orders", "number"), Column("amount", "Amount", "money"))
OLDEST = (
    Column("status", "Status", "text"),
    Column("waits", "Waits for", "minutes"),
    Column("total", "Total", "money"),
)
NOTHING, NOTHING_FILTERED = "No order waits.", "No order that passes the filters waits."
MINUTE = timedelta(minutes=1)


def ages(found: Waiting, seen: Seen) -> Table:
    """Open orders by age, the youngest first."""
    most = max((age.orders for age in found.ages), default=0)
    lines = tuple(
        Line(
            key=f"{age.days}",
            label=_age(age),
            marks=(Mark(age.orders, rows), Mark(age.amount.amount, rows)),
            weight=part(age.orders, most),
        )
        for age in found.ages
        for rows in (_rows(age, found, seen),)
    )
    waits = any(age.orders for age in found.ages)
    return Table(
        "Age",
        AGES,
        lines if waits else (),
        found.ages[0].amount.currency,
        sentence=_sentence(found, seen) if waits else "",
        nothing=NOTHING_FILTERED if seen.address.filters else NOTHING,
    )


def oldest(found: Waiting, seen: Seen) -> Table:
    """The open orders that were placed first, each with the way to it."""
    lines = tuple(
        Line(
            key=str(order.id),
            label=f"#{order.number}",
            title=f"Placed {seen.formats.moment(order.ordered_at)}",
            marks=(
                Mark(label_of(order.status)),
                Mark(_minutes(order, found)),
                Mark(order.total.amount),
            ),
            record=f"/orders/{order.id}",
        )
        for order in found.oldest
    )
    return Table(
        "Order",
        OLDEST,
        lines,
        found.ages[0].amount.currency,
        sentence=_longest(found, seen),
        nothing=NOTHING_FILTERED if seen.address.filters else NOTHING,
    )


def _minutes(order: OpenOrder, found: Waiting) -> int:
    return max(0, (found.as_of - order.ordered_at) // MINUTE)


def _age(age: AgeFigure) -> str:
    if age.until is None:
        return f"More than {age.days} days"
    if not age.days:
        return "Up to a day"
    return f"{age.days} to {age.until} days"


def _rows(age: AgeFigure, found: Waiting, seen: Seen) -> str:
    """An order of just so many days is among the younger."""
    start = "" if age.until is None else found.as_of - timedelta(days=age.until)
    end = found.as_of - timedelta(days=age.days) if age.days else ""
    return seen.rows_between(start, end, status=OPEN)


def _sentence(found: Waiting, seen: Seen) -> str:
    whole = sum(age.orders for age in found.ages)
    late = sum(age.orders for age in found.ages if age.days > 1)
    count, more = seen.formats.number(whole), f"{seen.formats.number(late)} of them" if late else "none"
    if whole == 1:
        return f"{count} order waits, for {'more' if late else 'not more'} than 2 days."
    return f"{count} orders wait, {more} for more than 2 days."


def _longest(found: Waiting, seen: Seen) -> str:
    if not found.oldest:
        return ""
    first = found.oldest[0]
    return f"Order #{first.number} has waited longest: for {minutes_text(_minutes(first, found), seen.formats)}."
