"""The SQL of bulk changes: pages of rows in the order of their ids, and fields that somebody else changed meanwhile."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.features.records.scopes import Scope
from app.models import Change, Entity


async def newest_id(session: AsyncSession, scope: Scope) -> UUID | None:
    """The highest id of the table: rows that come after it were made later."""
    key = scope.column("id")
    return await session.scalar(select(key).order_by(key.desc()).limit(1))


async def page(
    session: AsyncSession, scope: Scope, statement: Select[Any], *, names: Sequence[str], limit: int
) -> list[dict[str, Any]]:
    """Up to `limit` rows of the statement in the order of their ids: id, version and the columns of these names."""
    wanted = dict.fromkeys(("id", "version", *names))
    columns = [scope.column(name) for name in wanted]
    query = statement.with_only_columns(*columns).order_by(scope.column("id")).limit(limit)
    return [dict(zip(wanted, row, strict=True)) for row in await session.execute(query)]


def behind(scope: Scope, statement: Select[Any], *, after: UUID | None, until: UUID | None) -> Select[Any]:
    """Those of the statement's rows whose id is above `after` and not above `until`."""
    if after is not None:
        statement = statement.where(scope.column("id") > after)
    return statement if until is None else statement.where(scope.column("id") <= until)


def only(scope: Scope, statement: Select[Any], ids: Sequence[UUID]) -> Select[Any]:
    """Those of the statement's rows that have one of these ids."""
    return statement.where(scope.column("id").in_(ids))


async def changed_since(
    session: AsyncSession, entity: Entity, seen: Sequence[tuple[UUID, int]], *, field: str
) -> frozenset[UUID]:
    """Those rows whose field has changed since the version at which it was seen: (row, version)."""
    if not seen:
        return frozenset()
    later = or_(*((col(Change.row_id) == row_id) & (col(Change.version) > version) for row_id, version in seen))
    query = select(Change.row_id).where(col(Change.entity) == entity, col(Change.field) == field, later)
    return frozenset((await session.scalars(query)).all())
