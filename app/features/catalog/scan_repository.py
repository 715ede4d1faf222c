"""The SQL of walking over all products of a grid's query, in its order."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.core.actor import Actor
from app.core.keyset import Place, behind, keys
from app.core.paging import GridQuery
from app.features.catalog.repository import filtered, ordering
from app.models import Product


async def ids_behind(
    session: AsyncSession, actor: Actor, query: GridQuery, *, place: Place | None, limit: int
) -> Sequence[tuple[UUID, Place]]:
    """Ids and places of the next products behind `place`, from the first where it is None."""
    order = ordering(query)
    statement = filtered(actor, query).with_only_columns(col(Product.id), *keys(order)).order_by(*order).limit(limit)
    if place is not None:
        statement = statement.where(behind(order, place))
    rows: Any = await session.execute(statement)
    return [(row[0], tuple(row[1:])) for row in rows]
