"""A card that is older than the page says of when it is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from time import monotonic

import pytest

from app.core import clock
from app.core.formats import Formats
from app.ui.dashboard.aging import LATE, aged
from app.ui.dashboard.sheets.sheet import Sheet

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
ENGLISH = Formats("en", "UTC")
READY = Sheet(phase="ready")


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.frozen(NOON):
        yield


def test_a_card_as_young_as_the_page_says_nothing() -> None:
    at = monotonic()
    assert aged(READY, at - LATE / 2, at, ENGLISH) is READY


def test_a_card_that_the_page_has_left_behind_says_its_moment_once() -> None:
    at = monotonic()
    late = aged(READY, at - 600, at, ENGLISH)
    assert late.as_of in {"11:50:00", "11:49:59"}
    assert aged(late, at - 600, at + 5, ENGLISH) is late


def test_a_card_that_is_there_again_says_nothing_more() -> None:
    at = monotonic()
    assert aged(replace(READY, as_of="11:50:00"), at, at, ENGLISH).as_of == ""


def test_a_card_that_shows_nothing_has_no_moment() -> None:
    at = monotonic()
    assert aged(Sheet(), at - 600, at, ENGLISH).as_of == ""
