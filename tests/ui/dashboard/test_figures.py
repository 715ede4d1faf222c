"""What the page says about figures: changes, axes and sentences, in the viewer's language and zone."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import clock
from app.core.formats import Formats
from app.features.dashboard.people_course import with_people
from app.features.dashboard.schemas import (
    Grain,
    PeopleCourse,
    PeoplePoint,
    PreviousFigures,
    SeriesPoint,
    Stats,
    StatusFigure,
)
from app.features.orders.schemas import MoneyOut
from app.ui.dashboard import figures, labels
from app.ui.dashboard.address import Address
from app.ui.dashboard.cards import Courses, cards, courses
from app.ui.dashboard.ranges import Choice
from app.ui.dashboard.seen import Seen

START = datetime(2026, 5, 1, tzinfo=UTC)
DAYS = Choice(words="the last 2 days")
ENGLISH = Seen(Formats("en", "UTC"), Address(), DAYS)
GERMAN = Seen(Formats("de", "Europe/Berlin"), Address(), DAYS)
STATUSES = ("pending", "paid", "shipped", "delivered", "cancelled", "refunded")


def euros(amount: int) -> MoneyOut:
    return MoneyOut(amount=amount, currency="EUR")


def former(revenue: int, orders: int, *, is_whole: bool = True) -> PreviousFigures:
    return PreviousFigures(
        from_=START - timedelta(days=3),
        to=START,
        revenue=euros(revenue),
        orders=orders,
        average_order_value=euros(revenue // orders) if orders else None,
        customers=orders,
        new_customers=0,
        refunded=0,
        cancelled=0,
        units=2 * orders,
        revenue_orders=orders,
        series=(),
        is_whole=is_whole,
        is_cut=False,
    )


def stats(*revenue: int, previous: PreviousFigures | None = None, pending: int = 0) -> Stats:
    orders = len([amount for amount in revenue if amount])
    points = [
        SeriesPoint(at=START + timedelta(days=day), revenue=euros(amount), orders=bool(amount))
        for day, amount in enumerate(revenue)
    ]
    by_status = {name: StatusFigure(orders=0, amount=euros(0)) for name in STATUSES}
    by_status["paid"] = StatusFigure(orders=orders, amount=euros(sum(revenue)))
    by_status["pending"] = StatusFigure(orders=pending, amount=euros(500 * pending))
    return Stats(
        from_=START,
        to=START + timedelta(days=len(revenue)),
        currency="EUR",
        revenue=euros(sum(revenue)),
        orders=orders + pending,
        average_order_value=euros(sum(revenue) // orders) if orders else None,
        customers=orders,
        new_customers=0,
        refunded=0,
        cancelled=0,
        units=2 * orders,
        revenue_orders=orders,
        by_status=by_status,
        grain=Grain.DAY,
        series=tuple(points),
        previous=previous,
    )


@pytest.fixture(autouse=True)
def later() -> Iterator[None]:
    with clock.frozen(START + timedelta(days=1, hours=12)):
        yield


def test_a_figure_says_how_much_it_differs_and_from_what() -> None:
    card = cards(stats(10000, 2345, previous=former(10000, 2)), ENGLISH)["revenue"]
    assert (card.value, card.trend, card.change, card.against) == ("€123.45", "up", "23%", "was €100.00")
    assert card.more == "23% more"


def test_an_average_has_a_course_over_the_parts_that_have_one() -> None:
    found = stats(10000, 0, 2345)
    points = [
        point.model_copy(update={"revenue_orders": counted, "units": 3 * counted})
        for point, counted in zip(found.series, (2, 0, 1), strict=True)
    ]
    drawn = cards(found.model_copy(update={"series": tuple(points)}), ENGLISH)
    assert drawn["average"].spark == "0.0,1.0 100.0,12.7"
    assert drawn["items"].spark == "0.0,1.0 100.0,1.0"
    assert drawn["customers"].spark == ""
    assert cards(stats(10000, 0), ENGLISH)["average"].spark == ""


def test_the_courses_of_people_are_drawn_from_their_own_question() -> None:
    now = [PeoplePoint(at=START, customers=count, new_customers=new) for count, new in ((2, 1), (0, 0), (4, 0))]
    before = [PeoplePoint(at=START, customers=count, new_customers=0) for count in (1, 1)]
    drawn = courses(PeopleCourse(points=tuple(now), before=tuple(before)))
    assert (drawn.customers.spark, drawn.customers.ghost) == ("0.0,12.0 50.0,23.0 100.0,1.0", "0.0,17.5 50.0,17.5")
    assert (drawn.fresh.spark, drawn.fresh.ghost) == ("0.0,1.0 50.0,23.0 100.0,23.0", "0.0,23.0 50.0,23.0")
    assert courses(PeopleCourse(points=tuple(now[:1]))) == Courses()


def test_people_stand_at_the_points_of_the_series_that_they_are_of() -> None:
    found = stats(100, 200, previous=former(5, 1).model_copy(update={"series": stats(7).series}))
    points = [PeoplePoint(at=point.at, customers=3, new_customers=1) for point in found.series]
    whole = with_people(found, PeopleCourse(points=tuple(points[1:]), before=tuple(points[:1])))
    assert [(point.customers, point.new_customers) for point in whole.series] == [(None, None), (3, 1)]
    assert whole.previous is not None
    assert [point.customers for point in whole.previous.series] == [3]
    assert whole.model_dump(by_alias=True) == found.model_dump(by_alias=True)


def test_new_customers_open_the_orders_of_those_whose_first_one_is_in_the_range() -> None:
    found = stats(10000).model_copy(update={"customers": 3, "new_customers": 1})
    drawn = cards(found, ENGLISH)
    assert "first_order=2026-05-01T00:00:00Z..2026-05-02T00:00:00Z" in drawn["fresh"].href
    assert "first_order=..2026-05-01T00:00:00Z" in drawn["customers"].note_href
    assert cards(stats(10000).model_copy(update={"new_customers": 1}), ENGLISH)["customers"].note_href == ""


def test_small_changes_have_a_decimal() -> None:
    assert cards(stats(10000, previous=former(10150, 1)), ENGLISH)["revenue"].change == "1.5%"


def test_a_figure_is_written_as_the_viewer_writes() -> None:
    card = cards(stats(123456, previous=former(100000, 1)), GERMAN)["revenue"]
    assert (card.value, card.change) == ("1.234,56\u00a0€", "23\u00a0%")


def test_nothing_before_gives_neither_infinity_nor_a_percentage() -> None:
    shown = cards(stats(100, previous=former(0, 0)), ENGLISH)
    assert {card.trend for card in shown.values()} == {"none"}
    assert {card.change for card in shown.values()} == {""}


def test_a_rate_differs_by_points_and_is_none_of_no_orders() -> None:
    before = former(100, 4).model_copy(update={"refunded": 1})
    now = stats(100, 100, previous=before).model_copy(update={"refunded": 1})
    rate = cards(now, ENGLISH)["refunds"]
    assert (rate.value, rate.trend, rate.change, rate.against) == ("50%", "up", "25.0 points", "was 25%")
    assert rate.note == "1 of 2 orders"
    assert cards(stats(0), ENGLISH)["refunds"].value == "\u2013"


def test_a_line_runs_over_the_range_on_one_scale_with_what_it_is_compared_with() -> None:
    now = stats(100, 0, 200)
    before = former(400, 2).model_copy(update={"series": stats(400, 0).series})
    card = cards(now.model_copy(update={"previous": before}), ENGLISH)["revenue"]
    assert card.spark == "0.0,17.5 50.0,23.0 100.0,12.0"
    assert card.ghost == "0.0,1.0 50.0,23.0"
    assert cards(stats(100), ENGLISH)["revenue"].spark == ""


def test_without_an_order_that_counts_there_is_no_average() -> None:
    assert cards(stats(0, previous=former(100, 1)), ENGLISH)["average"].value == "\u2013"


def test_orders_say_how_many_count_as_revenue_where_not_all_do() -> None:
    assert cards(stats(100, 100, pending=3), ENGLISH)["orders"].note == "2 count as revenue"
    assert cards(stats(100, 100), ENGLISH)["orders"].note == ""


def seen_with(**address: str) -> Seen:
    return Seen(Formats("en", "UTC"), Address().having(**address), DAYS)


@pytest.mark.parametrize(
    ("compare", "words"),
    [
        ({}, "Compared with the period before, Apr 28\u2009\u2013\u200930, 2026"),
        ({"compare": "year"}, "Compared with the year before, Apr 28\u2009\u2013\u200930, 2026"),
        (
            {"compare": "custom", "compare_from": "2026-04-28", "compare_to": "2026-05-01"},
            "Compared with Apr 28\u2009\u2013\u200930, 2026, 3 days beside 1",
        ),
    ],
)
def test_every_choice_of_what_to_compare_with_is_said(compare: dict[str, str], words: str) -> None:
    assert figures.compared_with(stats(1, previous=former(5, 1)), seen_with(**compare)) == words


def test_what_is_compared_with_is_said_honestly() -> None:
    late = figures.compared_with(stats(1, previous=former(5, 1, is_whole=False)), ENGLISH)
    assert late.endswith(", in which the first order came")
    cut = former(5, 1).model_copy(update={"is_cut": True})
    assert ", as far as this one has come" in figures.compared_with(stats(1, previous=cut), ENGLISH)
    assert figures.compared_with(stats(1, previous=former(0, 0)), ENGLISH).startswith(
        "No orders in the period to compare"
    )


def test_that_nothing_is_compared_with_is_said_too() -> None:
    assert figures.compared_with(stats(1), seen_with(compare="none")) == "Not compared with another period"
    assert figures.compared_with(stats(1), seen_with(range="all")).startswith("There is nothing before all time")


def test_the_chart_is_told_in_words() -> None:
    text = figures.summary(stats(100, 900, previous=former(500, 1)), ENGLISH)
    assert text == (
        "Revenue is €10.00 for the last 2 days, 100% more than in the period it is compared with. "
        "The best day was Sat, May 2, 2026: €9.00."
    )


def test_the_bar_of_the_present_is_marked_as_not_over() -> None:
    bars = figures.plot(stats(100, 900, 0), ENGLISH).bars
    assert [bar.is_open for bar in bars] == [False, True, False]


def test_each_bar_opens_its_own_orders() -> None:
    plot = figures.plot(stats(100, 900), ENGLISH)
    assert plot.opens.whole(plot.bars[1].span).endswith(
        "?status=paid,shipped,delivered&currency=EUR&from=2026-05-02T00:00:00Z&to=2026-05-03T00:00:00Z&totals=1"
    )


@pytest.mark.parametrize(("locale", "text"), [("en", "11:30:05\u202fPM"), ("de", "23:30:05")])
def test_a_time_of_day_is_that_of_the_viewer(locale: str, text: str) -> None:
    moment = datetime(2026, 5, 1, 21, 30, 5, tzinfo=UTC)
    assert labels.clock_time(moment, Formats(locale, "Europe/Berlin")) == text


@given(highest=st.integers(0, 10**14), currency=st.sampled_from(["EUR", "JPY", "KWD"]))
def test_an_axis_reaches_above_the_highest_bar_with_few_lines(highest: int, currency: str) -> None:
    top, ticks = labels.axis(highest, currency, ENGLISH.formats)
    assert top * 10 ** {"EUR": 2, "JPY": 0, "KWD": 3}[currency] >= Decimal(highest)
    assert 1 <= len(ticks) <= 5
    assert ticks[0].at == 0


@pytest.mark.parametrize(
    ("highest", "lines"), [(253210, ["€0", "€1K", "€2K", "€3K"]), (90, ["€0", "€0.25", "€0.5", "€0.75", "€1"])]
)
def test_the_lines_of_an_axis_are_round(highest: int, lines: list[str]) -> None:
    assert [tick.label for tick in labels.axis(highest, "EUR", ENGLISH.formats)[1]] == lines
