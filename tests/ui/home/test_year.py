"""A year in words: what was spent, how that compares, and in which month most; never an infinite growth."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.core.formats import Formats
from app.features.dashboard.schemas import (
    BoughtFigure,
    Grain,
    PreviousFigures,
    SeriesPoint,
    Stats,
    StatusFigure,
)
from app.features.orders.schemas import MoneyOut, OrderStatus
from app.ui.dashboard.sheets.sheet import Sheet
from app.ui.home.address import YearShown
from app.ui.home.year import MyYear, draw, summary

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
THIS = YearShown(2026, "EUR", date(2026, 3, 10), 2024, 2026, ("EUR",))
LAST = replace(THIS, year=2025)
ENGLISH = Formats("en", "UTC")


def euros(amount: int) -> MoneyOut:
    return MoneyOut(amount=amount, currency="EUR")


def period(year: int, months: Sequence[int], *, orders: int | None = None, paid: int | None = None) -> dict[str, Any]:
    """The figures of a year of which each month has one order of so many cents, or none of nothing."""
    count = sum(1 for amount in months if amount)
    series = tuple(
        SeriesPoint(
            at=datetime(year, number + 1, 1, tzinfo=UTC),
            revenue=euros(amount),
            orders=int(amount > 0),
            revenue_orders=int(amount > 0),
        )
        for number, amount in enumerate(months)
    )
    return {
        "from_": datetime(year, 1, 1, tzinfo=UTC),
        "to": datetime(year + 1, 1, 1, tzinfo=UTC),
        "revenue": euros(sum(months)),
        "orders": count if orders is None else orders,
        "average_order_value": None,
        "customers": 1,
        "new_customers": 0,
        "units": count,
        "revenue_orders": count if paid is None else paid,
        "refunded": 0,
        "cancelled": 0,
        "series": series,
    }


def stats(
    year: int, months: Sequence[int], before: Sequence[int] = (), *, is_cut: bool = False, **counts: int
) -> Stats:
    whole = [*months, *[0] * (12 - len(months))]
    by_status = {status.value: StatusFigure(orders=0, amount=euros(0)) for status in OrderStatus}
    former = period(year - 1, before)
    former["to"] = datetime(year - 1, len(before) + 1, 1, tzinfo=UTC) if 0 < len(before) < 12 else former["to"]
    return Stats(
        **period(year, whole, **counts),
        currency="EUR",
        by_status=by_status,
        grain=Grain.MONTH,
        previous=PreviousFigures(**former, is_whole=True, is_cut=is_cut),
    )


def drawn(found: Stats, shown: YearShown = THIS, formats: Formats = ENGLISH) -> MyYear:
    bought = BoughtFigure(sku="TEA-1", name="Green tea", units=3, orders=2, revenue=euros(900))
    return draw(shown, found, [bought], formats, now=NOW)


def rows_of(sheet: Sheet, line: int, column: int) -> str:
    return sheet.opens.whole(sheet.rows[line].cells[column].href)


@pytest.mark.parametrize(
    ("shown", "found", "words"),
    [
        (THIS, stats(2026, []), "You have ordered nothing in 2026 so far."),
        (LAST, stats(2025, []), "You ordered nothing in 2025."),
        (THIS, stats(2026, [], orders=1), "You have placed 1 order in 2026 so far; none counts as spent."),
        (THIS, stats(2026, [500]), "You have spent €5.00 on 1 order in 2026 so far."),
        (
            THIS,
            stats(2026, [500, 700], [1000], is_cut=True),
            (
                "You have spent €12.00 on 2 orders in 2026 so far, 20% more than in the same days of 2025. "
                "The most was in February: €7.00."
            ),
        ),
        (LAST, stats(2025, [500], [1000]), "You spent €5.00 on 1 order in 2025, 50% less than in 2024."),
        (LAST, stats(2025, [500], [500]), "You spent €5.00 on 1 order in 2025, as much as in 2024."),
    ],
)
def test_the_year_in_words(shown: YearShown, found: Stats, words: str) -> None:
    assert summary(shown, found, ENGLISH) == words


def test_where_nothing_was_spent_before_there_is_no_growth() -> None:
    year = drawn(stats(2026, [500], [], is_cut=True))
    assert (year.spent.value, year.spent.against, year.spent.trend, year.spent.change) == ("€5.00", "", "none", "")
    assert year.compared == "You ordered nothing in the same days of 2025"
    assert {bar.ghost for bar in year.plot.bars} == {-1}
    assert [head.label for head in year.months.heads] == ["Orders", "Spent"]


def test_where_something_was_ordered_before_each_month_stands_beside_its_former_self() -> None:
    year = drawn(stats(2026, [500, 700], [1000, 200], is_cut=True))
    assert (year.spent.against, year.spent.change, year.spent.trend) == ("was €12.00", "no change", "same")
    assert year.before_spent == "/orders?from=2025-01-01&to=2025-03-01&status=paid,shipped,delivered"
    assert [row.cells[2].text for row in year.months.rows] == ["€10.00", "€2.00", "\u2013"]
    assert rows_of(year.months, 0, 2).startswith("/orders?from=2025-01-01&to=2025-02-01")


def test_the_months_to_come_stand_in_the_chart_but_not_in_the_table() -> None:
    year = drawn(stats(2026, [500, 0, 700]))
    assert [bar.tick for bar in year.plot.bars][:3] == ["Jan", "Feb", "Mar"]
    assert len(year.plot.bars) == 12
    assert [row.label for row in year.months.rows] == ["January 2026", "February 2026", "March 2026"]


def test_a_bar_opens_what_was_spent_in_its_month_and_an_empty_one_nothing() -> None:
    plot = drawn(stats(2026, [0, 700]), formats=Formats("en", "Europe/Berlin")).plot
    assert [bool(bar.end) for bar in plot.bars][:3] == [False, True, False]
    assert len({bar.start for bar in plot.bars}) == 12, "each is known by its beginning"
    nothing = drawn(stats(2026, [])).plot
    assert not any(bar.end for bar in nothing.bars)
    plot = drawn(stats(2026, [0, 700])).plot
    spent = "/orders?from=2026-02-01&to=2026-03-01&status=paid,shipped,delivered"
    assert plot.opens.whole(plot.bars[1].span) == spent


def test_each_month_leads_to_its_orders_by_the_days_of_the_viewer() -> None:
    year = drawn(stats(2026, [500]))
    assert rows_of(year.months, 0, 0) == "/orders?from=2026-01-01&to=2026-02-01"
    assert rows_of(year.months, 0, 1) == "/orders?from=2026-01-01&to=2026-02-01&status=paid,shipped,delivered"
    assert rows_of(year.bought, 0, 0).endswith("&product=TEA-1")


def test_of_several_currencies_the_lists_name_the_one_that_is_counted() -> None:
    year = drawn(stats(2026, [500]), replace(THIS, currencies=("EUR", "USD")))
    assert year.orders.href == "/orders?from=2026-01-01&to=2027-01-01&currency=EUR"


def test_what_is_not_counted_as_spent_is_said() -> None:
    year = drawn(stats(2026, [500], orders=3, paid=1))
    assert (year.orders.value, year.orders.note) == ("3", "2 of them not counted as spent")


def test_it_is_read_in_the_viewers_own_way() -> None:
    year = drawn(stats(2026, [123456]), formats=Formats("de-AT", "UTC"))
    assert "1.234,56" in year.spent.value or "1\u00a0234,56" in year.spent.value
    assert year.plot.bars[2].tick.startswith("M\u00e4r")
