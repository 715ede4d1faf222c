"""The range in the address: presets by the viewer's clock, days of one's own, and the way to the rows."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from app.core.errors import Invalid
from app.ui.dashboard import ranges
from app.ui.dashboard.address import Address


def at(**values: str) -> Address:
    return Address().having(**values)


BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 14, 23, 30, tzinfo=UTC)  # 15 March in Berlin


@pytest.mark.parametrize(
    ("key", "first", "end"),
    [
        ("today", "2026-03-15", "2026-03-16"),
        ("7d", "2026-03-09", "2026-03-16"),
        ("30d", "2026-02-14", "2026-03-16"),
        ("90d", "2025-12-16", "2026-03-16"),
        ("mtd", "2026-03-01", "2026-03-16"),
        ("qtd", "2026-01-01", "2026-03-16"),
        ("ytd", "2026-01-01", "2026-03-16"),
        ("last-month", "2026-02-01", "2026-03-01"),
        ("yesterday", "2026-03-14", "2026-03-15"),
        ("last-week", "2026-03-02", "2026-03-09"),
        ("all", "", ""),
    ],
)
def test_presets_are_days_of_the_viewer(key: str, first: str, end: str) -> None:
    choice = ranges.choose(at(range=key), tz=BERLIN, now=NOW)
    assert (choice.key, choice.start, choice.end) == (key, first, end)


@pytest.mark.parametrize("parameters", [{}, {"range": "eternity"}])
def test_the_last_30_days_stand_where_no_range_is_named(parameters: dict[str, str]) -> None:
    assert ranges.choose(at(**parameters), tz=BERLIN, now=NOW).key == "30d"


def test_days_of_ones_own_are_shown_with_the_last_one_included() -> None:
    choice = ranges.choose(at(**{"from": "2026-01-01", "to": "2026-02-01"}), tz=BERLIN, now=NOW)
    assert (choice.key, choice.query) == ("custom", {"from": "2026-01-01", "to": "2026-02-01"})
    assert (choice.first_day, choice.last_day) == ("2026-01-01", "2026-01-31")


def test_no_last_day_lies_before_the_first_day_of_all() -> None:
    assert ranges.choose(at(to="0001-01-01"), tz=BERLIN, now=NOW).last_day == ""


def test_the_form_writes_an_address_that_shows_the_same_days() -> None:
    assert ranges.custom_range(at(), "2026-01-01", "2026-01-31") == "/dashboard?from=2026-01-01&to=2026-02-01"
    kept = at(range="7d", currency="USD", compare="year", grain="hour", shoe="1")
    assert ranges.custom_range(kept, "", "2026-01-31") == "/dashboard?to=2026-02-01&compare=year&currency=USD"


def test_a_link_changes_one_thing_and_keeps_the_rest() -> None:
    now = at(range="7d", currency="USD", compare="custom", compare_from="2026-01-01", compare_to="2026-01-02")
    today = ranges.presets(now, "7d")[0]
    assert today.href == (
        "/dashboard?range=today&compare=custom&compare_from=2026-01-01&compare_to=2026-01-02&currency=USD"
    )
    assert [(one.key, one.is_chosen) for one in ranges.comparisons(now.having(compare="year"))] == [
        ("previous", False),
        ("year", True),
        ("none", False),
    ]
    assert ranges.comparisons(now)[0].href == "/dashboard?range=7d&currency=USD"
    assert ranges.custom_comparison(at(range="7d"), "2026-01-01", "2026-01-31") == (
        "/dashboard?range=7d&compare=custom&compare_from=2026-01-01&compare_to=2026-02-01"
    )


@pytest.mark.parametrize("parameters", [{}, {"compare": "shoe"}, {"compare": "custom", "compare_from": "2026-01-01"}])
def test_the_period_before_is_compared_with_where_nothing_else_can_be(parameters: dict[str, str]) -> None:
    assert ranges.comparison(at(**parameters)) == {"compare": "previous"}


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(Invalid):
        ranges.custom_range(at(), "2026-02-30", "")
