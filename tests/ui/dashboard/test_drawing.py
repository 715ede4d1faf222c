"""What many see alike is drawn once."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from app.core import clock
from app.ui.dashboard.drawing import ANSWERS, KEPT, Drawn

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


class Art:
    """Counts what it draws."""

    def __init__(self) -> None:
        self.drawn = 0

    def __call__(self) -> int:
        self.drawn += 1
        return self.drawn


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.frozen(NOON):
        yield


def test_all_who_see_the_same_share_a_drawing() -> None:
    drawn, draw, answer = Drawn(), Art(), object()
    assert [drawn.of(answer, "hours", "German", draw=draw) for _ in range(3)] == [1, 1, 1]
    assert drawn.of(answer, "hours", "English", draw=draw) == 2


def test_another_answer_is_drawn_anew_however_alike_it_is() -> None:
    drawn, draw = Drawn(), Art()
    first, second = [1, 2], [1, 2]
    assert (drawn.of(first, "hours", draw=draw), drawn.of(second, "hours", draw=draw)) == (1, 2)


def test_people_of_different_rights_have_a_drawing_each() -> None:
    drawn, draw, clear, masked = Drawn(), Art(), object(), object()
    assert [drawn.of(answer, "buyers", draw=draw) for answer in (clear, masked) * ANSWERS] == [1, 2] * ANSWERS


def test_a_drawing_is_good_for_its_minute() -> None:
    drawn, draw, answer = Drawn(), Art(), object()
    drawn.of(answer, "oldest", draw=draw)
    with clock.frozen(NOON.replace(second=59)):
        assert drawn.of(answer, "oldest", draw=draw) == 1
    with clock.frozen(NOON.replace(minute=1)):
        assert drawn.of(answer, "oldest", draw=draw) == 2


def test_what_nobody_looks_at_any_more_is_dropped() -> None:
    drawn, draw, answer = Drawn(), Art(), object()
    drawn.of(answer, "left", draw=draw)
    for number in range(KEPT):
        drawn.of(answer, number, draw=draw)
    assert drawn.of(answer, "left", draw=draw) == KEPT + 2
