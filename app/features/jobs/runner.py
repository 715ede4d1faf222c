"""The runner: works off the jobs that were begun, in short transactions, beside everything else a server does.

Any process may run any job; a lease, renewed with each chunk, says which. What a chunk changes and how far the job is
stand in one transaction, so a process that dies at any moment has done each row once or not at all. Another takes over
when the lease has run out, or at once where it sees that the process is no more. Between two chunks the runner rests,
so that other writers of SQLite, in this process and in others, get their turn.
"""

import asyncio
import os
import socket
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cached_property
from time import monotonic
from uuid import UUID

from app.core import clock
from app.core.actor import Actor, Source
from app.core.bus import Hint, get_bus
from app.core.database import read_session
from app.core.errors import DomainError, Forbidden, Unavailable
from app.core.failures import log_failure
from app.core.ids import new_id
from app.core.unit_of_work import UnitOfWork, unit_of_work
from app.features.accounts.repository import users
from app.features.jobs import repository
from app.features.jobs.repository import Lease
from app.features.jobs.schemas import Handler, Result, Task, TaskRow
from app.features.jobs.service import TOPIC, count, end, hint, payload_of, read_spec
from app.models import Job, JobKind, JobRow, JobState

LEASE = timedelta(seconds=10)
LOOK_SECONDS = 1.0
# A chunk holds SQLite's one writer: its size follows how long the last one took.
LEAST_ROWS, FIRST_ROWS, MOST_ROWS = 20, 50, 200
CHUNK_SECONDS = 0.05
REST_SECONDS, REST_SHARE = 0.01, 0.3
BUSY_SECONDS = 0.5
AT_ONCE = 4


class Runner:
    """The jobs of one process. `turn` is a periodic job: it waits for work and returns when there is none left."""

    def __init__(self, handlers: Mapping[JobKind, Handler]) -> None:
        self._handlers = handlers
        self._held: dict[UUID, int] = {}
        self._nonce = new_id().hex

    @cached_property
    def _woken(self) -> asyncio.Event:
        event = asyncio.Event()

        def listener(hint: Hint) -> None:
            if hint.get("waits"):
                event.set()

        get_bus().listen(TOPIC, listener)
        return event

    @property
    def name(self) -> str:
        """What this process writes on the jobs it holds: host, process and start."""
        return f"{socket.gethostname()[:60]}|{os.getpid()}|{self._nonce}"

    async def turn(self) -> None:
        """Wait until there may be work, then do all there is."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_SECONDS):
                await self._woken.wait()
        await self.work_off()

    async def work_off(self) -> None:
        """Work until no job is left that nobody else holds, one chunk of each in turn."""
        looked = -LOOK_SECONDS
        while True:
            if self._woken.is_set() or monotonic() > looked + LOOK_SECONDS or not self._held:
                self._woken.clear()
                looked = monotonic()
                await self._take_free()
            if not self._held:
                return
            for job_id in tuple(self._held):
                await self._chunk_and_rest(job_id)

    async def _take_free(self) -> None:
        if len(self._held) >= AT_ONCE:
            return
        now = clock.now()
        async with read_session() as session:
            leases = await repository.leases(session)
        for lease in [lease for lease in leases if self._is_free(lease, now)][: AT_ONCE - len(self._held)]:
            async with unit_of_work() as uow:
                if await repository.take(uow.session, lease, owner=self.name, until=uow.now + LEASE):
                    self._held[lease.job_id] = FIRST_ROWS

    def _is_free(self, lease: Lease, now: datetime) -> bool:
        if lease.owner == self.name:
            return lease.job_id not in self._held
        return lease.owner is None or lease.until is None or lease.until < now or _is_dead(lease.owner)

    async def _chunk_and_rest(self, job_id: UUID) -> None:
        began = monotonic()
        try:
            goes_on = await self._chunk(job_id, self._held[job_id])
        except Unavailable:
            await asyncio.sleep(BUSY_SECONDS)
            return
        except DomainError as refused:
            goes_on = await self._end(job_id, JobState.STOPPED, code=refused.code, detail=refused.detail)
        except Exception as error:  # noqa: BLE001 - whatever it was, it ends this job and no other
            goes_on = await self._end(job_id, JobState.FAILED, fault=log_failure(error, where="job"))
        took = monotonic() - began
        if goes_on:
            self._held[job_id] = next_size(self._held[job_id], took)
        else:
            del self._held[job_id]
        await asyncio.sleep(max(REST_SECONDS, took * REST_SHARE))

    async def _chunk(self, job_id: UUID, size: int) -> bool:
        """Do the next rows; whether there is more to do here."""
        async with unit_of_work() as uow:
            job = await self._held_job(uow, job_id)
            if job is None:
                return False
            if job.state is JobState.STOPPING:
                end(uow, job, JobState.STOPPED)
                return False
            rows = await repository.waiting(uow.session, job, limit=size)
            if rows:
                results = await self._handlers[job.kind](uow, await _task(uow, job), [_to_row(row) for row in rows])
                await _write(uow, job, rows=rows, results=results)
            if len(rows) < size:
                job.done = job.total
            if job.done == job.total:
                end(uow, job, JobState.DONE)
                return False
            return True

    async def _held_job(self, uow: UnitOfWork, job_id: UUID) -> Job | None:
        """The job, locked, if this process still holds it."""
        job = await repository.lock(uow.session, job_id)
        if job is None or job.lease_owner != self.name:
            return None
        if job.state is JobState.QUEUED:
            job.state = JobState.RUNNING
            job.started_at = job.started_at or uow.now
        job.lease_until, job.updated_at = uow.now + LEASE, uow.now
        hint(uow, job)
        return job

    async def _end(self, job_id: UUID, state: JobState, *, code: str = "", detail: str = "", fault: str = "") -> bool:
        async with unit_of_work() as uow:
            job = await self._held_job(uow, job_id)
            if job is not None:
                end(uow, job, state, code=code, detail=detail, fault=fault)
        return False


def next_size(size: int, took: float) -> int:
    """How many rows the next chunk has when one of `size` took so many seconds; it changes by half at most."""
    wanted = size * CHUNK_SECONDS / max(took, 0.001)
    return int(min(max(wanted, size * 0.5, LEAST_ROWS), size * 1.5, MOST_ROWS))


def _is_dead(owner: str) -> bool:
    """Whether a process of this machine has ended. Of another machine only its lease tells."""
    host, _, rest = owner.partition("|")
    pid = rest.partition("|")[0]
    if host != socket.gethostname()[:60] or not pid.isdigit():
        return False
    if int(pid) == os.getpid():
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


async def _task(uow: UnitOfWork, job: Job) -> Task:
    """What the handler is given, with the rights that the owner has now. Raises Forbidden where they have none."""
    owner = await users.find(uow.session, job.owner_id)
    if owner is None or not owner.active:
        raise Forbidden("Your account is closed")
    actor = Actor(user_id=owner.id, role=owner.role, source=Source.GRID)
    return Task(job.id, job.kind, job.entity, read_spec(job), job.gesture_id, actor)


def _to_row(row: JobRow) -> TaskRow:
    return TaskRow(row.position, row.row_id, row.version, payload_of(row))


async def _write(uow: UnitOfWork, job: Job, *, rows: Sequence[JobRow], results: Sequence[Result]) -> None:
    """Note what became of the rows, and how far the job is."""
    assert [result.position for result in results] == [row.position for row in rows], "each row has a result"
    await repository.write_results(uow.session, job.id, results)
    job.done = rows[-1].position + 1
    count(job, [result.state for result in results])
