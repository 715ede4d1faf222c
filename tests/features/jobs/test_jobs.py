"""Jobs: worked off in chunks, stopped, gone on with, taken over, and nobody else's business."""

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import pytest

from app.core.actor import Role
from app.core.database import Database, read_session
from app.core.errors import Conflict, Forbidden, NotFound
from app.core.ids import new_id
from app.core.unit_of_work import UnitOfWork, unit_of_work
from app.features.accounts.repository import users
from app.features.jobs import repository, runner, service
from app.features.jobs.runner import LEAST_ROWS, MOST_ROWS, Runner, next_size
from app.features.jobs.schemas import CannotResume, NewRow, Progress, Result, Task, TaskRow
from app.models import Entity, Job, JobKind, JobRow, JobState, RowState
from tests.support.cast import Person
from tests.support.engines import on_sqlite
from tests.support.server_fixtures import Hour

pytestmark = pytest.mark.asyncio


class Counter:
    """A handler that counts how often it was given each row; every third is refused, and `between` runs after each."""

    def __init__(self, between: Callable[[], Awaitable[object]] | None = None) -> None:
        self.given: list[int] = []
        self.tasks: list[Task] = []
        self.payloads: list[object] = []
        self.between = between

    async def __call__(self, uow: UnitOfWork, task: Task, rows: Sequence[TaskRow]) -> Sequence[Result]:
        self.tasks.append(task)
        self.given += [row.position for row in rows]
        self.payloads += [row.payload for row in rows]
        if self.between:
            await self.between()
        return [
            Result(row.position, RowState.REFUSED, "no", "Not this one")
            if row.position % 3 == 2
            else Result(row.position, RowState.CHANGED)
            for row in rows
        ]


async def drafted(owner: Person, rows: int, **spec: object) -> Job:
    async with unit_of_work() as uow:
        job = service.draft(uow, owner.actor(), JobKind.BULK, entity=Entity.ORDER, spec=spec)
        await service.add_rows(uow, job, [NewRow(new_id(), 1, {"line": place}) for place in range(rows)])
        return job


async def begun(owner: Person, rows: int) -> Progress:
    return await service.begin(owner.actor(), (await drafted(owner, rows)).id)


def runner_of(handler: Counter) -> Runner:
    return Runner({JobKind.BULK: handler})


async def test_every_row_is_done_once_and_the_counts_say_what_became_of_them(database: Database, sam: Person) -> None:
    job = await drafted(sam, 300, value="a secret")
    handler = Counter()
    await service.begin(sam.actor(), job.id)
    await runner_of(handler).work_off()
    done = await service.progress(sam.actor(), job.id)
    assert handler.given == list(range(300))
    assert len(handler.tasks) > 1
    assert handler.tasks[0].spec == {"value": "a secret"}
    assert handler.payloads[7] == {"line": 7}
    assert (done.state, done.total, done.done) == (JobState.DONE, 300, 300)
    assert (done.changed, done.unchanged, done.refused) == (200, 0, 100)
    counts = {reason.state: (reason.count, reason.code) for reason in await service.reasons(sam.actor(), job.id)}
    assert counts == {RowState.CHANGED: (200, ""), RowState.REFUSED: (100, "no")}
    refused = [row async for page in service.refused_rows(sam.actor(), job.id) for row in page]
    assert [row.position for row in refused] == list(range(2, 300, 3))
    assert refused[0].payload == {"line": 2}


async def test_a_draft_does_nothing(database: Database, sam: Person) -> None:
    await drafted(sam, 5)
    handler = Counter()
    await runner_of(handler).work_off()
    assert handler.given == []


async def test_what_was_asked_and_what_a_row_holds_are_sealed_at_rest(database: Database, sam: Person) -> None:
    job = await drafted(sam, 1, value="Elm Street 9")
    async with read_session() as session:
        stored = await session.get(Job, job.id)
        row = await session.get(JobRow, (job.id, 0))
    assert stored is not None
    assert row is not None
    assert "Elm" not in stored.spec_ct
    assert (row.payload_ct or "").startswith("v1.")


