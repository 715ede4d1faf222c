"""A bulk change: what its rehearsal says, and that it does just that, once for each row."""

import asyncio
from collections.abc import Sequence

import pytest
from sqlmodel import col, select

from app.core.actor import Role, Source
from app.core.database import Database, read_session
from app.core.ids import new_id
from app.core.paging import Filter, GridQuery
from app.core.unit_of_work import UnitOfWork
from app.features.accounts import service as accounts
from app.features.accounts.schemas import UserPatch
from app.features.jobs import runner
from app.features.jobs import service as jobs
from app.features.jobs.runner import Runner
from app.features.jobs.schemas import Progress, Result, StillRunning, Task, TaskRow, WasUndone
from app.features.orders import service as orders
from app.features.records import bulk, rehearsing, undoing
from app.features.records.bulk import Selection, Wish
from app.features.records.bulk_schemas import NotRehearsed
from app.models import Change, Entity, Gesture, JobKind, JobState
from tests.features.orders.shop import order, product
from tests.features.records.bulk_changes import ALL, done, figures, named, some_orders, statuses, to_status
from tests.support.cast import Person
from tests.support.records import edit_order
from tests.support.rollups import assert_rollups_are_exact

pytestmark = pytest.mark.asyncio


async def test_a_rehearsal_says_how_many_change_which_are_so_already_and_why_others_cannot(
    database: Database, alice: Person, sam: Person, ada: Person
) -> None:
    rows = await some_orders(alice, ada, 6)
    for row in rows[:2]:
        await edit_order(sam.actor(), row.id, "status", "pending", "paid")
    await edit_order(sam.actor(), rows[2].id, "status", "pending", "cancelled")
    found = await to_status(sam, "paid")
    assert (found.finished, found.total) == (True, 6)
    assert (found.count("change"), found.count("already"), found.count("refused")) == (3, 2, 1)
    (group,) = found.of("refused")
    assert (group.code, group.reason) == ("transition_not_allowed", "A cancelled order is closed")
    assert group.examples == [rows[2].id]
    assert await statuses(rows, sam) == ["paid", "paid", "cancelled", "pending", "pending", "pending"]


async def test_what_was_rehearsed_is_done_as_one_gesture(
    database: Database, alice: Person, sam: Person, ada: Person
) -> None:
    rows = await some_orders(alice, ada, 5)
    await edit_order(sam.actor(), rows[0].id, "status", "pending", "cancelled")
    found = await to_status(sam, "paid")
    job = await done(sam, found)
    assert (job.state, figures(job)) == (JobState.DONE, (found.count("change"), 0, 1))
    assert await statuses(rows, sam) == ["cancelled", "paid", "paid", "paid", "paid"]
    async with read_session() as session:
        gesture = await session.get(Gesture, job.gesture_id)
        entries = (await session.scalars(select(Change).where(col(Change.gesture_id) == job.gesture_id))).all()
    assert gesture is not None
    assert (gesture.kind, gesture.rows, gesture.fields, gesture.value) == ("bulk", 4, "status", '"paid"')
    assert {entry.row_id for entry in entries} == {row.id for row in rows[1:]}
    assert {(entry.actor_id, entry.source) for entry in entries} == {(sam.id, Source.GRID)}


async def test_rows_that_the_change_moves_out_of_the_filter_are_all_done(
    database: Database, alice: Person, sam: Person, ada: Person
) -> None:
    rows = await some_orders(alice, ada, 7)
    pending = Filter(field="status", kind="set", values=("pending",))
    found = await to_status(sam, "paid", Selection(query=GridQuery(filters=(pending,))))
    late = await order(alice.actor(), await product(ada, "LATE"))
    assert figures(await done(sam, found)) == (7, 0, 0)
    assert set(await statuses(rows, sam)) == {"paid"}
    assert await statuses([late], sam) == ["pending"]


async def test_all_that_match_but_for_some(database: Database, alice: Person, sam: Person, ada: Person) -> None:
    rows = await some_orders(alice, ada, 4)
    found = await to_status(sam, "paid", Selection(query=GridQuery(), left_out=frozenset({rows[1].id})))
    await done(sam, found)
    assert await statuses(rows, sam) == ["paid", "pending", "paid", "paid"]


async def test_named_rows_are_done_and_one_that_is_gone_is_told_of(
    database: Database, alice: Person, sam: Person, ada: Person
) -> None:
    rows = await some_orders(alice, ada, 3)
    gone = new_id()
    found = await to_status(sam, "paid", Selection(ids=(rows[0].id, gone, rows[2].id, rows[0].id)))
    assert (found.total, found.count("change")) == (3, 2)
    assert [(group.code, group.examples) for group in found.of("refused")] == [("not_found", [gone])]
    await done(sam, found)
    assert await statuses(rows, sam) == ["paid", "pending", "paid"]


