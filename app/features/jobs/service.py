"""The use cases of jobs. A job is its owner's alone: to anybody else it does not exist.

A feature makes a draft with its rows, the owner begins it, and the runner (`runner.py`) works it off chunk by chunk.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import suppress
from dataclasses import fields
from datetime import timedelta
from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.bus import Hint, get_bus
from app.core.crypto import Place, seal
from app.core.database import read_session
from app.core.errors import NotFound
from app.core.unit_of_work import UnitOfWork, unit_of_work
from app.features.jobs import repository
from app.features.jobs.schemas import (
    ACTIVE,
    CannotResume,
    NewRow,
    NotADraft,
    Progress,
    Reason,
    RefusedRow,
    Spec,
    StillRunning,
    WasUndone,
)
from app.models import Entity, Job, JobKind, JobRow, JobState, RowState

TOPIC = "jobs"
# A page that waits for news gets them this often at most, and an answer without any after this long.
NEWS_SECONDS, WAIT_SECONDS, LOOK_SECONDS = 0.2, 20.0, 1.0
DRAFTS_KEPT = timedelta(days=1)
JOBS_KEPT = timedelta(days=30)
PAGE = 1_000
_PLAIN = tuple(field.name for field in fields(Progress) if field.name != "spec")


def draft(uow: UnitOfWork, actor: Actor, kind: JobKind, *, entity: Entity, spec: Spec) -> Job:
    """A new job of the actor's that does nothing yet. `spec` is JSON-ready and is sealed."""
    if actor.user_id is None:
        raise NotFound
    job = Job(owner_id=actor.user_id, kind=kind, entity=entity, spec_ct="", created_at=uow.now, updated_at=uow.now)
    write_spec(job, spec)
    uow.session.add(job)
    return job


async def add_rows(uow: UnitOfWork, job: Job, rows: Sequence[NewRow]) -> None:
    """Put rows at the end of a draft. Many are better added a few thousand at a time. Raises NotADraft."""
    assert_draft(job)
    await uow.session.flush()
    await repository.insert_rows(
        uow.session,
        [
            {
                "job_id": job.id,
                "position": position,
                "row_id": row.row_id,
                "version": row.version,
                "payload_ct": _sealed(job.id, position, row.payload),
                "state": row.state,
                "code": row.code or None,
                "detail": row.detail[:300] or None,
            }
            for position, row in enumerate(rows, start=job.total)
        ],
    )
    job.total += len(rows)
    job.updated_at = uow.now
    count(job, [row.state for row in rows])


def count(job: Job, states: Sequence[RowState]) -> None:
    """Add what became of rows to the job's figures."""
    job.changed += states.count(RowState.CHANGED)
    job.unchanged += states.count(RowState.UNCHANGED)
    job.refused += states.count(RowState.REFUSED)


def _sealed(job_id: UUID, position: int, payload: Any) -> str | None:
    return None if payload is None else seal(json.dumps(payload), Place("job_rows", "payload", f"{job_id}/{position}"))


def read_spec(job: Job) -> dict[str, Any]:
    """What was asked, opened."""
    return json.loads(job.spec.reveal() or "{}")


def write_spec(job: Job, spec: Spec) -> None:
    """Keep what was asked, or what has been found out about it, sealed."""
    job.spec = json.dumps(dict(spec), default=str)


def assert_draft(job: Job) -> None:
    """Raise NotADraft once the job was begun."""
    if job.state is not JobState.DRAFT:
        raise NotADraft


async def own(uow: UnitOfWork, actor: Actor, job_id: UUID, *, kind: JobKind | None = None) -> Job:
    """The actor's job, locked. Raises NotFound."""
    return _his(await repository.lock(uow.session, job_id), actor, kind)


def _his(job: Job | None, actor: Actor, kind: JobKind | None = None) -> Job:
    if job is None or not actor.owns(job.owner_id) or kind not in {None, job.kind}:
        raise NotFound("There is no such job")
    return job


async def begin(actor: Actor, job_id: UUID) -> Progress:
    """Let a draft run; again for one that runs already changes nothing. Raises NotFound, CannotResume."""
    async with unit_of_work() as uow:
        job = await own(uow, actor, job_id)
        if job.state is JobState.DRAFT:
            enqueue(uow, job)
        elif job.state not in ACTIVE:
            raise CannotResume
        return to_progress(job)


async def stop(actor: Actor, job_id: UUID) -> Progress:
    """Stop at the end of the chunk that is under way; what is done stays done. Raises NotFound."""
    async with unit_of_work() as uow:
        job = await own(uow, actor, job_id)
        if job.state is JobState.QUEUED:
            end(uow, job, JobState.STOPPED)
        elif job.state is JobState.RUNNING:
            job.state, job.updated_at = JobState.STOPPING, uow.now
        hint(uow, job)
        return to_progress(job)


