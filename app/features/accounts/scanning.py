"""All people of a grid's query, some at a time: what an export reads."""

from collections.abc import AsyncGenerator, Collection, Sequence
from uuid import UUID

from app.core.actor import Actor
from app.core.database import read_session
from app.core.keyset import Place, walk
from app.core.paging import GridQuery
from app.features.accounts.admin import rows
from app.features.accounts.people import need_admin
from app.features.accounts.repository import scanning
from app.features.accounts.schemas import UserGridRow


def scan(actor: Actor, query: GridQuery, _fields: Collection[str]) -> AsyncGenerator[Sequence[UserGridRow], None]:
    """Rows of the grid in the query's order; its offset and limit say nothing. Admins only: raises Forbidden."""
    need_admin(actor)

    async def find(place: Place | None, limit: int) -> Sequence[tuple[UUID, Place]]:
        async with read_session() as session:
            return await scanning.ids_behind(session, query, place=place, limit=limit)

    async def load(ids: Sequence[UUID]) -> Sequence[UserGridRow]:
        found = {row.id: row for row in await rows(actor, ids)}
        return [found[user_id] for user_id in ids if user_id in found]

    return walk(find, load)
