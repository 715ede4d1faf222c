"""Which year the address names: by the clock of the viewer, within those in which they ordered."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from app.features.dashboard.schemas import Reach
from app.ui.home.address import YearShown, shown

NOW = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
BERLIN, UTC_ZONE = ZoneInfo("Europe/Berlin"), ZoneInfo("UTC")


def reach(currency: str = "EUR", first: int = 2024, last: int = 2026) -> Reach:
    return Reach(currency=currency, first=datetime(first, 6, 1, tzinfo=UTC), last=datetime(last, 6, 1, tzinfo=UTC))


def year(query: str, *reaches: Reach, tz: ZoneInfo = UTC_ZONE) -> YearShown:
    found = shown(query, reaches or (reach(),), tz=tz, now=NOW)
    assert found is not None
    return found


def test_who_has_ordered_nothing_has_no_year() -> None:
    assert shown("year=2025", (), tz=UTC_ZONE, now=NOW) is None


@pytest.mark.parametrize("query", ["", "year=", "year=2023", "year=2028", "year=0", "year=20x5", "year=²⁰²⁵", "x=1"])
def test_without_a_year_that_can_be_shown_it_is_the_present_one(query: str) -> None:
    assert year(query).year == 2026


def test_the_new_year_begins_by_the_clock_of_the_viewer() -> None:
    assert (year("").year, year("", tz=BERLIN).year) == (2026, 2027)


def test_it_leads_to_the_years_beside_as_far_as_there_are_orders() -> None:
    shown_year = year("year=2025")
    assert (shown_year.link(2024), shown_year.link(2026)) == ("/?year=2024", "/")
    assert (year("year=2024").link(2023), year("").link(2027)) == ("", "")


def test_orders_that_are_dated_ahead_have_a_year_to_go_to() -> None:
    assert year("", reach(last=2027)).link(2027) == "/?year=2027"


def test_a_currency_in_which_something_was_ordered_that_year_comes_first() -> None:
    both = (reach("EUR", 2024, 2024), reach("USD", 2025, 2026))
    assert [year(query, *both).currency for query in ("", "year=2024", "currency=EUR", "currency=GBP")] == [
        "USD",
        "EUR",
        "EUR",
        "USD",
    ]
    assert [(one.href, one.is_chosen) for one in year("year=2024", *both).options] == [
        ("/?year=2024&currency=EUR", True),
        ("/?year=2024&currency=USD", False),
    ]
    assert year("currency=EUR", *both).link(2025) == "/?year=2025&currency=EUR"
    assert (year("", *both).narrowed_to, year("").narrowed_to) == ("USD", "")


def test_a_year_is_asked_for_whole_and_held_against_the_year_before() -> None:
    query = year("year=2025").query("Europe/Berlin")
    assert (query.from_, query.to, query.tz) == ("2025-01-01", "2026-01-01", "Europe/Berlin")
    assert (query.compare, query.grain, query.currency) == ("year", "month", "EUR")
