"""What is shown stands on another saved dashboard: each way on from there keeps it, and changes what it changed."""

from app.core.formats import Formats
from app.ui.dashboard.address import read
from app.ui.dashboard.boards.carrying import Carrying
from app.ui.dashboard.ranges import Option
from app.ui.dashboard.sheets.sheet import Sheet, sheet_of
from app.ui.dashboard.sheets.table import Column, Line, Mark, Table

BEFORE = read("range=7d&status=paid")
AFTER = read("", view="1", base={"range": ("7d",), "status": ("paid",)})
CARRYING = Carrying(BEFORE, AFTER)
ENGLISH = Formats("en", "UTC")


def test_a_link_keeps_what_it_changes_and_stands_on_the_saved_dashboard() -> None:
    for change in ({"range": "30d"}, {"status": ()}, {"category": ("Tea", "Coffee & more")}, {"cards": "none"}):
        assert CARRYING.href(BEFORE.having(**change).href) == AFTER.having(**change).href
    assert CARRYING.href(BEFORE.href) == "/dashboard?view=1"
    assert CARRYING.href("") == ""


def test_a_deleted_one_leaves_links_that_say_everything() -> None:
    back = Carrying(AFTER, BEFORE)
    assert back.href(AFTER.having(range="30d").href) == BEFORE.having(range="30d").href


def test_options_and_the_lines_and_cells_of_a_card_are_carried() -> None:
    option = Option("90d", "90 days", BEFORE.having(range="90d").href)
    assert CARRYING.options([option])[0].href == AFTER.having(range="90d").href
    hours = [f"1-{hour}" for hour in range(3)]
    marks = tuple(Mark(1, rows="/admin/orders", narrow=BEFORE.toggled("hours", hour).href) for hour in hours)
    columns = tuple(Column(hour, hour, "number") for hour in hours)
    lines = (Line("tea", "Tea", marks, narrow=BEFORE.toggled("category", "Tea").href), Line("-", "None", marks))
    carried: Sheet = CARRYING.sheet(sheet_of(Table("Day", columns, lines, "EUR"), ENGLISH, about=""))
    assert [row.narrow for row in carried.rows] == [AFTER.toggled("category", "Tea").href, ""]
    found = [carried.narrows.whole(cell.narrow) for cell in carried.rows[0].cells]
    assert found == [AFTER.toggled("hours", hour).href for hour in hours]
