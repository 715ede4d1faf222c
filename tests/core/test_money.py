from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.money import MAX_AMOUNT, Money, exponent, parse_amount

CURRENCIES = st.sampled_from(["EUR", "JPY", "KWD"])


@given(st.integers(0, MAX_AMOUNT), CURRENCIES)
def test_an_amount_written_as_a_decimal_reads_back(amount: int, currency: str) -> None:
    assert parse_amount(f"{Money(amount, currency).decimal:f}", currency) == amount


@pytest.mark.parametrize("text", ["", "x", "1,50", "NaN", "Infinity", "-0.01", "1.005", "1e99", "0x10"])
def test_what_is_not_a_plain_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"must|has|is"):
        parse_amount(text, "EUR")


def test_yen_have_no_decimals() -> None:
    assert exponent("JPY") == 0
    with pytest.raises(ValueError, match="decimals"):
        parse_amount("1.5", "JPY")


@given(st.text(max_size=30))
def test_no_text_fails_otherwise_than_by_value_error(text: str) -> None:
    try:
        amount = parse_amount(text, "EUR")
    except ValueError:
        return
    assert 0 <= amount <= MAX_AMOUNT


def test_money_says_its_amount_and_currency() -> None:
    assert str(Money(123456, "EUR")) == "1,234.56 EUR"
    assert Money(5, "KWD").decimal == Decimal("0.005")
