from datetime import UTC, datetime
from decimal import Decimal

import pytest

from app.core.formats import Formats

WINTER = datetime(2026, 11, 23, 22, 38, tzinfo=UTC)


@pytest.mark.parametrize(
    ("locale", "amount", "currency", "text"),
    [
        ("en", 123450, "EUR", "€1,234.50"),
        ("de-AT", 123450, "EUR", "€\u00a01.234,50"),
        ("fr", 500, "JPY", "500\u00a0JPY"),
        ("en", 1234, "KWD", "KWD1.234"),
        ("en", 0, "EUR", "€0.00"),
        ("en", 9007199254740991, "EUR", "€90,071,992,547,409.91"),
    ],
)
def test_money_has_the_decimals_of_its_currency(locale: str, amount: int, currency: str, text: str) -> None:
    assert Formats(locale).money(amount, currency).replace("\u202f", "\u00a0") == text


@pytest.mark.parametrize(
    ("locale", "times", "text"),
    [("en", "45.68", "45.7"), ("de", "45.68", "45,7"), ("en", "10", "10.0"), ("en", "4568.3", "4,568")],
)
def test_a_multiple_has_a_decimal_while_it_says_something(locale: str, times: str, text: str) -> None:
    assert Formats(locale).multiple(Decimal(times)) == text


def test_a_moment_is_told_in_the_persons_zone() -> None:
    assert Formats("en", "Europe/Berlin").moment(WINTER).replace("\u202f", " ") == "Nov 23, 2026, 11:38 PM"
    assert Formats("de", "Asia/Tokyo").moment(WINTER) == "24.11.2026, 07:38"


def test_a_day_is_the_day_of_the_persons_zone() -> None:
    assert Formats("en-GB", "Asia/Tokyo").day(WINTER) == "24 Nov 2026"


def test_an_unknown_language_reads_english_and_an_unknown_region_its_language() -> None:
    assert Formats("xx").number(12345) == "12,345"
    assert Formats("de-XX").number(12345) == "12.345"
