"""The state of `/orders`: the newest orders that the person may see, kept up to date while the page is open."""

import reflex as rx

from app.core.actor import Actor
from app.core.errors import Invalid
from app.core.formats import Formats
from app.features.changes.feed import every, owned
from app.features.changes.schemas import Batch, Entity
from app.features.orders import service as orders
from app.features.orders.schemas import OrderDetail, OrderPick
from app.ui.orders.address import Picked, read, why
from app.ui.orders.cards import OrderCard, to_card
from app.ui.orders.chips import Chip, chips
from app.ui.session import current_actor, follow, require
from app.ui.shell import formats_of

PAGE = 25
MOST = 500


class OrdersState(rx.State):
    """A list that grows by pages and follows the change log.

    `totals` says how many orders the filters of a customer's address let pass, and what they come to; `problem` why
    the address cannot be read.
    """

    cards: list[OrderCard] = []
    loaded: bool = False
    has_more: bool = False
    news: str = ""
    chips: list[Chip] = []
    totals: str = ""
    problem: str = ""
    _cursor: str = ""
    _picked: Picked = Picked()

    @rx.event
    async def load_more(self) -> None:
        """The next page."""
        actor = await require(self)
        formats = await formats_of(self)
        query = self._picked.query(tz=formats.time_zone, cursor=self._cursor or None, limit=PAGE)
        page = await orders.list_orders(actor, query)
        self.cards = [*self.cards, *(to_card(order, formats) for order in page.items)]
        self._at(page.next_cursor)

    @rx.event(background=True)
    async def watch(self) -> None:
        """Show the first page of what the address says, then every change of an order in the list at once."""
        actor = await require(self)
        async with self:
            if not await self._enter():
                return
        async for batch in follow(self, [keys_of(actor)]):
            async with self:
                if batch.missed or self._concerns(batch):
                    await self._reload()

    async def _enter(self) -> bool:
        """Read the address; False where it says nothing that can be shown."""
        formats = await formats_of(self)
        try:
            picked = read(self.router.url.query)
            picked.query(tz=formats.time_zone, limit=PAGE)
            chips(picked, formats, ())
        except Invalid as refused:
            self.problem, self.loaded = why(refused), True
            return False
        if picked != self._picked:
            self._picked, self.cards, self.loaded, self.chips, self.totals = picked, [], False, [], ""
        self.problem = ""
        return True

    def _concerns(self, batch: Batch) -> bool:
        """Whether the list may look different: under filters, an order may come in by any change."""
        shown = {card.id for card in self.cards}
        return bool(self._picked) or any(notice.is_creation or str(notice.row_id) in shown for notice in batch.notices)

    async def _reload(self) -> None:
        """Read as many rows again as are shown, and say politely which status changed."""
        actor, formats = await current_actor(self), await formats_of(self)
        before = {card.id: card.status for card in self.cards}
        query = self._picked.query(tz=formats.time_zone, limit=min(max(len(self.cards), PAGE), MOST))
        page = await orders.list_orders(actor, query)
        await self._tell(actor, query, page.items, formats)
        self.cards = [to_card(order, formats) for order in page.items]
        moved = [card for card in self.cards if before.get(card.id, card.status) != card.status]
        self.news = ". ".join(f"Order {card.number} is now {card.status_label}" for card in moved[:3])
        self.loaded = True
        self._at(page.next_cursor)

    async def _tell(self, actor: Actor, query: OrderPick, items: tuple[OrderDetail, ...], formats: Formats) -> None:
        """Say what the list is filtered by. To count all orders of the shop is for the grid."""
        self.chips = chips(self._picked, formats, items)
        if not self._picked or actor.is_staff:
            self.totals = ""
            return
        totals = await orders.list_totals(actor, query)
        count = f"{formats.number(totals.orders)} {'order' if totals.orders == 1 else 'orders'}"
        self.totals = " · ".join([count, *(formats.money(one.amount, one.currency) for one in totals.amounts)])

    def _at(self, cursor: str | None) -> None:
        self._cursor, self.has_more = cursor or "", cursor is not None


def keys_of(actor: Actor) -> str:
    """What of the change log concerns the person's list: their own orders, for staff all."""
    if actor.is_staff or actor.user_id is None:
        return every(Entity.ORDER)
    return owned(Entity.ORDER, actor.user_id)
