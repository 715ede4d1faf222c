"""The SQL of the import wizard: uploads and their parts, and which records a file speaks of."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.models import Entity, Job, JobState, Order, PartKind, Upload, UploadPart, UploadState

AT_ONCE = 5_000


async def find(session: AsyncSession, upload_id: UUID, *, lock: bool = False) -> Upload | None:
    """An upload; `lock` keeps others off it until the commit."""
    query = select(Upload).where(col(Upload.id) == upload_id)
    if not lock:
        return await session.scalar(query)
    return await session.scalar(query.with_for_update().execution_options(populate_existing=True))


async def of_owner(session: AsyncSession, owner_id: UUID, entity: Entity) -> Sequence[Upload]:
    """The owner's uploads for an entity, the newest first."""
    mine = (col(Upload.owner_id) == owner_id, col(Upload.entity) == entity)
    return (await session.scalars(select(Upload).where(*mine).order_by(col(Upload.created_at).desc()))).all()


async def count_parts(session: AsyncSession, upload_id: UUID, kind: PartKind) -> int:
    """How many parts are there."""
    mine = (col(UploadPart.upload_id) == upload_id, col(UploadPart.kind) == kind)
    return (await session.scalar(select(func.count()).select_from(UploadPart).where(*mine))) or 0


async def part(session: AsyncSession, upload_id: UUID, kind: PartKind, *, number: int) -> UploadPart | None:
    """One part."""
    return await session.get(UploadPart, (upload_id, kind, number))


async def delete_parts(session: AsyncSession, upload_id: UUID, kind: PartKind | None = None) -> None:
    """Delete the parts of one kind, or all."""
    query = delete(UploadPart).where(col(UploadPart.upload_id) == upload_id)
    await session.execute(query if kind is None else query.where(col(UploadPart.kind) == kind))


async def delete_upload(session: AsyncSession, upload_id: UUID) -> None:
    """Delete an upload with its parts."""
    await delete_parts(session, upload_id)
    await session.execute(delete(Upload).where(col(Upload.id) == upload_id))


async def beat(session: AsyncSession, upload_id: UUID, *, done: int, at: datetime) -> bool:
    """Note how far a check is; whether it is still wanted."""
    mine = (col(Upload.id) == upload_id, col(Upload.state) == UploadState.CHECKING)
    found = await session.scalar(update(Upload).where(*mine).values(done=done, beat_at=at).returning(col(Upload.id)))
    return found is not None


async def silent(session: AsyncSession, state: UploadState, *, before: datetime) -> Upload | None:
    """The oldest upload in this state that nothing has happened to since, locked; None where others have them all."""
    mine = (col(Upload.state) == state, col(Upload.beat_at) < before)
    query = select(Upload).where(*mine).order_by(col(Upload.created_at)).limit(1)
    return await session.scalar(query.with_for_update(skip_locked=True))


async def to_forget(session: AsyncSession, *, unfinished_before: datetime, begun_before: datetime) -> Sequence[UUID]:
    """Uploads that nothing has happened to for long; those whose job has begun are kept longer, without their file."""
    begun = select(Job.id).where(col(Job.state) != JobState.DRAFT)
    is_begun = col(Upload.job_id).is_not(None) & col(Upload.job_id).in_(begun)
    old = (~is_begun & (col(Upload.beat_at) < unfinished_before)) | (col(Upload.beat_at) < begun_before)
    checking = (col(Upload.state) == UploadState.CHECKING) & (col(Upload.created_at) >= unfinished_before)
    return (await session.scalars(select(Upload.id).where(old, ~checking))).all()


async def orders_by_reference(session: AsyncSession, references: Collection[str]) -> dict[str, tuple[UUID, str | None]]:
    """Id and import digest of the orders with these references."""
    found: dict[str, tuple[UUID, str | None]] = {}
    for some in _parts(references):
        columns = (col(Order.reference), col(Order.id), col(Order.import_digest))
        rows: Any = await session.execute(select(*columns).where(col(Order.reference).in_(some)))
        found.update((reference, (order_id, digest)) for reference, order_id, digest in rows)
    return found


async def orders_by_number(session: AsyncSession, numbers: Collection[int]) -> dict[int, UUID]:
    """The ids of the orders with these numbers."""
    found: dict[int, UUID] = {}
    for some in _parts(numbers):
        rows: Any = await session.execute(select(col(Order.number), col(Order.id)).where(col(Order.number).in_(some)))
        found.update((number, order_id) for number, order_id in rows)
    return found


async def references_of(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, str]:
    """What a file calls the orders of these ids: their reference, or their number as `#1001`."""
    columns = (col(Order.id), col(Order.reference), col(Order.number))
    rows: Any = await session.execute(select(*columns).where(col(Order.id).in_(ids)))
    return {order_id: reference or f"#{number}" for order_id, reference, number in rows}


def _parts(values: Iterable[Any]) -> Iterable[list[Any]]:
    rest = iter(values)
    while some := list(islice(rest, AT_ONCE)):
        yield some