async def resume(actor: Actor, job_id: UUID) -> Progress:
    """Go on where a job stopped or failed. Raises NotFound, CannotResume, WasUndone."""
    async with unit_of_work() as uow:
        job = await own(uow, actor, job_id)
        if job.state not in {JobState.STOPPED, JobState.FAILED}:
            raise CannotResume
        if await repository.was_undone(uow.session, job):
            raise WasUndone
        job.code = job.detail = job.fault = job.finished_at = job.seen_at = None
        enqueue(uow, job)
        return to_progress(job)


async def assert_at_rest(uow: UnitOfWork, gestures: Iterable[UUID]) -> None:
    """Raise StillRunning while a job adds to one of these gestures."""
    if await repository.any_active(uow.session, gestures):
        raise StillRunning


async def put_away(actor: Actor, job_id: UUID) -> None:
    """The owner has seen how it ended; a draft is given up. Raises NotFound."""
    async with unit_of_work() as uow:
        job = await own(uow, actor, job_id)
        if job.state not in ACTIVE:
            job.seen_at = uow.now
    if job.state is JobState.DRAFT:
        await _forget(job_id)


async def progress(actor: Actor, job_id: UUID) -> Progress:
    """How far a job is. Raises NotFound."""
    async with read_session() as session:
        return to_progress(_his(await repository.find(session, job_id), actor))


async def news(actor: Actor, job_id: UUID, *, seen: str) -> Progress:
    """How far a job is, as soon as it is further than `seen` (a revision), or after 20 s anyway. Raises NotFound."""
    woken = asyncio.Event()

    def listener(given: Hint) -> None:
        if given.get("job") == str(job_id):
            woken.set()

    unlisten = get_bus().listen(TOPIC, listener)
    try:
        async with asyncio.timeout(WAIT_SECONDS):
            await asyncio.sleep(NEWS_SECONDS)
            while (found := await progress(actor, job_id)).revision == seen and not found.is_over:
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_SECONDS):
                        await woken.wait()
                woken.clear()
            return found
    except TimeoutError:
        return await progress(actor, job_id)
    finally:
        unlisten()


async def mine(actor: Actor, entity: Entity | None = None) -> tuple[Progress, ...]:
    """The actor's jobs that run, and those that ended and were not put away."""
    if actor.user_id is None:
        return ()
    async with read_session() as session:
        return tuple(to_progress(job) for job in await repository.of_owner(session, actor.user_id, entity))


async def reasons(actor: Actor, job_id: UUID) -> tuple[Reason, ...]:
    """How many rows ended in which way. Raises NotFound."""
    async with read_session() as session:
        _his(await repository.find(session, job_id), actor)
        return tuple(await repository.reasons(session, job_id))


async def refused_rows(actor: Actor, job_id: UUID) -> AsyncGenerator[Sequence[RefusedRow], None]:
    """The refused rows, a thousand at a time, for a download of any length. Raises NotFound at the first."""
    after = -1
    while True:
        async with read_session() as session:
            _his(await repository.find(session, job_id), actor)
            found = await repository.refused(session, job_id, after=after, limit=PAGE)
        if found:
            yield [_to_refused(row) for row in found]
        if len(found) < PAGE:
            return
        after = found[-1].position


async def purge() -> None:
    """Forget drafts that nobody began and jobs that ended a month ago: a job for the quiet hours."""
    async with unit_of_work() as uow:
        gone = await repository.old(uow.session, drafts_before=uow.now - DRAFTS_KEPT, ended_before=uow.now - JOBS_KEPT)
    for job_id in gone:
        await _forget(job_id)


async def _forget(job_id: UUID) -> None:
    """Delete a job and its rows, in short transactions."""
    more = True
    while more:
        async with unit_of_work() as uow:
            more = await repository.delete_some_rows(uow.session, job_id)
            if not more:
                await repository.delete_job(uow.session, job_id)


def enqueue(uow: UnitOfWork, job: Job) -> None:
    """Let a draft run that was made and filled in one transaction."""
    job.state, job.updated_at = JobState.QUEUED, uow.now
    job.lease_owner = job.lease_until = None
    hint(uow, job)


def end(uow: UnitOfWork, job: Job, state: JobState, *, code: str = "", detail: str = "", fault: str = "") -> None:
    """The job rests in `state`; code, detail and fault say why it ended early."""
    job.state, job.updated_at, job.finished_at = state, uow.now, uow.now
    job.code, job.detail, job.fault = code or None, detail[:300] or None, fault or None
    job.lease_owner = job.lease_until = None
    hint(uow, job)


def hint(uow: UnitOfWork, job: Job) -> None:
    """Wake whoever watches this job, and the runners."""
    uow.hint(TOPIC, {"job": str(job.id), "waits": job.state is JobState.QUEUED})


def to_progress(job: Job) -> Progress:
    """A job as its owner sees it."""
    return Progress(**{name: getattr(job, name) for name in _PLAIN}, spec=read_spec(job))


def payload_of(row: JobRow) -> Any:
    """A row's payload, opened."""
    text = row.payload.reveal()
    return None if text is None else json.loads(text)


def _to_refused(row: JobRow) -> RefusedRow:
    return RefusedRow(row.position, row.row_id, row.code or "", row.detail or "", payload_of(row))
