"""The state of `/orders/[order_id]`: one order, live, with what the viewer may do."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import reflex as rx

from app.core.actor import Actor
from app.core.errors import Invalid, NotFound, Stale
from app.core.ids import parse_id
from app.core.parsing import parse
from app.features.changes.feed import row
from app.features.changes.schemas import Entity
from app.features.orders import service as orders
from app.features.orders.schemas import OrderPatch
from app.ui.components import effects
from app.ui.order_detail.shown import OrderShown, Step, story, to_shown
from app.ui.session import current_actor, follow, require
from app.ui.shell import formats_of

TRIES = 3
MOVED_ON = "It was changed meanwhile. Compare with what stands there now, then save again to replace it."


class OrderState(rx.State):
    """One order. `path` is the address for which all this holds."""

    path: str = ""
    missing: bool = False
    order: OrderShown = OrderShown()
    steps: list[Step] = []
    customer_name: str = ""
    customer_email: str = ""
    editing: bool = False
    asking: str = ""
    errors: dict[str, str] = {}
    news: str = ""
    _version: int = 0
    _base: dict[str, str] = {}

    @rx.event(background=True)
    async def watch(self) -> None:
        """Show the order of the address, then follow it."""
        actor = await require(self)
        path = str(self.router.url.path)
        order_id = parse_id(path.rstrip("/").rpartition("/")[2])
        async with self:
            await self._open(actor, order_id, path)
        if order_id is None or self.missing:
            return
        async for batch in follow(self, [row(Entity.ORDER, order_id)]):
            if batch.notices:
                async with self:
                    await self._refresh(await current_actor(self), order_id)

    @rx.event
    async def edit(self) -> None:
        """Open the form of address and note."""
        self._base = self._delivery()
        self.editing, self.errors = True, {}
        await effects.focus(self, "#field-ship_to")

    @rx.event
    async def stop_editing(self) -> None:
        """Close the form; nothing is changed."""
        self.editing, self.errors = False, {}
        await effects.focus(self, "#edit-order")

    @rx.event
    async def save(self, form: dict[str, Any]) -> None:
        """Write address and note, if they differ from what the person saw."""
        actor = await require(self)
        typed = {name: str(form.get(name, "")).replace("\r\n", "\n") for name in ("ship_to", "note")}
        wanted = {name: text for name, text in typed.items() if text != self._base.get(name)}
        self.errors = {}
        try:
            if not typed["ship_to"].strip() and "ship_to" in wanted:
                self.errors = {"ship_to": "Say where the order goes"}
                return
            if wanted and not await self._write(actor, wanted):
                return
        except Invalid as refused:
            self.errors = {fault.field: fault.detail for fault in refused.errors}
            return
        self.editing = False
        await effects.toast(self, "Saved")
        await effects.focus(self, "#edit-order")

    @rx.event
    async def ask(self, status: str) -> None:
        """Ask before what cannot be undone: cancelling and refunding."""
        self.asking = status if status in {"cancelled", "refunded"} else ""

    @rx.event
    async def keep(self) -> None:
        """Not after all."""
        self.asking = ""

    @rx.event
    async def cancel(self) -> None:
        """Call the order off."""
        actor = await require(self)
        self.asking = ""
        await orders.cancel_order(actor, self._id())
        await self._refresh(actor, self._id())
        await effects.toast(self, "The order is cancelled")

    @rx.event
    async def move(self, status: str) -> None:
        """Give the order its next status."""
        actor = await require(self)
        self.asking = ""
        order_id = self._id()
        patch = parse(OrderPatch, {"status": status})
        try:
            await orders.patch_order(actor, order_id, version=self._version, patch=patch)
        except Stale:
            await self._refresh(actor, order_id)
            await effects.toast(self, "The order was changed a moment ago. Look again, then decide.", tone="error")
            return
        await self._refresh(actor, order_id)

    async def _open(self, actor: Actor, order_id: UUID | None, path: str) -> None:
        """Show the order of this address. After a short break of the connection a form that was open stays so."""
        if path != self.path:
            self.editing, self.asking = False, ""
            self.errors, self.news, self._version = {}, "", 0
        self.missing = order_id is None
        if order_id is not None:
            await self._refresh(actor, order_id)
        self.path = path

    async def _refresh(self, actor: Actor, order_id: UUID) -> None:
        """Read the order under the rights of the viewer."""
        try:
            order = await orders.get_order(actor, order_id)
            history = await orders.history(actor, order_id)
            formats = await formats_of(self)
            customer = await orders.customer_of(actor, order_id) if actor.is_staff else None
        except NotFound:
            self.missing, self.order, self.steps = True, OrderShown(), []
            self.customer_name = self.customer_email = ""
            return
        before = self.order.status if self._version else order.status.value
        self.order, self.steps = to_shown(order, actor, formats), story(history, actor, formats)
        self.customer_name = customer.name if customer else ""
        self.customer_email = customer.email if customer else ""
        self._version = order.version
        if before != order.status.value:
            self.news = f"The order is now {self.order.status_label}"

    async def _write(self, actor: Actor, wanted: Mapping[str, str]) -> bool:
        """Save; what others changed in other fields is merged. False when they changed the same field."""
        for _ in range(TRIES):
            now = self._delivery()
            moved = [name for name, text in wanted.items() if now[name] not in {self._base[name], text}]
            if moved:
                self._base = {**self._base, **{name: now[name] for name in moved}}
                self.errors = {name: f"{MOVED_ON} Now: “{now[name]}”" for name in moved}
                return False
            order_id = self._id()
            try:
                await orders.patch_order(actor, order_id, version=self._version, patch=parse(OrderPatch, wanted))
            except Stale:
                await self._refresh(actor, order_id)
                continue
            await self._refresh(actor, order_id)
            return True
        raise Stale

    def _id(self) -> UUID:
        """The order that is shown. Raises NotFound where none is: an event may come from anywhere."""
        order_id = parse_id(self.order.id)
        if order_id is None:
            raise NotFound
        return order_id

    def _delivery(self) -> dict[str, str]:
        """What can be edited, as it stands in the database for all this page knows."""
        return {"ship_to": self.order.ship_to, "note": self.order.note}
