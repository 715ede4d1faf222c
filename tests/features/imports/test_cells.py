from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.features.imports import cells
from app.features.imports.cells import CellFault

BERLIN = ZoneInfo("Europe/Berlin")


def refused(parse: Callable[[], object]) -> str:
    with pytest.raises(CellFault) as caught:
        parse()
    return caught.value.code


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("12.34", "EUR", 1234),
        ("12", "EUR", 1200),
        (".5", "EUR", 50),
        ("1.500", "EUR", 150),
        ("0", "EUR", 0),
        ("100", "JPY", 100),
        ("100.00", "JPY", 100),
        ("1.234", "KWD", 1234),
    ],
)
def test_an_amount_is_a_decimal_of_its_currency(text: str, currency: str, minor: int) -> None:
    assert cells.amount(text, currency) == minor


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.234", "too_many_decimals"),
        ("-1", "negative"),
        ("1,5", "not_a_decimal"),
        ("1e3", "not_a_decimal"),
        ("NaN", "not_a_decimal"),
        (".", "not_a_decimal"),
        ("", "required"),
        ("1_000", "not_a_decimal"),
        ("١٢", "not_a_decimal"),
        ("9" * 18, "too_large"),
    ],
)
def test_an_amount_that_is_none_says_why(text: str, code: str) -> None:
    assert refused(lambda: cells.amount(text, "EUR")) == code


@pytest.mark.parametrize(
    ("text", "code"), [("1.0", "not_an_integer"), ("-1", "negative"), ("", "required"), ("9" * 12, "too_large")]
)
def test_a_quantity_is_a_whole_number(text: str, code: str) -> None:
    assert cells.quantity("0") == 0
    assert refused(lambda: cells.quantity(text)) == code


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2026-01-31T12:00:00Z", 12),
        ("2026-01-31T12:00:00+02:00", 10),
        ("2026-01-31 12:00", 11),
        ("2026-07-31T12:00:00", 10),
        ("2026-10-25T02:30:00", 0),
    ],
)
def test_a_moment_without_offset_is_in_the_zone(text: str, hour: int) -> None:
    found = cells.moment(text, BERLIN)
    assert found.tzinfo is UTC
    assert found.hour == hour


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-03-29T02:30:00", "nonexistent_time"),
        ("31.01.2026", "invalid_moment"),
        ("2026-02-30", "invalid_moment"),
        ("0001-01-01T00:00:00+23:00", "invalid_moment"),
        ("1969-12-31", "moment_out_of_range"),
        ("", "required"),
    ],
)
def test_a_moment_that_is_none_says_why(text: str, code: str) -> None:
    assert refused(lambda: cells.moment(text, BERLIN)) == code


def test_a_date_is_its_midnight() -> None:
    assert cells.moment("2026-01-31", BERLIN) == datetime(2026, 1, 30, 23, tzinfo=UTC)


@pytest.mark.parametrize("text", ["=1+1", "+49", "-x", "@home", "\tx", "'=1", "''+x"])
def test_a_formula_is_defused(text: str) -> None:
    assert cells.defused(text) == f"'{text}"


@given(st.text(max_size=30))
def test_what_is_defused_is_armed_again_exactly(text: str) -> None:
    safe = cells.defused(text)
    assert cells.armed(safe) == text
    assert safe[:1] not in set("=+-@\t\r") or safe == ""


@given(st.text(max_size=300))
def test_no_text_raises_anything_but_a_fault(text: str) -> None:
    tries: tuple[Callable[[], object], ...] = (
        lambda: cells.email(text),
        lambda: cells.name(text),
        lambda: cells.order_ref(text),
        lambda: cells.product(text, text),
        lambda: cells.status(text),
        lambda: cells.currency(text),
        lambda: cells.quantity(text),
        lambda: cells.amount(text, "EUR"),
        lambda: cells.moment(text, BERLIN),
        lambda: cells.truth(text),
        lambda: cells.free_text(text, longest=100),
    )
    for attempt in tries:
        with suppress(CellFault):
            attempt()
