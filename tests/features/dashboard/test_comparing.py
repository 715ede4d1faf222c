from decimal import Decimal

import pytest

from app.core.formats import Formats
from app.features.dashboard.comparing import compared, compared_points, growth

ENGLISH, GERMAN = Formats("en"), Formats("de")


@pytest.mark.parametrize(
    ("value", "before", "trend", "short", "words"),
    [
        (12345, 10000, "up", "23%", "23% more than"),
        (5, 10, "down", "50%", "50% less than"),
        (7, 7, "same", "no change", "no change from"),
        # The last percentage, and the first factor.
        (999, 100, "up", "899%", "899% more than"),
        (1000, 100, "up", "10.0\u00d7", "10.0 times as much as"),
        (4568, 100, "up", "45.7\u00d7", "45.7 times as much as"),
        (1, 4568, "down", "100%", "100% less than"),
        # What is less than can be told is told to be that, beside its arrow.
        (10_003, 10_000, "up", "<\u202f0.1%", "less than 0.1% more than"),
        (9_997, 10_000, "down", "<\u202f0.1%", "less than 0.1% less than"),
    ],
)
def test_much_more_is_a_factor_and_all_else_a_percentage(
    value: int, before: int, trend: str, short: str, words: str
) -> None:
    found = compared(value, before, ENGLISH)
    assert (found.trend, found.short, found.more_than) == (trend, short, words)


def test_what_is_counted_is_many_times_as_many_and_numbers_are_the_readers() -> None:
    found = compared(4568, 100, GERMAN, is_count=True)
    assert (found.short, found.more_than) == ("45,7\u00d7", "45,7 times as many as")


def test_rates_differ_by_points_however_many_times_they_are() -> None:
    assert compared_points(2000, 100, ENGLISH).more_than == "19.0 points more than"
    assert compared_points(592, 593, ENGLISH).short == "<\u202f0.1 points"


def test_a_column_of_growths_changes_to_factors_where_the_words_do() -> None:
    shown = [
        growth(Decimal(part), ENGLISH) for part in ("-0.5", "-0.0003", "0", "0.0003", "0.335", "8.99", "9", "44.68")
    ]
    assert shown == ["-50%", "0.0%", "0.0%", "0.0%", "+34%", "+899%", "10.0\u00d7", "45.7\u00d7"]
