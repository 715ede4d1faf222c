"""A card that is older than the page says of when it is."""

from collections.abc import Iterator
from datetime import UTC, datetime
from time import monotonic

import pytest

from app.core import clock
from app.core.formats import Formats
from app.ui.dashboard.aging import LATE, late

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
ENGLISH = Formats("en", "UTC")


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.frozen(NOON):
        yield


def test_a_card_that_is_being_counted_for_a_moment_says_nothing() -> None:
    at = monotonic()
    assert late({"hours": at - LATE / 2}, at, ENGLISH) == {}
    assert late({}, at, ENGLISH) == {}


def test_a_card_that_the_page_has_left_behind_says_its_moment() -> None:
    at = monotonic()
    said = late({"hours": at - 600, "products": at}, at, ENGLISH)
    assert said.keys() == {"hours"}
    assert said["hours"] in {"11:50:00\u202fAM", "11:49:59\u202fAM"}
