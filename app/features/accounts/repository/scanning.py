"""The SQL of walking over all people of a grid's query, in its order."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.core.keyset import Place, behind, keys
from app.core.paging import GridQuery
from app.features.accounts.repository.listing import ordering, passing
from app.models import User


async def ids_behind(
    session: AsyncSession, query: GridQuery, *, place: Place | None, limit: int
) -> Sequence[tuple[UUID, Place]]:
    """Ids and places of the next people behind `place`, from the first where it is None."""
    order = ordering(query)
    statement: Any = select(User).with_only_columns(col(User.id), *keys(order)).where(*passing(query))
    if place is not None:
        statement = statement.where(behind(order, place))
    rows: Any = await session.execute(statement.order_by(*order).limit(limit))
    return [(row[0], tuple(row[1:])) for row in rows]
