"""The state of `/admin/users`: the view of the address, and which rows have changed."""

import reflex as rx

from app.core.actor import Role
from app.features.changes.feed import every
from app.features.changes.schemas import Entity
from app.ui.admin_users.grid import USERS
from app.ui.components.grid import Tick
from app.ui.grid_views.page import page_of
from app.ui.grid_views.state import GridViewState
from app.ui.presence import PresenceState, colleagues
from app.ui.session import follow, require
from app.ui.shell import formats_of


class AdminUsersState(GridViewState, PresenceState, rx.State):
    """Rows are not here: the grid fetches them itself."""

    tick: Tick = Tick()
    time_zone: str = ""
    ready: bool = False

    @rx.event
    async def load(self) -> None:
        """The view of the address. Admins only."""
        actor = await require(self, Role.ADMIN)
        await self._open_view(actor, page_of(USERS))
        self.time_zone, self.ready = (await formats_of(self)).time_zone, True

    @rx.event(background=True)
    async def watch(self) -> None:
        """Tell the grid which rows changed."""
        await require(self, Role.ADMIN)
        async for batch in follow(self, [every(Entity.USER)]):
            async with self:
                self.tick = self.tick.after(batch)

    @rx.event(background=True)
    async def meet(self) -> None:
        """Tell the grid who else is here."""
        async for seen in colleagues(self, "users", Role.ADMIN):
            async with self:
                self._show(seen)