async def test_a_stopped_job_keeps_what_is_done_and_goes_on_from_there(database: Database, sam: Person) -> None:
    job = await begun(sam, 200)

    async def stop() -> None:
        stopping.append(asyncio.create_task(service.stop(sam.actor(), job.id)))

    stopping: list[asyncio.Task[Progress]] = []
    handler = Counter(stop)
    await runner_of(handler).work_off()
    stopped = await service.progress(sam.actor(), job.id)
    assert stopped.state is JobState.STOPPED
    assert 0 < stopped.done < 200
    handler.between = None
    await service.resume(sam.actor(), job.id)
    await runner_of(handler).work_off()
    assert (await service.progress(sam.actor(), job.id)).state is JobState.DONE
    assert handler.given == list(range(200))
    with pytest.raises(CannotResume):
        await service.resume(sam.actor(), job.id)
    await asyncio.gather(*stopping)


async def test_a_chunk_that_fails_leaves_no_trace_and_can_be_tried_again(database: Database, sam: Person) -> None:
    job = await begun(sam, 120)

    async def fail() -> None:
        if len(handler.tasks) == 2:
            raise RuntimeError("a value that must not be told")

    handler = Counter(fail)
    await runner_of(handler).work_off()
    failed = await service.progress(sam.actor(), job.id)
    assert failed.state is JobState.FAILED
    assert failed.fault
    assert failed.done == failed.changed + failed.refused == 50
    await service.resume(sam.actor(), job.id)
    await runner_of(handler).work_off()
    done = await service.progress(sam.actor(), job.id)
    assert (done.state, done.done, done.fault) == (JobState.DONE, 120, None)


async def test_a_refusal_of_the_whole_stops_the_job_with_its_reason(database: Database, sam: Person) -> None:
    job = await begun(sam, 20)

    async def refuse() -> None:
        raise Conflict("The shop is closed")

    await runner_of(Counter(refuse)).work_off()
    stopped = await service.progress(sam.actor(), job.id)
    assert (stopped.state, stopped.code, stopped.detail) == (JobState.STOPPED, "conflict", "The shop is closed")


