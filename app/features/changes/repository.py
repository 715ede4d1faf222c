"""The SQL of the change log."""

from collections.abc import Sequence
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.features.changes.schemas import LogQuery
from app.models import Change, Entity


class Told(NamedTuple):
    """What the feed tells of an entry: no values."""

    id: int
    entity: Entity
    row_id: UUID
    version: int
    field: str
    owner_id: UUID | None
    actor_id: UUID | None


async def newest_id(session: AsyncSession) -> int:
    """The highest id of the log, 0 where it is empty."""
    return (await session.scalar(select(func.max(Change.id)))) or 0


async def after(session: AsyncSession, cursor: int, *, limit: int) -> Sequence[Told]:
    """Entries with an id above `cursor`, in order."""
    return await _told(session, col(Change.id) > cursor, limit=limit)


async def by_ids(session: AsyncSession, ids: Sequence[int]) -> Sequence[Told]:
    """The entries of these ids that are there."""
    return await _told(session, col(Change.id).in_(ids), limit=len(ids)) if ids else []


async def _told(session: AsyncSession, which: ColumnElement[bool], *, limit: int) -> Sequence[Told]:
    # Typed Any: the hints of select() end at ten columns that are named one by one.
    columns = cast("Any", select)(*(getattr(Change, name) for name in Told._fields))
    query = columns.where(which).order_by(col(Change.id)).limit(limit)
    return [Told(*row) for row in await session.execute(query)]


async def of_row(session: AsyncSession, entity: Entity, row_id: UUID) -> Sequence[Change]:
    """A row's history, oldest first."""
    query = select(Change).where(col(Change.entity) == entity, col(Change.row_id) == row_id).order_by(col(Change.id))
    return (await session.scalars(query)).all()


async def of_gesture(session: AsyncSession, gesture_id: UUID, *, row_ids: Sequence[UUID]) -> Sequence[Change]:
    """What this gesture has changed in these rows already."""
    mine = (col(Change.gesture_id) == gesture_id, col(Change.row_id).in_(row_ids))
    return (await session.scalars(select(Change).where(*mine))).all()


async def of_fields(session: AsyncSession, row_id: UUID, fields: Sequence[str]) -> Sequence[Change]:
    """The entries about these fields of a row, in order."""
    mine = (col(Change.row_id) == row_id, col(Change.field).in_(fields))
    return (await session.scalars(select(Change).where(*mine).order_by(col(Change.id)))).all()


async def of_gesture_and_row(session: AsyncSession, gesture_id: UUID, row_id: UUID) -> Sequence[Change]:
    """All that this gesture has changed in this row, in order."""
    mine = (col(Change.gesture_id) == gesture_id, col(Change.row_id) == row_id)
    return (await session.scalars(select(Change).where(*mine).order_by(col(Change.id)))).all()


async def page(session: AsyncSession, query: LogQuery, *, hidden: Sequence[Entity], limit: int) -> Sequence[Change]:
    """Entries that the query lets through, the newest first; none about the kinds in `hidden`."""
    return (await session.scalars(page_query(query, hidden=hidden, limit=limit))).all()


def page_query(query: LogQuery, *, hidden: Sequence[Entity], limit: int) -> Select[Any]:
    """The statement of `page`, which tests ask for its plan: any one condition has an index in the order of reading."""
    statement = select(Change).where(*_conditions(query))
    if hidden:
        statement = statement.where(col(Change.entity).not_in(hidden))
    # Within a row, ids come in the order of time: its own index then serves the order too.
    newest_first = [col(Change.id).desc()] if query.row_id else [col(Change.at).desc(), col(Change.id).desc()]
    return statement.order_by(*newest_first).limit(limit)


def _conditions(query: LogQuery) -> list[ColumnElement[bool]]:
    wanted = {
        col(Change.entity): query.entity,
        col(Change.row_id): query.row_id,
        col(Change.actor_id): query.actor_id,
        col(Change.actor_role): query.role,
        col(Change.source): query.source,
        col(Change.gesture_id): query.gesture_id,
    }
    conditions = [column == value for column, value in wanted.items() if value is not None]
    if query.field is not None:
        conditions.append(_named(query.field))
    if query.start is not None:
        conditions.append(col(Change.at) >= query.start)
    if query.end is not None:
        conditions.append(col(Change.at) < query.end)
    if query.before is not None and query.row_id is not None:
        conditions.append(col(Change.id) < query.before[1])
    elif query.before is not None:
        conditions.append(tuple_(col(Change.at), col(Change.id)) < query.before)
    return conditions


def _named(field: str) -> ColumnElement[bool]:
    prefix = field.removesuffix(":")
    return col(Change.field) == field if prefix == field else col(Change.field).between(field, f"{prefix};")


async def of_cell(session: AsyncSession, entity: Entity, row_id: UUID, *, fields: Sequence[str]) -> Sequence[Change]:
    """The entries of a row about these fields, the newest first."""
    mine = (col(Change.entity) == entity, col(Change.row_id) == row_id, col(Change.field).in_(fields))
    return (await session.scalars(select(Change).where(*mine).order_by(col(Change.id).desc()))).all()


async def of_row_page(
    session: AsyncSession, entity: Entity, row_id: UUID, *, before: int | None, limit: int
) -> Sequence[Change]:
    """The entries of a row below the id `before`, the newest first."""
    query = select(Change).where(col(Change.entity) == entity, col(Change.row_id) == row_id)
    if before is not None:
        query = query.where(col(Change.id) < before)
    return (await session.scalars(query.order_by(col(Change.id).desc()).limit(limit))).all()


async def sizes(session: AsyncSession, gesture_ids: Sequence[UUID], *, most: int) -> dict[UUID, int]:
    """How many entries each of these acts has; no more than `most` of one are counted."""
    if not gesture_ids:
        return {}
    parts = [
        select(func.count()).select_from(
            select(literal(1)).where(col(Change.gesture_id) == gesture_id).limit(most).subquery()
        )
        for gesture_id in gesture_ids
    ]
    counted = [select(literal(place).label("place"), part.scalar_subquery()) for place, part in enumerate(parts)]
    rows = await session.execute(counted[0].union_all(*counted[1:]))
    return {gesture_ids[place]: count for place, count in rows}
