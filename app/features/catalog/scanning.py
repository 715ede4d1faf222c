"""All products of a grid's query, some at a time: what an export reads."""

from collections.abc import AsyncGenerator, Collection, Sequence
from uuid import UUID

from app.core.actor import Actor
from app.core.database import read_session
from app.core.errors import Forbidden
from app.core.keyset import Place, walk
from app.core.paging import GridQuery
from app.features.catalog import scan_repository
from app.features.catalog.schemas import ProductGridRow
from app.features.catalog.service import rows


def scan(actor: Actor, query: GridQuery, _fields: Collection[str]) -> AsyncGenerator[Sequence[ProductGridRow], None]:
    """Rows of the grid in the query's order; its offset and limit say nothing. Admins only: raises Forbidden."""
    if not actor.is_admin:
        raise Forbidden

    async def find(place: Place | None, limit: int) -> Sequence[tuple[UUID, Place]]:
        async with read_session() as session:
            return await scan_repository.ids_behind(session, actor, query, place=place, limit=limit)

    async def load(ids: Sequence[UUID]) -> Sequence[ProductGridRow]:
        return await rows(actor, ids)

    return walk(find, load)
