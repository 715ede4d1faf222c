"""The SQL of walking over all orders of a grid's query, in its order. Columns, not rows of the table: it is quicker."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.core.actor import Actor
from app.core.keyset import Place, behind, keys
from app.core.paging import GridQuery
from app.features.orders.grid_repository import filtered, ordering
from app.features.orders.repository import visible
from app.models import Order, User

NAMES = (
    "id",
    "version",
    "number",
    "reference",
    "channel",
    "user_id",
    "status",
    "total_amount",
    "currency",
    "ship_to_ct",
    "note_ct",
    "ordered_at",
    "created_at",
    "updated_at",
)


async def ids_behind(
    session: AsyncSession, actor: Actor, query: GridQuery, *, place: Place | None, limit: int
) -> Sequence[tuple[UUID, Place]]:
    """Ids and places of the next orders behind `place`, from the first where it is None."""
    order = ordering(query)
    statement = filtered(actor, query).with_only_columns(col(Order.id), *keys(order)).order_by(*order).limit(limit)
    if place is not None:
        statement = statement.where(behind(order, place))
    rows: Any = await session.execute(statement)
    return [(row[0], tuple(row[1:])) for row in rows]


async def rows(session: AsyncSession, actor: Actor, ids: Sequence[UUID]) -> list[Any]:
    """The columns NAMES of these orders that the actor may see, in the order of the ids."""
    columns = [col(getattr(Order, name)) for name in NAMES]
    found: Any = await session.execute(visible(actor).with_only_columns(*columns).where(col(Order.id).in_(ids)))
    by_id = {row.id: row for row in found}
    return [by_id[order_id] for order_id in ids if order_id in by_id]


async def customers(session: AsyncSession, ids: Collection[UUID]) -> list[tuple[UUID, str | None, str | None]]:
    """Id, sealed name and sealed address of these customers."""
    query: Any = select(col(User.id), col(User.name_ct), col(User.email_ct)).where(col(User.id).in_(ids))
    found: Any = await session.execute(query)
    return [(user_id, name, email) for user_id, name, email in found]
