"""What the lists and tables of the dashboard say: pure, from what the use cases answer."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest

from app.core.formats import Formats
from app.features.dashboard.schemas import (
    AgeFigure,
    CategoryFigure,
    Cohort,
    CustomerFigure,
    HourFigure,
    OpenOrder,
    StatsQuery,
    Waiting,
)
from app.features.orders.schemas import Customer, MoneyOut
from app.models import OrderStatus
from app.ui.dashboard.address import Address, read
from app.ui.dashboard.ranges import Choice
from app.ui.dashboard.seen import Seen
from app.ui.dashboard.sheets.change import change
from app.ui.dashboard.sheets.deck import BY_KEY
from app.ui.dashboard.sheets.sheet import Cell, Sheet, sheet_of
from app.ui.dashboard.sheets.times import minutes_text

NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)
DAYS = Choice("30d", "2026-05-01", "2026-05-11", "the last 10 days")
ENGLISH = Seen(Formats("en-US", "UTC"), Address(), DAYS)
GERMAN = Seen(Formats("de-DE", "Europe/Berlin"), Address(), DAYS)
SOMEBODY, OTHER = UUID(int=1), UUID(int=2)


def euros(amount: int) -> MoneyOut:
    return MoneyOut(amount=amount, currency="EUR")


def at(query: str) -> Seen:
    return replace(ENGLISH, address=read(query))


def drawn(key: str, answer: object, seen: Seen = ENGLISH) -> Sheet:
    return sheet_of(BY_KEY[key].draw(answer, seen), seen.formats, about=seen.about)


def rows_of(cell: Cell, sheet: Sheet) -> str:
    return sheet.opens.whole(cell.href)


def categories(**revenue: int) -> list[CategoryFigure]:
    return [CategoryFigure(category=name, units=2, revenue=euros(amount)) for name, amount in revenue.items()]


def compared(**revenue: tuple[int, int]) -> list[CategoryFigure]:
    return [
        CategoryFigure(category=name, units=2, revenue=euros(now), revenue_before=euros(before))
        for name, (now, before) in revenue.items()
    ]


def buyers() -> list[CustomerFigure]:
    people = [(SOMEBODY, "Ada Byron", 5000), (OTHER, "", 2500)]
    return [
        CustomerFigure(customer=Customer(id=known, name=name, email="a•••"), orders=1, revenue=euros(revenue))
        for known, name, revenue in people
    ]


def hours(**orders: int) -> list[HourFigure]:
    found = [HourFigure(weekday=day, hour=hour, orders=0, revenue=euros(0)) for day in range(7) for hour in range(24)]
    for name, count in orders.items():
        day, hour = map(int, name.removeprefix("at_").split("_"))
        found[day * 24 + hour] = HourFigure(weekday=day, hour=hour, orders=count, revenue=euros(100 * count))
    return found


def before_at_9(found: list[HourFigure], orders: int) -> list[HourFigure]:
    """Compared with a period that had orders on Mondays at nine alone."""
    return [
        figure.model_copy(update={"orders_before": orders if (figure.weekday, figure.hour) == (0, 9) else 0})
        for figure in found
    ]


def waits(*minutes: int) -> Waiting:
    bounds = [(0, 1), (1, 2), (2, 3), (3, 7), (7, 14), (14, None)]
    ages = tuple(
        AgeFigure(days=days, until=until, orders=1 if minutes else 0, amount=euros(100)) for days, until in bounds
    )
    oldest = tuple(
        OpenOrder(
            id=UUID(int=number),
            number=number,
            status=OrderStatus.PAID,
            ordered_at=NOW - timedelta(minutes=waited),
            total=euros(1250),
        )
        for number, waited in enumerate(minutes, 7)
    )
    return Waiting(as_of=NOW, ages=ages, oldest=oldest)


def test_a_category_is_drawn_as_part_of_the_greatest_and_opens_its_orders() -> None:
    sheet = drawn("categories", categories(Tea=4000, Cups=1000))
    tea, cups = sheet.rows
    assert (tea.label, tea.width, cups.width) == ("Tea", 100.0, 25.0)
    assert [cell.text for cell in cups.cells] == ["2", "€10.00"]
    assert "category=Cups" in rows_of(cups.cells[1], sheet)
    assert "status=paid,shipped,delivered" in rows_of(cups.cells[1], sheet)
    assert sheet.sentence == "Tea sold best for the last 10 days: 2 for €40.00."


def test_a_line_says_how_its_revenue_has_changed_and_what_it_was() -> None:
    sheet = drawn("categories", compared(Tea=(4000, 3000), Cups=(1000, 0), Pots=(500, 500), Jars=(4568, 100)))
    assert [head.label for head in sheet.heads] == ["Units", "Revenue", "Change"]
    # While the range goes on, so does what it is compared with.
    assert [head.passes for head in sheet.heads] == [False, False, True]
    changes = [row.cells[-1] for row in sheet.rows]
    assert [(cell.text, cell.words) for cell in changes] == [
        ("+33%", "was €30.00"),
        ("new", "there was none before"),
        ("0.0%", "was €5.00"),
        ("45.7\u00d7", "45.7 times as much, was €1.00"),
    ]
    # And below the revenue, for a finger.
    assert [row.cells[1].was for row in sheet.rows] == ["was €30.00", "", "was €5.00", "was €1.00"]
    assert [row.cells[0].was for row in sheet.rows] == [""] * 4


def test_a_list_that_is_compared_with_nothing_has_no_change() -> None:
    sheet = drawn("categories", categories(Tea=4000))
    assert [head.label for head in sheet.heads] == ["Units", "Revenue"]


def test_what_is_in_no_category_opens_its_orders_and_narrows_the_page() -> None:
    sheet = drawn("categories", [CategoryFigure(category="", units=1, revenue=euros(100))])
    (row,) = sheet.rows
    assert (row.label, row.narrow) == ("No category", "/dashboard?category=-")
    words = parse_qs(urlsplit(rows_of(row.cells[0], sheet)).query)
    assert json.loads(words["f"][0]) == [{"field": "category", "kind": "set", "values": [""]}]
    (row,) = drawn("categories", [CategoryFigure(category="", units=1, revenue=euros(100))], at("category=-")).rows
    assert (row.is_chosen, row.narrow) == (True, "/dashboard")


def test_a_list_leaves_its_own_filter_aside_so_that_another_line_can_be_added() -> None:
    seen = at("category=Tea&status=paid")
    sheet = drawn("categories", categories(Tea=4000, Cups=1000), seen)
    tea, cups = sheet.rows
    assert (tea.is_chosen, cups.is_chosen) == (True, False)
    assert tea.narrow == "/dashboard?status=paid"
    assert cups.narrow == "/dashboard?status=paid&category=Tea&category=Cups"
    assert "category=Cups" in rows_of(cups.cells[0], sheet)
    assert "Tea" not in rows_of(cups.cells[0], sheet)
    query = StatsQuery(category=("Tea",), status=(OrderStatus.PAID,))
    assert not BY_KEY["statuses"].is_of(query)
    assert BY_KEY["statuses"].is_of(StatsQuery(category=("Tea",)))


def test_the_page_is_narrowed_to_any_of_several_customers() -> None:
    seen = at(f"customer={SOMEBODY}")
    sheet = drawn("buyers", buyers(), seen)
    ada, other = sheet.rows
    assert (ada.is_chosen, ada.narrow) == (True, "/dashboard")
    assert (other.label, other.narrow) == ("No name", f"/dashboard?customer={SOMEBODY}&customer={OTHER}")
    assert f"customer={OTHER}" in rows_of(other.cells[0], sheet)
    assert str(SOMEBODY) not in rows_of(other.cells[0], sheet)


def test_open_orders_by_age_open_just_those_whatever_the_range() -> None:
    sheet = drawn("ages", waits(10))
    assert [row.label for row in sheet.rows][:2] == ["Up to a day", "1 to 2 days"]
    youngest, second, *_, eldest = (rows_of(row.cells[0], sheet) for row in sheet.rows)
    assert "from=2026-05-09T12:00:00Z" in youngest
    assert "to=" not in youngest
    assert "from=2026-05-08T12:00:00Z&to=2026-05-09T12:00:00Z" in second
    assert "to=2026-04-26T12:00:00Z" in eldest
    assert "from=" not in eldest
    assert sheet.sentence == "6 orders wait, 4 of them for more than 2 days."


def test_who_waits_longest_leads_to_the_order() -> None:
    sheet = drawn("oldest", waits(4000, 90, 5))
    assert [row.record for row in sheet.rows] == [f"/orders/{UUID(int=number)}" for number in (7, 8, 9)]
    assert [row.cells[1].text for row in sheet.rows] == ["2 days", "90 minutes", "5 minutes"]
    assert sheet.sentence == "Order #7 has waited longest: for 2 days."
    assert drawn("oldest", waits()).nothing == "No order waits."
    assert drawn("ages", waits()).rows == []


def test_waiting_longer_is_no_movement() -> None:
    assert [head.passes for head in drawn("oldest", waits(60)).heads] == [False, True, False]


def test_what_is_asked_tells_whether_a_figure_has_moved() -> None:
    tea, dearer = drawn("categories", categories(Tea=4000)), drawn("categories", categories(Tea=5000))
    assert tea.about == dearer.about
    assert tea.about != drawn("categories", categories(Tea=4000), at("status=paid")).about


def test_a_sheet_is_made_ready_to_be_sent_once() -> None:
    sheet = drawn("hours", hours(at_1_13=3))
    assert sheet.encoded is sheet.encoded
    assert json.loads(sheet.encoded) == sheet.sent
    cells = [cell for row in sheet.sent["rows"] for cell in row["cells"]]
    assert len(cells) == 7 * 24
    assert set(cells[0]) == {"text", "narrow", "words"}
    assert cells[24 + 24 + 13]["href"]


@pytest.mark.parametrize(("seen", "first", "head"), [(ENGLISH, "Sun", "1 PM"), (GERMAN, "Mo", "13")], ids=["us", "de"])
def test_the_week_begins_as_where_the_viewer_lives(seen: Seen, first: str, head: str) -> None:
    sheet = drawn("hours", hours(at_1_13=3), seen)
    assert (sheet.rows[0].label, sheet.heads[13].label, len(sheet.rows), len(sheet.heads)) == (first, head, 7, 24)


def test_an_hour_says_itself_in_full_and_opens_its_orders() -> None:
    sheet = drawn("hours", hours(at_1_13=4, at_2_9=1))
    cells = {row.title: row.cells for row in sheet.rows}
    tuesday, wednesday = cells["Tuesday"][13], cells["Wednesday"][9]
    assert tuesday.words == "Tuesday, 1:00\u202fPM to 2:00\u202fPM: 4 orders, €4.00"
    assert (tuesday.shade, wednesday.shade, cells["Monday"][0].shade) == (100, 25, 0)
    assert "hours=1-13" in rows_of(tuesday, sheet)
    assert rows_of(cells["Monday"][0], sheet) == ""
    assert sheet.narrows.whole(tuesday.narrow) == "/dashboard?hours=1-13"
    assert sheet.sentence.startswith("Most orders for the last 10 days came on Tuesday, ")


def test_a_shop_with_one_order_is_told_of_it_and_not_of_most_orders() -> None:
    assert drawn("hours", hours(at_1_13=1)).sentence.startswith("The only order for the last 10 days came on Tuesday, ")
    begun = Cohort(month=datetime(2026, 5, 1, tzinfo=UTC), customers=1, again=())
    wanted = "Whether they order again shows from the month after their first order."
    assert drawn("cohorts", [begun]).sentence == wanted
    ages = waits(10)
    alone = ages.model_copy(
        update={"ages": tuple(age.model_copy(update={"orders": int(not age.days)}) for age in ages.ages)}
    )
    assert drawn("ages", alone).sentence == "1 order waits, for not more than 2 days."


def test_cohorts_say_share_and_count_of_the_months_that_have_come() -> None:
    months = [datetime(2026, month, 1, tzinfo=UTC) for month in (3, 4, 5)]
    found = [
        Cohort(month=months[0], customers=8, again=(4, 2)),
        Cohort(month=months[1], customers=0, again=(0,)),
        Cohort(month=months[2], customers=2, again=()),
    ]
    sheet = drawn("cohorts", found)
    march, may = sheet.rows
    assert [head.label for head in sheet.heads] == ["Customers", "+1", "+2"]
    assert [cell.text for cell in march.cells] == ["8", "50%", "25%"]
    assert march.cells[2].words == "First order in Mar 2026: 2 of 8 (25%) ordered again 2 months later"
    assert [cell.shade for cell in march.cells] == [0, 100, 50]
    assert [cell.words for cell in may.cells] == ["", "", ""]
    assert sheet.sentence == "Of those who ordered for the first time, 50% ordered in the next month: 4 of 8."
    assert drawn("cohorts", found[1:2]).nothing != ""


@pytest.mark.parametrize(("value", "before", "wanted"), [(15, 10, 5000), (5, 10, -5000), (3, 0, "new"), (0, 0, None)])
def test_a_growth_from_nothing_is_new_and_never_infinite(value: int, before: int, wanted: object) -> None:
    assert change(value, before, str, ENGLISH.formats).value == wanted


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (0, "All hours together have 4 orders, and there were none in the period it is compared with."),
        (4, "All hours together have 4 orders, as many as in the period it is compared with."),
        (5, "All hours together have 4 orders, 20% less than in the period it is compared with."),
    ],
)
def test_the_week_as_a_whole_is_compared_too(before: int, words: str) -> None:
    assert drawn("hours", before_at_9(hours(at_1_13=4), before)).sentence.endswith(f": 4 orders. {words}")


def test_a_week_without_orders_says_whether_there_were_some_before() -> None:
    lost = drawn("hours", before_at_9(hours(), 3)).sentence
    assert lost == "No orders for the last 10 days, 100% less than in the period it is compared with."
    assert drawn("hours", before_at_9(hours(), 0)).sentence == "No orders for the last 10 days."


def test_an_hour_says_what_it_was() -> None:
    cells = {row.title: row.cells for row in drawn("hours", before_at_9(hours(at_1_13=4), 12)).rows}
    assert cells["Tuesday"][13].words.endswith(": 4 orders (was 0), €4.00")
    assert cells["Monday"][9].words.endswith(": 0 orders (was 12), €0.00")
    assert len(cells["Monday"]) == 24


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(1, "1 minute"), (119, "119 minutes"), (120, "2 hours"), (2879, "47 hours"), (2880, "2 days")],
)
def test_a_time_is_told_in_the_unit_there_are_two_of(minutes: int, words: str) -> None:
    assert minutes_text(minutes, ENGLISH.formats) == words
