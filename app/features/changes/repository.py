"""The SQL of the change log."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.models import Change, Entity


async def newest_id(session: AsyncSession) -> int:
    """The highest id of the log, 0 where it is empty."""
    return (await session.scalar(select(func.max(Change.id)))) or 0


async def after(session: AsyncSession, cursor: int, *, limit: int) -> Sequence[Change]:
    """Entries with an id above `cursor`, in order."""
    query = select(Change).where(col(Change.id) > cursor).order_by(col(Change.id)).limit(limit)
    return (await session.scalars(query)).all()


async def by_ids(session: AsyncSession, ids: Sequence[int]) -> Sequence[Change]:
    """The entries of these ids that are there."""
    if not ids:
        return []
    return (await session.scalars(select(Change).where(col(Change.id).in_(ids)).order_by(col(Change.id)))).all()


async def of_row(session: AsyncSession, entity: Entity, row_id: UUID) -> Sequence[Change]:
    """A row's history, oldest first."""
    query = select(Change).where(col(Change.entity) == entity, col(Change.row_id) == row_id).order_by(col(Change.id))
    return (await session.scalars(query)).all()


async def of_gesture(session: AsyncSession, gesture_id: UUID, *, row_ids: Sequence[UUID]) -> Sequence[Change]:
    """What this gesture has changed in these rows already."""
    mine = (col(Change.gesture_id) == gesture_id, col(Change.row_id).in_(row_ids))
    return (await session.scalars(select(Change).where(*mine))).all()


async def of_gesture_and_row(session: AsyncSession, gesture_id: UUID, row_id: UUID) -> Sequence[Change]:
    """All that this gesture has changed in this row, in order."""
    mine = (col(Change.gesture_id) == gesture_id, col(Change.row_id) == row_id)
    return (await session.scalars(select(Change).where(*mine).order_by(col(Change.id)))).all()


async def page(
    session: AsyncSession,
    wanted: Mapping[str, object],
    *,
    before: int | None,
    hidden: Sequence[Entity],
    limit: int,
) -> Sequence[Change]:
    """Entries below the id `before`, the newest first. `wanted` are values of columns; None there means any."""
    columns = {"entity": col(Change.entity), "actor_role": col(Change.actor_role), "source": col(Change.source)}
    query = select(Change).where(*(columns[name] == value for name, value in wanted.items() if value is not None))
    if before is not None:
        query = query.where(col(Change.id) < before)
    if hidden:
        query = query.where(col(Change.entity).not_in(hidden))
    return (await session.scalars(query.order_by(col(Change.id).desc()).limit(limit))).all()