async def test_a_large_selection_is_looked_at_in_parts(
    database: Database, alice: Person, sam: Person, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = await some_orders(alice, ada, 5)
    monkeypatch.setattr(rehearsing, "PAGE", 2)
    monkeypatch.setattr(rehearsing, "MOMENT_SECONDS", -1.0)
    parts = [await to_status(sam, "paid")]
    with pytest.raises(NotRehearsed):
        await bulk.run(sam.actor(), parts[0].job_id)
    while not parts[-1].finished:
        parts.append(await bulk.go_on(sam.actor(), parts[-1].job_id))
    assert [part.total for part in parts] == [2, 4, 5]
    assert figures(await done(sam, parts[-1])) == (5, 0, 0)
    assert set(await statuses(rows, sam)) == {"paid"}


async def test_a_field_that_somebody_else_changed_meanwhile_is_left_to_them(
    database: Database, alice: Person, sam: Person, ada: Person
) -> None:
    rows = await some_orders(alice, ada, 4)
    found = await bulk.rehearse(sam.actor(), ALL, Wish("note", "gift"), entity=Entity.ORDER)
    await edit_order(ada.actor(), rows[0].id, "note", "", "call first")
    await edit_order(ada.actor(), rows[1].id, "status", "pending", "paid")
    await edit_order(ada.actor(), rows[2].id, "note", "", "gift")
    job = await done(sam, found)
    assert figures(job) == (2, 1, 1)
    stand = [await orders.get_order(sam.actor(), row.id) for row in rows]
    assert [now.note for now in stand] == ["call first", "gift", "gift", "gift"]
    (reason,) = [why for why in await jobs.reasons(sam.actor(), job.id) if why.state == "refused"]
    assert (reason.code, reason.count) == ("field_conflict", 1)


async def test_a_rule_that_stands_against_it_by_then_refuses_the_row(
    database: Database, alice: Person, sam: Person, ada: Person
) -> None:
    rows = await some_orders(alice, ada, 2)
    found = await to_status(sam, "paid")
    await edit_order(ada.actor(), rows[0].id, "status", "pending", "cancelled")
    assert figures(await done(sam, found)) == (1, 0, 1)
    assert await statuses(rows, sam) == ["cancelled", "paid"]


async def test_a_field_is_cleared(database: Database, alice: Person, sam: Person, ada: Person) -> None:
    rows = await some_orders(alice, ada, 2)
    await edit_order(sam.actor(), rows[0].id, "note", "", "ring twice")
    found = await bulk.rehearse(sam.actor(), named(*rows), Wish("note", None), entity=Entity.ORDER)
    assert (found.count("change"), found.count("already")) == (1, 1)
    await done(sam, found)
    assert (await orders.get_order(sam.actor(), rows[0].id)).note == ""


async def test_moments_are_set_but_not_to_what_has_not_come(
    database: Database, alice: Person, sam: Person, ada: Person
) -> None:
    rows = await some_orders(alice, ada, 2)
    earlier = "2026-01-05T09:30:00Z"
    found = await bulk.rehearse(
        sam.actor(), named(*rows), Wish("ordered_at", "2999-01-01T00:00:00Z"), entity=Entity.ORDER
    )
    assert [(group.code, group.count) for group in found.of("refused")] == [("not_yet", 2)]
    job = await done(
        sam, await bulk.rehearse(sam.actor(), named(*rows), Wish("ordered_at", earlier), entity=Entity.ORDER)
    )
    assert figures(job) == (2, 0, 0)
    again = await bulk.rehearse(sam.actor(), named(*rows), Wish("ordered_at", earlier), entity=Entity.ORDER)
    assert (again.count("change"), again.count("already")) == (0, 2)
    await assert_rollups_are_exact()


async def test_rights_that_are_taken_away_stop_it_with_the_reason(
    database: Database, alice: Person, sam: Person, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LEAST_ROWS", "FIRST_ROWS", "MOST_ROWS"):
        monkeypatch.setattr(runner, name, 5)
    rows = await some_orders(alice, ada, 60)
    found = await to_status(sam, "paid")
    demoting: list[asyncio.Task[object]] = []

    async def then_demote(uow: UnitOfWork, task: Task, chunk: Sequence[TaskRow]) -> Sequence[Result]:
        results = await bulk.change_rows(uow, task, chunk)
        demoting.append(asyncio.create_task(_demote(ada, sam)))
        return results

    await bulk.run(sam.actor(), found.job_id)
    await Runner({JobKind.BULK: then_demote}).work_off()
    await asyncio.gather(*demoting[:1])
    job = await jobs.progress(sam.actor(), found.job_id)
    assert (job.state, job.code) == (JobState.STOPPED, "forbidden")
    assert 0 < job.changed < 60
    assert (await statuses(rows, ada)).count("paid") == job.changed


async def _demote(ada: Person, sam: Person) -> None:
    await accounts.update_user(ada.actor(), sam.id, UserPatch(version=1, role=Role.CUSTOMER))


async def test_it_is_not_undone_while_it_runs_and_does_not_go_on_once_it_was(
    database: Database, alice: Person, sam: Person, ada: Person
) -> None:
    rows = await some_orders(alice, ada, 60)
    found = await to_status(sam, "paid")
    job = await bulk.run(sam.actor(), found.job_id)
    stopping: list[asyncio.Task[Progress]] = []

    async def then_stop(uow: UnitOfWork, task: Task, chunk: Sequence[TaskRow]) -> Sequence[Result]:
        stopping.append(asyncio.create_task(jobs.stop(sam.actor(), job.id)))
        return await bulk.change_rows(uow, task, chunk)

    await Runner({JobKind.BULK: then_stop}).work_off()
    await asyncio.gather(*stopping)
    assert 0 < (await jobs.progress(sam.actor(), job.id)).changed < 60
    await jobs.resume(sam.actor(), job.id)
    with pytest.raises(StillRunning):
        await undoing.undo(sam.actor(), Entity.ORDER, job.gesture_id, act_id=new_id())
    await jobs.stop(sam.actor(), job.id)
    await undoing.undo(sam.actor(), Entity.ORDER, job.gesture_id, act_id=new_id())
    assert set(await statuses(rows, sam)) == {"pending"}
    with pytest.raises(WasUndone):
        await jobs.resume(sam.actor(), job.id)
