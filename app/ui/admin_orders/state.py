"""The state of `/admin/orders`: what the grid should look at first, and which rows have changed."""

from typing import Any

import reflex as rx

from app.core.actor import Role
from app.core.errors import Invalid
from app.core.paging import Filter
from app.core.ranges import time_range
from app.features.changes.feed import every
from app.features.changes.schemas import Entity
from app.features.orders.schemas import OrderStatus
from app.ui.components import effects
from app.ui.components.grid import Tick
from app.ui.presence import PresenceState, colleagues
from app.ui.session import follow, require
from app.ui.shell import formats_of

KNOWN = frozenset(status.value for status in OrderStatus)


class AdminOrdersState(PresenceState, rx.State):
    """Rows are not here: the grid fetches them itself, under the person's own rights."""

    tick: Tick = Tick()
    view: dict[str, Any] = {}
    time_zone: str = ""
    ready: bool = False

    @rx.event
    async def load(self) -> None:
        """The filters of the address, as a link behind a number of the dashboard brings them."""
        await require(self, Role.STAFF)
        formats = await formats_of(self)
        self.time_zone, self.ready = formats.time_zone, True
        asked = self.router.url.query_parameters
        try:
            filters = filters_of(
                status=asked.get("status", ""),
                start=asked.get("from", ""),
                end=asked.get("to", ""),
                zone=asked.get("tz", "") or formats.time_zone,
            )
        except Invalid:
            filters = ()
            await effects.toast(self, "The filter in the address cannot be read, so all orders are shown", tone="error")
        self.view = {"filters": [part.model_dump(exclude_defaults=True) for part in filters]}

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


def filters_of(*, status: str, start: str, end: str, zone: str) -> tuple[Filter, ...]:
    """The grid's filters of `?status=paid,shipped&from=&to=`. Raises Invalid for moments that cannot be read."""
    statuses = tuple(dict.fromkeys(name for name in status.split(",") if name in KNOWN))
    span = time_range(start or None, end or None, tz=zone)
    filters = (Filter(field="status", kind="set", values=statuses),) if statuses else ()
    if span.start is None and span.end is None:
        return filters
    low, high = (bound.isoformat() if bound else None for bound in (span.start, span.end))
    return (*filters, Filter(field="ordered_at", kind="range", low=low, high=high))