async def test_the_owner_has_the_rights_of_now(
    database: Database, sam: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LEAST_ROWS", "FIRST_ROWS", "MOST_ROWS"):
        monkeypatch.setattr(runner, name, 10)
    await begun(sam, 150)

    async def demote() -> None:
        demoting.append(asyncio.create_task(_set_role(sam, Role.CUSTOMER)))

    demoting: list[asyncio.Task[None]] = []
    handler = Counter(demote)
    await runner_of(handler).work_off()
    await asyncio.gather(*demoting)
    assert (handler.tasks[0].actor.role, handler.tasks[-1].actor.role) == (Role.STAFF, Role.CUSTOMER)


async def _set_role(person: Person, role: Role, *, active: bool = True) -> None:
    async with unit_of_work() as uow:
        user = await users.lock(uow.session, person.id)
        assert user is not None
        user.role, user.active = role, active


async def test_nothing_is_done_for_a_closed_account(database: Database, sam: Person) -> None:
    job = await begun(sam, 3)
    await _set_role(sam, Role.STAFF, active=False)
    handler = Counter()
    await runner_of(handler).work_off()
    assert handler.given == []
    assert (await service.progress(sam.actor(), job.id)).code == Forbidden.code


@on_sqlite
async def test_what_another_process_holds_is_left_to_it_until_its_lease_runs_out(
    database: Database, sam: Person, hour: Hour
) -> None:
    job = await begun(sam, 10)
    await _lease(job, f"elsewhere|{os.getpid()}|x", hour, seconds=5)
    handler = Counter()
    await runner_of(handler).work_off()
    assert handler.given == []
    hour.pass_by(timedelta(seconds=6))
    await runner_of(handler).work_off()
    assert handler.given == list(range(10))


@on_sqlite
async def test_what_a_dead_process_of_this_machine_held_is_taken_at_once(
    database: Database, sam: Person, hour: Hour
) -> None:
    job = await begun(sam, 10)
    await _lease(job, f"{socket.gethostname()[:60]}|{os.getpid()}|an earlier start", hour, seconds=5)
    handler = Counter()
    await runner_of(handler).work_off()
    assert handler.given == list(range(10))


async def _lease(job: Progress, owner: str, hour: Hour, *, seconds: int) -> None:
    async with unit_of_work() as uow:
        held = await repository.lock(uow.session, job.id)
        assert held is not None
        held.state, held.lease_owner = JobState.RUNNING, owner
        held.lease_until = hour.moment + timedelta(seconds=seconds)


async def test_two_runners_share_the_work_and_do_no_row_twice(database: Database, sam: Person) -> None:
    await asyncio.gather(*(begun(sam, 60) for _ in range(3)))
    handler = Counter()
    await asyncio.gather(runner_of(handler).work_off(), runner_of(handler).work_off())
    assert sorted(handler.given) == sorted([*range(60)] * 3)


@on_sqlite
async def test_a_job_is_its_owners_alone(database: Database, sam: Person, ada: Person) -> None:
    job = await begun(sam, 1)
    for call in (service.progress, service.stop, service.resume, service.begin, service.put_away, service.reasons):
        with pytest.raises(NotFound):
            await call(ada.actor(), job.id)
    assert [mine.id for mine in await service.mine(sam.actor())] == [job.id]
    assert await service.mine(ada.actor()) == ()


@on_sqlite
async def test_a_page_that_waits_is_told_of_the_next_step(database: Database, sam: Person) -> None:
    job = await begun(sam, 400)
    waiting = asyncio.create_task(service.news(sam.actor(), job.id, seen=job.revision))
    await runner_of(Counter()).work_off()
    assert (await waiting).done > 0


@on_sqlite
async def test_an_end_is_shown_until_it_is_put_away(database: Database, sam: Person) -> None:
    job = await begun(sam, 1)
    await runner_of(Counter()).work_off()
    assert [mine.state for mine in await service.mine(sam.actor(), Entity.ORDER)] == [JobState.DONE]
    assert await service.mine(sam.actor(), Entity.USER) == ()
    await service.put_away(sam.actor(), job.id)
    assert await service.mine(sam.actor()) == ()


@on_sqlite
async def test_a_draft_that_is_given_up_is_gone_with_its_rows(database: Database, sam: Person) -> None:
    job = await drafted(sam, 3)
    await service.put_away(sam.actor(), job.id)
    async with read_session() as session:
        assert await repository.find(session, job.id) is None
        assert await repository.rows(session, job.id, after=-1, limit=1) == []


@on_sqlite
async def test_old_jobs_are_forgotten(database: Database, sam: Person, hour: Hour) -> None:
    draft = await drafted(sam, 3)
    job = await begun(sam, 3)
    await runner_of(Counter()).work_off()
    hour.pass_by(timedelta(days=2))
    await service.purge()
    with pytest.raises(NotFound):
        await service.progress(sam.actor(), draft.id)
    assert (await service.progress(sam.actor(), job.id)).is_over
    hour.pass_by(timedelta(days=30))
    await service.purge()
    with pytest.raises(NotFound):
        await service.progress(sam.actor(), job.id)


async def test_the_size_of_a_chunk_follows_its_time() -> None:
    assert next_size(50, 0.01) == 75
    assert next_size(50, 0.05) == 50
    assert next_size(100, 10) == 50
    assert next_size(LEAST_ROWS, 10) == LEAST_ROWS
    assert next_size(MOST_ROWS, 0.0) == MOST_ROWS
