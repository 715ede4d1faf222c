from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Invalid
from app.core.ranges import time_range


def test_a_date_begins_at_midnight_of_the_zone() -> None:
    span = time_range("2026-03-29", "2026-03-30", tz="Europe/Berlin")
    assert span.start == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert span.end == datetime(2026, 3, 29, 22, tzinfo=UTC), "the day the clocks go forward has 23 hours"


def test_a_moment_with_an_offset_keeps_it() -> None:
    assert time_range("2026-01-31T09:30:00+02:00", None, tz="America/New_York").start == datetime(
        2026, 1, 31, 7, 30, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("start", "end", "tz", "pointer"),
    [
        ("31.01.2026", None, "UTC", "/from"),
        (None, "2026-02-30", "UTC", "/to"),
        ("0001-01-01", None, "Asia/Tokyo", "/from"),
        ("2026-01-01", None, "Mars/Olympus", "/tz"),
        ("2026-01-01", None, "../etc/passwd", "/tz"),
        ("2026-01-02", "2026-01-01", "UTC", "/to"),
    ],
)
def test_a_wrong_range_names_its_field(start: str | None, end: str | None, tz: str, pointer: str) -> None:
    with pytest.raises(Invalid) as refusal:
        time_range(start, end, tz=tz)
    assert [error.pointer for error in refusal.value.errors] == [pointer]


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_no_text_fails_otherwise_than_by_name(start: str, end: str, tz: str) -> None:
    with suppress(Invalid):
        span = time_range(start, end, tz=tz)
        assert span.start is None or span.start.tzinfo is UTC
