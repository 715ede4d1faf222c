import json
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest

from app.core.errors import Invalid
from app.ui.dashboard.cards import REVENUE
from app.ui.dashboard.rows import Values, rows_address

BERLIN = ZoneInfo("Europe/Berlin")
PAID = "status=paid,shipped,delivered"


def asked(address: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(urlsplit(address).query).items()}


def test_the_rows_of_an_open_range_are_asked_for_without_ends() -> None:
    assert rows_address({}) == "/admin/orders?totals=1"
    assert rows_address({}, product="TEA-1") == "/admin/orders?product=TEA-1&totals=1"
    assert rows_address({}, "2026-03-15", tz="Europe/Berlin") == "/admin/orders?from=2026-03-14T23:00:00Z&totals=1"


def test_the_rows_of_a_figure_are_asked_for_by_the_same_moments() -> None:
    start, end = (datetime(2026, 3, day, tzinfo=BERLIN) for day in (28, 30))
    whole = f"/admin/orders?{PAID}&from=2026-03-27T23:00:00Z&to=2026-03-29T22:00:00Z&totals=1"
    assert rows_address({}, start, end, status=REVENUE) == whole
    assert rows_address({}, "2026-03-28", "2026-03-30", tz="Europe/Berlin", status=REVENUE) == whole


def test_the_filters_of_the_board_stay_and_what_else_its_address_holds_does_not() -> None:
    board: Mapping[str, Values] = {
        "channel": "web",
        "category": ["Tea"],
        "range": "7d",
        "from": "2026-01-01",
        "tz": "UTC",
    }
    assert rows_address(board) == "/admin/orders?category=Tea&channel=web&totals=1"
    assert rows_address({**board, "currency": "EUR"}, customer="7") == (
        "/admin/orders?customer=7&category=Tea&channel=web&currency=EUR&totals=1"
    )
    assert rows_address({"customer": ("7", "8")}, customer=("8",)) == "/admin/orders?customer=8&totals=1"
    assert rows_address({"customer": ("7", "8")}) == "/admin/orders?customer=7,8&totals=1"


@pytest.mark.parametrize(
    ("board", "figure", "status"),
    [("pending,paid", REVENUE, "paid"), ("pending,paid", "paid", "paid"), (["paid"], "", "paid"), ("", "paid", "paid")],
)
def test_a_figure_narrows_a_filter_of_the_board_and_never_widens_it(board: Values, figure: Values, status: str) -> None:
    assert rows_address({"status": board}, status=figure) == f"/admin/orders?status={status}&totals=1"


def test_a_figure_that_the_board_lets_nothing_into_opens_no_rows() -> None:
    both = asked(rows_address({"status": "pending"}, status=REVENUE))
    assert both["status"] == "pending"
    assert json.loads(both["f"]) == [{"field": "status", "kind": "set", "values": ["paid", "shipped", "delivered"]}]


def test_an_order_may_have_a_line_of_the_boards_product_and_one_of_the_bars() -> None:
    both = asked(rows_address({"product": ["TEA-1", "CUP-1"]}, product="BUN-1"))
    assert both["product"] == "TEA-1,CUP-1"
    assert json.loads(both["f"]) == [{"field": "product", "kind": "set", "values": ["BUN-1"]}]
    assert rows_address({"product": ["TEA-1", "CUP-1"]}, product="TEA-1") == "/admin/orders?product=TEA-1&totals=1"
    some = asked(rows_address({"product": ["TEA-1", "CUP-1"]}, product=["TEA-1", "BUN-1"]))
    assert json.loads(some["f"])[0]["values"] == ["TEA-1", "BUN-1"]


def test_a_value_that_a_word_of_the_address_cannot_hold_stands_there_whole() -> None:
    for name in ("Cups, mugs", "!new", "Tee & Kräuter 50%"):
        address = rows_address({}, category=name)
        found = asked(address)
        stands = json.loads(found["f"])[0]["values"][0] if "f" in found else found["category"]
        assert stands == name


def test_hours_of_the_week_name_their_clock() -> None:
    assert (
        rows_address({"hours": "1-13,1-14"}, tz="Europe/Berlin")
        == "/admin/orders?hours=1-13,1-14@Europe/Berlin&totals=1"
    )
    assert rows_address({"hours": "1-13,1-14"}, tz="Europe/Berlin", hours="1-14").endswith(
        "?hours=1-14@Europe/Berlin&totals=1"
    )


def test_new_and_returning_customers_are_told_by_their_first_order() -> None:
    new = rows_address({}, "2026-03-01", "2026-04-01", first_order=("2026-03-01", "2026-04-01"))
    assert asked(new)["first_order"] == "2026-03-01T00:00:00Z..2026-04-01T00:00:00Z"
    assert asked(new)["from"] == "2026-03-01T00:00:00Z"
    returning = rows_address({}, "2026-03-01", tz="Europe/Berlin", first_order=("", "2026-03-01"))
    assert asked(returning)["first_order"] == "..2026-02-28T23:00:00Z"


def test_a_moment_that_is_none_is_refused_by_name() -> None:
    with pytest.raises(Invalid) as refusal:
        rows_address({}, "2026-02-30")
    assert refusal.value.errors[0].pointer == "/start"
