"""What a page tells its grid of changed rows, and how columns are declared."""

from uuid import UUID

import pytest

from app.core.ids import new_id
from app.features.changes.schemas import CREATED, Batch, Notice
from app.models import Entity
from app.ui.components.grid import Choice, Option, Text, Tick
from app.ui.components.grid.tick import KEPT, REPEATED


def notice(row: UUID, *fields: str, last_id: int = 1) -> Notice:
    return Notice(last_id, Entity.ORDER, row, 1, frozenset(fields), None)


def test_the_first_batch_begins_a_stream() -> None:
    assert Tick().after(Batch(missed=True)).stream


def test_a_missed_batch_begins_another_stream() -> None:
    first = Tick().after(Batch(missed=True))
    assert first.after(Batch(missed=True)).stream != first.stream


def test_changes_are_counted_in_the_order_they_came_even_when_the_log_came_late() -> None:
    old, new = new_id(), new_id()
    begun = Tick().after(Batch(missed=True))
    tick = begun.after(Batch((notice(new, CREATED, last_id=9),))).after(Batch((notice(old, "status", last_id=7),)))
    assert [(change.seq, change.id, change.created) for change in tick.changes] == [
        (1, str(new), True),
        (2, str(old), False),
    ]
    assert (tick.stream, tick.seq, tick.since) == (begun.stream, 2, 0)


def test_a_tick_repeats_only_the_last_changes_and_says_since_when() -> None:
    many = Batch(tuple(notice(new_id(), "note") for _ in range(KEPT + 5)))
    tick = Tick().after(Batch(missed=True)).after(many)
    assert (len(tick.changes), tick.since, tick.seq, tick.changes[0].seq) == (KEPT, 5, KEPT + 5, 6)


def test_a_tick_repeats_fewer_of_what_was_told_before() -> None:
    tick = Tick().after(Batch(missed=True)).after(Batch(tuple(notice(new_id(), "note") for _ in range(KEPT))))
    tick = tick.after(Batch((notice(new_id(), "note"),)))
    assert (len(tick.changes), tick.since, tick.seq) == (REPEATED + 1, KEPT - REPEATED, KEPT + 1)


def test_a_tick_says_who_did_it_by_the_end_of_their_id() -> None:
    person = new_id()
    by_her = Notice(1, Entity.ORDER, new_id(), 1, frozenset({"note"}), None, person)
    (hers, nobodys) = Tick().after(Batch(missed=True)).after(Batch((by_her, notice(new_id(), "note")))).changes
    assert str(person).endswith(hers.by)
    assert (len(hers.by), nobodys.by) == (12, "")


@pytest.mark.parametrize("field", ["id", "version", "_hidden"])
def test_a_column_cannot_take_a_name_that_rows_need(field: str) -> None:
    with pytest.raises(ValueError, match="cannot be called"):
        Text(field=field, label="X")


def test_a_choice_tells_the_adapter_its_options_and_refusals() -> None:
    options = (Option("on", "On", "ok"), Option("off", "Off"))
    told = Choice(field="state", label="State", options=options, refusals={"on": {"off": "It is in use"}}).definition()
    assert told["options"] == [
        {"value": "on", "label": "On", "tone": "ok"},
        {"value": "off", "label": "Off", "tone": "neutral"},
    ]
    assert told["refusals"] == {"on": {"off": "It is in use"}}
    assert (told["kind"], told["filter"]) == ("choice", None)
