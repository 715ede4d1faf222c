"""The state of `/admin/orders`: what the grid should look at first, and which rows have changed."""

import reflex as rx

from app.core.actor import Role
from app.features.changes.feed import every
from app.features.changes.schemas import Entity
from app.features.dashboard import service as dashboard
from app.ui.admin_orders.grid import ORDERS
from app.ui.components.grid import Tick
from app.ui.grid_views.page import page_of
from app.ui.grid_views.state import GridViewState
from app.ui.presence import PresenceState, colleagues
from app.ui.session import follow, require
from app.ui.shell import formats_of


class AdminOrdersState(GridViewState, PresenceState, rx.State):
    """Rows are not here: the grid fetches them itself, under the person's own rights."""

    tick: Tick = Tick()
    time_zone: str = ""
    ready: bool = False

    @rx.event
    async def load(self) -> None:
        """The view of the address, as a link brings it."""
        actor = await require(self, Role.STAFF)
        found = await dashboard.currencies(actor)
        only = {"currency": found[0]} if len(found) == 1 else {}
        await self._open_view(actor, page_of(ORDERS), only=only)
        self.time_zone, self.ready = (await formats_of(self)).time_zone, True

    @rx.event(background=True)
    async def watch(self) -> None:
        """Tell the grid which rows changed."""
        await require(self, Role.STAFF)
        async for batch in follow(self, [every(Entity.ORDER)]):
            async with self:
                self.tick = self.tick.after(batch)

    @rx.event(background=True)
    async def meet(self) -> None:
        """Tell the grid who else is here."""
        async for seen in colleagues(self, "orders", Role.STAFF):
            async with self:
                self._show(seen)
