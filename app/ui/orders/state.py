"""The state of `/orders`: the newest orders that the person may see, kept up to date while the page is open."""

import reflex as rx

from app.core.actor import Actor
from app.features.changes.feed import every, owned
from app.features.changes.schemas import Batch, Entity
from app.features.orders import service as orders
from app.features.orders.schemas import OrderQuery
from app.ui.orders.cards import OrderCard, to_card
from app.ui.session import current_actor, follow, require
from app.ui.shell import formats_of

PAGE = 25
MOST = 500


class OrdersState(rx.State):
    """A list that grows by pages and follows the change log."""

    cards: list[OrderCard] = []
    loaded: bool = False
    has_more: bool = False
    news: str = ""
    _cursor: str = ""

    @rx.event
    async def load_more(self) -> None:
        """The next page."""
        actor = await require(self)
        page = await orders.list_orders(actor, OrderQuery(cursor=self._cursor or None, limit=PAGE))
        formats = await formats_of(self)
        self.cards = [*self.cards, *(to_card(order, formats) for order in page.items)]
        self._at(page.next_cursor)

    @rx.event(background=True)
    async def watch(self) -> None:
        """Show the first page, then every change of an order in the list at once."""
        actor = await require(self)
        async for batch in follow(self, [keys_of(actor)]):
            async with self:
                if batch.missed or self._concerns(batch):
                    await self._reload()

    def _concerns(self, batch: Batch) -> bool:
        shown = {card.id for card in self.cards}
        return any(notice.is_creation or str(notice.row_id) in shown for notice in batch.notices)

    async def _reload(self) -> None:
        """Read as many rows again as are shown, and say politely which status changed."""
        actor = await current_actor(self)
        before = {card.id: card.status for card in self.cards}
        page = await orders.list_orders(actor, OrderQuery(limit=min(max(len(self.cards), PAGE), MOST)))
        formats = await formats_of(self)
        self.cards = [to_card(order, formats) for order in page.items]
        moved = [card for card in self.cards if before.get(card.id, card.status) != card.status]
        self.news = ". ".join(f"Order {card.number} is now {card.status_label}" for card in moved[:3])
        self.loaded = True
        self._at(page.next_cursor)

    def _at(self, cursor: str | None) -> None:
        self._cursor, self.has_more = cursor or "", cursor is not None


def keys_of(actor: Actor) -> str:
    """What of the change log concerns the person's list: their own orders, for staff all."""
    if actor.is_staff or actor.user_id is None:
        return every(Entity.ORDER)
    return owned(Entity.ORDER, actor.user_id)
