"""All orders of a grid's query, however many, some at a time: what an export reads."""

from collections.abc import AsyncGenerator, Sequence
from uuid import UUID

from app.core.actor import Actor
from app.core.database import read_session
from app.core.keyset import Place, walk
from app.core.paging import GridQuery
from app.features.orders import scan_repository
from app.features.orders.reading import assert_staff, rows
from app.features.orders.schemas import OrderGridRow


def scan(actor: Actor, query: GridQuery) -> AsyncGenerator[Sequence[OrderGridRow], None]:
    """Rows of the grid in the query's order; its offset and limit say nothing. Staff only: raises Forbidden, Invalid.

    No transaction is held between two parts: a row that changes meanwhile comes as it then is.
    """
    assert_staff(actor)

    async def find(place: Place | None, limit: int) -> Sequence[tuple[UUID, Place]]:
        async with read_session() as session:
            return await scan_repository.ids_behind(session, actor, query, place=place, limit=limit)

    async def load(ids: Sequence[UUID]) -> Sequence[OrderGridRow]:
        return await rows(actor, ids)

    return walk(find, load)
