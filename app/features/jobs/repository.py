"""The SQL of jobs and their rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, or_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.features.jobs.schemas import ACTIVE, OVER, Reason, Result
from app.models import Entity, Gesture, Job, JobRow, JobState, RowState

# Rows that one statement takes away: writers on SQLite wait for it, some 20 ms.
DELETE_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class Lease:
    """Which process holds a job, and until when."""

    job_id: UUID
    owner: str | None
    until: datetime | None


async def find(session: AsyncSession, job_id: UUID) -> Job | None:
    """The job of this id."""
    return await session.scalar(select(Job).where(col(Job.id) == job_id))


async def lock(session: AsyncSession, job_id: UUID) -> Job | None:
    """The job as it is now; nobody else changes it until the commit."""
    query = select(Job).where(col(Job.id) == job_id).with_for_update(key_share=True)
    return await session.scalar(query.execution_options(populate_existing=True))


async def of_owner(session: AsyncSession, owner_id: UUID, entity: Entity | None) -> Sequence[Job]:
    """The owner's jobs that run, or whose end they have not put away; the oldest first."""
    shown = or_(col(Job.state).in_(ACTIVE), col(Job.state).in_(OVER) & col(Job.seen_at).is_(None))
    query = select(Job).where(col(Job.owner_id) == owner_id, shown)
    if entity is not None:
        query = query.where(col(Job.entity) == entity)
    return (await session.scalars(query.order_by(col(Job.created_at)))).all()


async def any_active(session: AsyncSession, gestures: Iterable[UUID]) -> bool:
    """Whether a job of one of these gestures runs, or is about to."""
    query = select(Job.id).where(col(Job.state).in_(ACTIVE), col(Job.gesture_id).in_(list(gestures))).limit(1)
    return await session.scalar(query) is not None


async def was_undone(session: AsyncSession, job: Job) -> bool:
    """Whether what the job has changed was taken back."""
    query = select(Gesture.id).where(col(Gesture.id) == job.gesture_id, col(Gesture.undone_by).is_not(None))
    return await session.scalar(query) is not None


async def leases(session: AsyncSession) -> list[Lease]:
    """The jobs that want work, the oldest first."""
    columns = (col(Job.id), col(Job.lease_owner), col(Job.lease_until))
    query: Any = select(*columns).where(col(Job.state).in_(ACTIVE)).order_by(col(Job.created_at))
    return [Lease(*row) for row in await session.execute(query)]


async def take(session: AsyncSession, lease: Lease, *, owner: str, until: datetime) -> bool:
    """Hold the job, unless its lease is no longer what was read."""
    same = (
        col(Job.id) == lease.job_id,
        col(Job.state).in_(ACTIVE),
        col(Job.lease_owner).is_not_distinct_from(lease.owner),
        col(Job.lease_until).is_not_distinct_from(lease.until),
    )
    found = await session.scalar(
        update(Job).where(*same).values(lease_owner=owner, lease_until=until).returning(col(Job.id))
    )
    return found is not None


async def insert_rows(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Add rows, given by column."""
    if rows:
        await session.execute(insert(JobRow), list(rows))


async def waiting(session: AsyncSession, job: Job, *, limit: int) -> Sequence[JobRow]:
    """The next rows in the order of their position."""
    mine = (col(JobRow.job_id) == job.id, col(JobRow.position) >= job.done, col(JobRow.state) == RowState.WAITING)
    return (await session.scalars(select(JobRow).where(*mine).order_by(col(JobRow.position)).limit(limit))).all()


async def write_results(session: AsyncSession, job_id: UUID, results: Sequence[Result]) -> None:
    """Note what became of rows, in one statement for all that ended in the same way."""
    groups: dict[tuple[RowState, str, str], list[int]] = {}
    for result in results:
        groups.setdefault((result.state, result.code, result.detail), []).append(result.position)
    for (state, code, detail), positions in groups.items():
        which = (col(JobRow.job_id) == job_id, col(JobRow.position).in_(positions))
        values = {"state": state, "code": code or None, "detail": detail[:300] or None}
        await session.execute(update(JobRow).where(*which).values(values).execution_options(synchronize_session=False))


async def reasons(session: AsyncSession, job_id: UUID) -> list[Reason]:
    """How many rows of a job ended in which way, the most frequent first."""
    kinds = (col(JobRow.state), func.coalesce(JobRow.code, ""), func.coalesce(JobRow.detail, ""))
    count = func.count()
    query: Any = select(*kinds, count).where(col(JobRow.job_id) == job_id).group_by(*kinds).order_by(count.desc())
    return [Reason(*row) for row in await session.execute(query)]


async def refused(session: AsyncSession, job_id: UUID, *, after: int, limit: int) -> Sequence[JobRow]:
    """Refused rows behind the position `after`, in order."""
    mine = (col(JobRow.job_id) == job_id, col(JobRow.position) > after, col(JobRow.state) == RowState.REFUSED)
    return (await session.scalars(select(JobRow).where(*mine).order_by(col(JobRow.position)).limit(limit))).all()


async def rows(session: AsyncSession, job_id: UUID, *, after: int, limit: int) -> Sequence[JobRow]:
    """Any rows behind the position `after`, in order."""
    mine = (col(JobRow.job_id) == job_id, col(JobRow.position) > after)
    return (await session.scalars(select(JobRow).where(*mine).order_by(col(JobRow.position)).limit(limit))).all()


async def old(session: AsyncSession, *, drafts_before: datetime, ended_before: datetime) -> Sequence[UUID]:
    """Jobs to forget: drafts that nobody began, and what ended long ago."""
    forgotten = or_(
        (col(Job.state) == JobState.DRAFT) & (col(Job.updated_at) < drafts_before),
        col(Job.state).in_(OVER) & (col(Job.updated_at) < ended_before),
    )
    return (await session.scalars(select(Job.id).where(forgotten))).all()


async def delete_some_rows(session: AsyncSession, job_id: UUID) -> bool:
    """Delete some rows of a job; whether there may be more."""
    some = select(JobRow.position).where(col(JobRow.job_id) == job_id).limit(DELETE_ROWS)
    positions = (await session.scalars(some)).all()
    if positions:
        span = (col(JobRow.position) >= min(positions)) & (col(JobRow.position) <= max(positions))
        await session.execute(delete(JobRow).where(col(JobRow.job_id) == job_id, span))
    return len(positions) == DELETE_ROWS


async def delete_job(session: AsyncSession, job_id: UUID) -> None:
    """Delete a job that has no rows left."""
    await session.execute(delete(Job).where(col(Job.id) == job_id))
