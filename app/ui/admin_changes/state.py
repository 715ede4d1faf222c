"""The state of `/admin/changes`: the newest entries of the log, live."""

from collections.abc import Sequence
from enum import Enum
from typing import TypeVar
from uuid import UUID

import reflex as rx

from app.core.actor import Actor, Role, Source
from app.features.accounts import service as accounts
from app.features.catalog import service as catalog
from app.features.changes.feed import every
from app.features.changes.reading import LIMIT, LogQuery, list_changes
from app.features.changes.schemas import Entity, LogRow
from app.features.orders import service as orders
from app.ui.admin_changes.shown import Entry, Names, to_entry
from app.ui.session import current_actor, follow, require
from app.ui.shell import formats_of

MOST = 400
Choice = TypeVar("Choice", bound=Enum)


class ChangesState(rx.State):
    """Entries and what they are filtered by; an empty filter lets all through."""

    entries: list[Entry] = []
    entity: str = ""
    role: str = ""
    door: str = ""
    loaded: bool = False
    has_more: bool = False
    _cursor: str = ""

    @rx.event(background=True)
    async def watch(self) -> None:
        """Show the newest entries, then each new one at once."""
        await require(self, Role.STAFF)
        async for _ in follow(self, [every(entity) for entity in Entity]):
            async with self:
                await self._read(await current_actor(self))

    @rx.event
    async def choose_entity(self, value: str) -> None:
        """Only entries about orders, products or people."""
        self.entity = value
        await self._read(await require(self, Role.STAFF))

    @rx.event
    async def choose_role(self, value: str) -> None:
        """Only what people of this role did."""
        self.role = value
        await self._read(await require(self, Role.STAFF))

    @rx.event
    async def choose_door(self, value: str) -> None:
        """Only what came through this door."""
        self.door = value
        await self._read(await require(self, Role.STAFF))

    @rx.event
    async def load_more(self) -> None:
        """Older entries."""
        actor = await require(self, Role.STAFF)
        page = await list_changes(actor, self._query(self._cursor))
        self.entries = [*self.entries, *(await self._shown(actor, page.items))]
        self._cursor, self.has_more = page.next_cursor or "", page.next_cursor is not None

    async def _read(self, actor: Actor) -> None:
        """Read as many entries again as are shown."""
        page = await list_changes(actor, self._query(), limit=min(max(len(self.entries), LIMIT), MOST))
        self.entries = await self._shown(actor, page.items)
        self._cursor, self.has_more, self.loaded = page.next_cursor or "", page.next_cursor is not None, True

    def _query(self, cursor: str = "") -> LogQuery:
        return LogQuery(
            entity=one_of(Entity, self.entity),
            role=one_of(Role, self.role),
            source=one_of(Source, self.door),
            cursor=cursor,
        )

    async def _shown(self, actor: Actor, rows: Sequence[LogRow]) -> list[Entry]:
        formats = await formats_of(self)
        names = await names_of(actor, rows)
        return [to_entry(row, names, formats) for row in rows]


def one_of(vocabulary: type[Choice], text: str) -> Choice | None:
    """The member of that value; None where there is none, which means all."""
    return next((member for member in vocabulary if member.value == text), None)


async def names_of(actor: Actor, rows: Sequence[LogRow]) -> Names:
    """What the rows are called: numbers of orders, names of products, and for admins the names of people."""
    about = {entity: list({row.row_id for row in rows if row.entity is entity}) for entity in Entity}
    called: dict[UUID, str] = {
        order.id: f"Order #{order.number}" for order in await orders.rows(actor, about[Entity.ORDER])
    }
    products = await catalog.products_by_ids(actor, about[Entity.PRODUCT])
    called |= {product.id: product.name for product in products}
    currencies = {product.id: product.price.currency for product in products}
    if not actor.is_admin:
        return Names(called, {}, currencies)
    asked = {*about[Entity.USER], *(row.actor_id for row in rows if row.actor_id)}
    people = {user.id: user.name or "Erased account" for user in await accounts.rows(actor, list(asked))}
    return Names(called | people, people, currencies)
