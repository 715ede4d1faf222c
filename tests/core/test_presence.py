"""Who is where: in one process, and between processes that lose messages or die."""

import json
from typing import Any

import pytest

from app.core.bus import Hint
from app.core.ids import new_id
from app.core.presence import LONGEST_PAUSE, MOST_SHOWN, SHORTEST_PAUSE, SILENT_SECONDS, Presence, Spot

ANN, BEN = new_id(), new_id()
ROW = new_id()


class Time:
    """Seconds, moved by the test."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Wire:
    """Several processes on one bus; `lost` counts down the messages that do not arrive."""

    def __init__(self, *tables: Presence) -> None:
        self.tables, self.lost, self.sent = tables, 0, list[str]()

    def carry(self, hint: Hint | None) -> None:
        if hint is None:
            return
        if self.lost:
            self.lost -= 1
            return
        self.sent.append(json.dumps(hint))
        for table in self.tables:
            self.carry(table.hear(json.loads(json.dumps(hint))))

    def settle(self) -> None:
        for table in self.tables:
            self.carry(table.news())
            self.carry(table.beat())


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def wire(time: Time) -> Wire:
    return Wire(Presence("one", now=time), Presence("two", now=time))


def test_people_on_one_list_see_each_other_and_not_those_on_another() -> None:
    table = Presence()
    with table.visit("a", ANN, "orders") as ann, table.visit("b", BEN, "orders"), table.visit("c", BEN, "users"):
        table.say("b", Spot(ROW, "status", editing=True))
        assert [(entry.tab, entry.spot.field, entry.spot.editing) for entry in table.others(ann)] == [
            ("b", "status", True)
        ]


def test_a_page_is_told_of_others_and_not_of_itself() -> None:
    table = Presence()
    with table.visit("a", ANN, "orders") as ann, table.visit("b", BEN, "orders") as ben:
        for visit in (ann, ben):
            visit.changed.clear()
        table.say("b", Spot(ROW, "note"))
        assert (ann.changed.is_set(), ben.changed.is_set()) == (True, False)
        ann.changed.clear()
        table.say("b", Spot(ROW, "note"))
        assert not ann.changed.is_set()


def test_who_leaves_is_gone_at_once_and_who_falls_silent_soon(time: Time) -> None:
    table = Presence(now=time)
    with table.visit("a", ANN, "orders") as ann:
        with table.visit("b", BEN, "orders"):
            assert len(table.others(ann)) == 1
        assert table.others(ann) == ()
        with table.visit("b", BEN, "orders"):
            time.now += SILENT_SECONDS + 0.1
            table.say("a", Spot())
            table.sweep()
            assert table.others(ann) == ()
            table.say("b", Spot())
            assert len(table.others(ann)) == 1


def test_a_page_that_came_back_is_not_taken_away_by_the_end_of_its_old_connection() -> None:
    table = Presence()
    with table.visit("a", ANN, "orders") as ann:
        old = table.visit("b", BEN, "orders")
        old.__enter__()
        with table.visit("b", BEN, "orders"):
            old.__exit__(None, None, None)
            assert [entry.tab for entry in table.others(ann)] == ["b"]


def test_another_process_learns_who_is_here_and_where_they_go(wire: Wire) -> None:
    one, two = wire.tables
    with one.visit("a", ANN, "orders"), two.visit("b", BEN, "orders") as ben:
        wire.settle()
        wire.settle()
        one.say("a", Spot(ROW, "note", editing=True))
        wire.settle()
        assert [entry.spot for entry in two.others(ben)] == [Spot(ROW, "note", editing=True)]
    wire.settle()
    with two.visit("b", BEN, "orders") as ben:
        assert two.others(ben) == ()


def test_a_lost_message_heals_with_the_next_sign_of_life(wire: Wire) -> None:
    one, two = wire.tables
    with one.visit("a", ANN, "orders"), two.visit("b", BEN, "orders") as ben:
        wire.settle()
        one.say("a", Spot(ROW, "note"))
        wire.lost = 1
        wire.carry(one.news())
        assert two.others(ben)[0].spot == Spot()
        wire.carry(one.beat())
        assert two.others(ben)[0].spot == Spot(ROW, "note")


def test_a_process_that_dies_takes_its_people_with_it(wire: Wire, time: Time) -> None:
    one, two = wire.tables
    with one.visit("a", ANN, "orders"), two.visit("b", BEN, "orders") as ben:
        wire.settle()
        assert len(two.others(ben)) == 1
        ben.changed.clear()
        time.now += SILENT_SECONDS + 0.1
        two.sweep()
        assert (two.others(ben), ben.changed.is_set()) == ((), True)


def test_a_process_that_stops_says_so(wire: Wire) -> None:
    one, two = wire.tables
    with one.visit("a", ANN, "orders"), two.visit("b", BEN, "orders") as ben:
        wire.settle()
        wire.carry(one.farewell())
        assert two.others(ben) == ()


def test_what_travels_is_ids_names_of_fields_and_numbers(wire: Wire) -> None:
    one, _ = wire.tables
    with one.visit("a", ANN, "orders"):
        one.say("a", Spot(ROW, "note", editing=True))
        news: Any = one.news()
    assert news["set"][0][:3] == ["a", str(ANN), "orders"]
    assert news["set"][0][4:] == [str(ROW), "note", True]


def test_many_viewers_are_told_less_often_and_of_so_many_at_most() -> None:
    table = Presence()
    with table.visit("me", ANN, "orders") as me:
        assert table.pause(me) == SHORTEST_PAUSE
        visits = [table.visit(f"tab {number}", new_id(), "orders") for number in range(1_000)]
        for visit in visits:
            visit.__enter__()
        assert table.pause(me) == LONGEST_PAUSE
        assert len(table.others(me)) == MOST_SHOWN
