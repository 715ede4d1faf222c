"""The state of `/`: for customers a welcome with their latest orders; staff are led on to the dashboard."""

import reflex as rx

from app.features.orders import service as orders
from app.features.orders.schemas import OrderQuery, OrderStatus
from app.ui.door.guard import HOME
from app.ui.orders.cards import OrderCard, to_card
from app.ui.orders.state import keys_of
from app.ui.session import current_actor, follow, require
from app.ui.shell import formats_of

LATEST = 5
UNDER_WAY = (OrderStatus.PENDING, OrderStatus.PAID, OrderStatus.SHIPPED)


class HomeState(rx.State):
    """The latest orders of the person."""

    cards: list[OrderCard] = []
    loaded: bool = False
    under_way: int = 0

    @rx.event
    async def go(self) -> rx.event.EventSpec | None:
        """Those whose work is elsewhere go there; a link inside the page passes no HTTP guard."""
        actor = await require(self)
        return rx.redirect(HOME[actor.role], replace=True) if HOME[actor.role] != "/" else None

    @rx.event(background=True)
    async def watch(self) -> None:
        """Keep the list up to date while the page is open."""
        actor = await require(self)
        if HOME[actor.role] != "/":
            return
        async for _ in follow(self, [keys_of(actor)]):
            async with self:
                await self._read()

    async def _read(self) -> None:
        actor = await current_actor(self)
        page = await orders.list_orders(actor, OrderQuery(limit=LATEST))
        counts = await orders.status_counts(actor)
        formats = await formats_of(self)
        self.cards = [to_card(order, formats) for order in page.items]
        self.under_way = sum(counts.get(status, 0) for status in UNDER_WAY)
        self.loaded = True
