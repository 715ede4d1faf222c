"""The state of `/admin/changes`: the entries that the address asks for, live."""

from collections.abc import Sequence
from dataclasses import fields
from uuid import UUID

import reflex as rx

from app.core.actor import Actor, Role
from app.core.paging import Filter, GridQuery
from app.features.accounts import service as accounts
from app.features.catalog import service as catalog
from app.features.changes.feed import every
from app.features.changes.reading import LIMIT, list_changes
from app.features.changes.schemas import Entity, LogRow
from app.features.orders import service as orders
from app.ui.admin_changes.asked import Asked, arrived, field_names, read, to_query
from app.ui.admin_changes.shown import Entry, Names, Option, to_entry
from app.ui.session import current_actor, follow, require
from app.ui.shell import formats_of

MOST = 400
# How many addresses may be on their way at once: who types a day asks for several.
MOST_SENT = 20
FILTERS = frozenset(part.name for part in fields(Asked))


class ChangesState(rx.State):
    """Entries and what they are filtered by; an empty filter lets all through.

    `arrivals` counts how often the address became another than the filters asked for: those are then drawn anew. As
    long as it is they that ask, nobody takes a field out of a person's hands.
    """

    entries: list[Entry] = []
    asked: Asked = Asked()
    people: list[Option] = []
    field_options: list[Option] = []
    about_row: str = ""
    sees_revealed: bool = False
    loaded: bool = False
    has_more: bool = False
    arrivals: int = 0
    _cursor: str = ""
    _sent: tuple[Asked, ...] = ()

    @rx.event(background=True)
    async def watch(self) -> None:
        """Show what the address asks for, then each new entry at once."""
        await require(self, Role.STAFF)
        async with self:
            await self._enter(await current_actor(self))
        if self.asked.show:
            return
        async for _ in follow(self, [every(entity) for entity in Entity]):
            async with self:
                await self._read(await current_actor(self))

    @rx.event
    async def choose(self, name: str, value: str) -> rx.event.EventSpec | None:
        """Narrow the log by one filter more, or one less; the address says so."""
        await require(self, Role.STAFF)
        if name not in FILTERS:
            return None
        wanted = read({part: getattr(self.asked.but(name, str(value)), part) for part in FILTERS})
        if wanted == self.asked or (value and not getattr(wanted, name)):
            return None
        self._sent = (*self._sent, wanted)[-MOST_SENT:]
        return rx.redirect(wanted.address, replace=True)

    @rx.event
    async def load_more(self) -> None:
        """Older entries."""
        actor = await require(self, Role.STAFF)
        formats = await formats_of(self)
        query = to_query(self.asked, tz=formats.time_zone)
        page = await list_changes(actor, query, cursor=self._cursor)
        self.entries = [*self.entries, *(await self._shown(actor, page.items))]
        self._cursor, self.has_more = page.next_cursor or "", page.next_cursor is not None

    async def _enter(self, actor: Actor) -> None:
        asked = read(self.router.url.query_parameters)
        if asked != self.asked:
            self.entries, self.loaded, self.about_row = [], False, ""
        is_new, self._sent = arrived(asked, shown=self.asked, sent=self._sent)
        self.arrivals += is_new
        self.asked = asked
        self.people = await people_who_act(actor, asked.by)
        self.field_options = [Option(name, label) for name, label in field_names(asked.about).items()]
        self.sees_revealed = actor.is_admin

    async def _read(self, actor: Actor) -> None:
        """Read as many entries again as are shown."""
        formats = await formats_of(self)
        query = to_query(self.asked, tz=formats.time_zone)
        page = await list_changes(actor, query, limit=min(max(len(self.entries), LIMIT), MOST))
        self.entries = await self._shown(actor, page.items)
        if self.asked.row and self.entries:
            self.about_row = self.entries[0].what
        self._cursor, self.has_more, self.loaded = page.next_cursor or "", page.next_cursor is not None, True

    async def _shown(self, actor: Actor, rows: Sequence[LogRow]) -> list[Entry]:
        formats = await formats_of(self)
        names = await names_of(actor, rows)
        return [to_entry(row, names, formats) for row in rows]


async def people_who_act(actor: Actor, asked: str = "") -> list[Option]:
    """Who can be asked for: oneself, roles, for admins the people of the shop by name, and whom the address names."""
    offered = await _people_of_the_shop(actor)
    if not asked or asked in {option.value for option in offered}:
        return offered
    found = await accounts.rows(actor, [UUID(asked)]) if actor.is_admin else ()
    return [*offered, Option(asked, next((user.name for user in found if user.name), "One person"))]


async def _people_of_the_shop(actor: Actor) -> list[Option]:
    roles = [Option(Role.CUSTOMER, "Customers"), Option(Role.STAFF, "Staff"), Option(Role.ADMIN, "Admins")]
    mine = [Option(str(actor.user_id), "Me")] if actor.user_id else []
    if not actor.is_admin:
        return [*mine, *roles]
    of_the_shop = Filter(field="role", kind="set", values=(Role.STAFF.value, Role.ADMIN.value))
    found = await accounts.window(actor, GridQuery(limit=200, filters=(of_the_shop,)))
    others = sorted((user.name, str(user.id)) for user in found if user.id != actor.user_id)
    return [*mine, *roles, *(Option(user_id, name) for name, user_id in others if name)]


async def names_of(actor: Actor, rows: Sequence[LogRow]) -> Names:
    """What the rows are called: numbers of orders, names of products, and for admins the names of people."""
    about = {entity: list({row.row_id for row in rows if row.entity is entity}) for entity in Entity}
    found = await orders.rows(actor, about[Entity.ORDER])
    called: dict[UUID, str] = {order.id: f"Order #{order.number}" for order in found}
    products = await catalog.products_by_ids(actor, about[Entity.PRODUCT])
    called |= {product.id: product.name for product in products}
    currencies = {order.id: order.currency for order in found}
    currencies |= {product.id: product.price.currency for product in products}
    mine = {actor.user_id: "You"} if actor.user_id else {}
    if not actor.is_admin:
        return Names(called, mine, currencies)
    asked = {*about[Entity.USER], *(row.actor_id for row in rows if row.actor_id)}
    people = {user.id: user.name or "Erased account" for user in await accounts.rows(actor, list(asked))}
    return Names(called | people, people | mine, currencies)
