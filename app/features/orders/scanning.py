"""All orders of a grid's query, however many, some at a time: what an export reads.

Only what is asked for is opened, and a customer once, so that a million rows take minutes.
"""

from collections.abc import AsyncGenerator, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.crypto import Place as Sealing
from app.core.crypto import unseal
from app.core.database import read_session
from app.core.keyset import Place, walk
from app.core.paging import GridQuery
from app.features.access.rules import masked, may_see
from app.features.orders import repository, scan_repository
from app.features.orders.reading import assert_staff
from app.features.orders.schemas import OrderGridRow
from app.models import Entity

MOST_CUSTOMERS = 20_000


def scan(actor: Actor, query: GridQuery, fields: Collection[str]) -> AsyncGenerator[Sequence[OrderGridRow], None]:
    """Rows of the grid in the query's order; its offset and limit say nothing. Staff only: raises Forbidden, Invalid.

    Other fields than `fields` may be empty. No transaction is held between two parts: a row that changes meanwhile
    comes as it then is.
    """
    assert_staff(actor)
    reader = _Reader(actor, frozenset(fields))

    async def find(place: Place | None, limit: int) -> Sequence[tuple[UUID, Place]]:
        async with read_session() as session:
            return await scan_repository.ids_behind(session, actor, query, place=place, limit=limit)

    async def load(ids: Sequence[UUID]) -> Sequence[OrderGridRow]:
        async with read_session() as session:
            return await reader.read(session, ids)

    return walk(find, load)


@dataclass(slots=True)
class _Reader:
    """Reads orders for one who may see some of it, and remembers the customers it has met."""

    actor: Actor
    fields: frozenset[str]
    _customers: dict[UUID, tuple[str, str]] = field(default_factory=dict[UUID, tuple[str, str]])

    async def read(self, session: AsyncSession, ids: Sequence[UUID]) -> list[OrderGridRow]:
        """The orders of these ids, in their order."""
        found = await scan_repository.rows(session, self.actor, ids)
        if self.fields & {"customer", "email"}:
            await self._meet(session, {row.user_id for row in found})
        items = await repository.units_of_each(session, ids) if "items" in self.fields else {}
        return [self._order(row, items.get(row.id, 0)) for row in found]

    async def _meet(self, session: AsyncSession, ids: set[UUID]) -> None:
        if len(self._customers) > MOST_CUSTOMERS:
            self._customers.clear()
        for user_id, name, email in await scan_repository.customers(session, ids - self._customers.keys()):
            opened = (self._opened("customer", name, ("users", "name", user_id)), "")
            if "email" in self.fields:
                in_clear = may_see(self.actor, Entity.ORDER, "email", owner_id=user_id)
                text = self._opened("email", email, ("users", "email", user_id))
                opened = (opened[0], text if in_clear else masked(text))
            self._customers[user_id] = opened

    def _opened(self, asked: str, sealed: str | None, place: tuple[str, str, UUID]) -> str:
        return unseal(sealed, Sealing(*place)) if sealed is not None and asked in self.fields else ""

    def _order(self, row: Any, items: int) -> OrderGridRow:
        customer, email = self._customers.get(row.user_id, ("", ""))
        return OrderGridRow(
            row.id,
            row.version,
            row.number,
            row.reference,
            row.channel,
            customer,
            email,
            row.status,
            row.total_amount,
            row.currency,
            self._opened("ship_to", row.ship_to_ct, ("orders", "ship_to", row.id)),
            self._opened("note", row.note_ct, ("orders", "note", row.id)),
            items,
            row.ordered_at,
            row.created_at,
            row.updated_at,
        )
