"""The SQL of undo: a person's gestures, and what stands in the log of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.models import Change, Entity, Gesture, GestureKind

BACK_AND_FORTH = (GestureKind.UNDO, GestureKind.REDO)


async def acts(session: AsyncSession, actor_id: UUID, entity: Entity, *, limit: int) -> Sequence[Gesture]:
    """What a person did to rows of this kind, the newest first, without their undoing and redoing."""
    mine = (col(Gesture.actor_id) == actor_id, col(Gesture.entity) == entity)
    query = select(Gesture).where(*mine, col(Gesture.kind).not_in(BACK_AND_FORTH))
    return (await session.scalars(query.order_by(col(Gesture.at).desc(), col(Gesture.id).desc()).limit(limit))).all()


async def by_ids(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, Gesture]:
    """Gestures by id."""
    found = await session.scalars(select(Gesture).where(col(Gesture.id).in_(ids)))
    return {gesture.id: gesture for gesture in found}


async def only_rows(session: AsyncSession, gesture_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """The row of each of these gestures, which changed one row each."""
    query = select(col(Change.gesture_id), col(Change.row_id)).where(col(Change.gesture_id).in_(gesture_ids)).distinct()
    return {row[0]: row[1] for row in await session.execute(query)}


async def lock(session: AsyncSession, gesture_id: UUID) -> Gesture | None:
    """A gesture, which nobody else undoes before this transaction ends."""
    query = select(Gesture).where(col(Gesture.id) == gesture_id).with_for_update()
    return await session.scalar(query.execution_options(populate_existing=True))


async def standing(session: AsyncSession, gesture_id: UUID) -> UUID:
    """The gesture whose entries stand for this one: its newest redo, or itself."""
    query = select(col(Gesture.id)).where(col(Gesture.acts_on) == gesture_id, col(Gesture.kind) == GestureKind.REDO)
    newest = await session.scalar(query.order_by(col(Gesture.at).desc(), col(Gesture.id).desc()).limit(1))
    return newest or gesture_id


async def newest_act(session: AsyncSession, actor_id: UUID, entity: Entity) -> datetime | None:
    """When the person last did something anew."""
    found = await acts(session, actor_id, entity, limit=1)
    return found[0].at if found else None


async def entries(
    session: AsyncSession, gesture_id: UUID, *, after: int = 0, limit: int, row_ids: Sequence[UUID] | None = None
) -> Sequence[Change]:
    """Entries of a gesture above the id `after`, in order."""
    query = select(Change).where(col(Change.gesture_id) == gesture_id, col(Change.id) > after)
    if row_ids is not None:
        query = query.where(col(Change.row_id).in_(row_ids))
    return (await session.scalars(query.order_by(col(Change.id)).limit(limit))).all()


@dataclass(frozen=True, slots=True)
class Later:
    """An entry that came later, with its act: `kind` and `acts_on` are None where nobody's list has it (the API's)."""

    change: Change
    kind: GestureKind | None = None
    acts_on: UUID | None = None


async def later(session: AsyncSession, found: Sequence[Change]) -> list[Later]:
    """What the log has about the rows of these entries (of one gesture) after the first of them, in order."""
    if not found:
        return []
    first, rows = found[0], {entry.row_id for entry in found}
    query = (
        select(Change, col(Gesture.kind), col(Gesture.acts_on))
        .outerjoin(Gesture, col(Gesture.id) == col(Change.gesture_id))
        .where(col(Change.entity) == first.entity, col(Change.row_id).in_(rows), col(Change.id) > first.id)
        .where(col(Change.gesture_id) != first.gesture_id)
    )
    return [Later(*row) for row in await session.execute(query.order_by(col(Change.id)))]
