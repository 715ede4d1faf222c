"""The state of `/admin/products`: the address's view, which rows have changed, and the dialog for a new product."""

from typing import Any

import reflex as rx

from app.core.actor import Role
from app.core.config import get_settings
from app.core.errors import Conflict, Invalid, invalid
from app.core.money import parse_amount
from app.core.parsing import parse
from app.features.catalog import service as catalog
from app.features.catalog.schemas import ProductCreate
from app.features.changes.feed import every
from app.features.changes.schemas import Entity
from app.ui.admin_products.grid import PRODUCTS
from app.ui.components import effects
from app.ui.components.grid import Tick
from app.ui.grid_views.page import page_of
from app.ui.grid_views.state import GridViewState
from app.ui.presence import PresenceState, colleagues
from app.ui.session import follow, require
from app.ui.shell import formats_of


class AdminProductsState(GridViewState, PresenceState, rx.State):
    """Rows are not here: the grid fetches them itself."""

    tick: Tick = Tick()
    time_zone: str = ""
    currency: str = ""
    ready: bool = False
    adding: bool = False
    errors: dict[str, str] = {}

    @rx.event
    async def load(self) -> None:
        """The view of the address. Admins only."""
        actor = await require(self, Role.ADMIN)
        await self._open_view(actor, page_of(PRODUCTS))
        formats = await formats_of(self)
        self.time_zone, self.currency = formats.time_zone, get_settings().currency
        self.ready, self.adding = True, False

    @rx.event(background=True)
    async def watch(self) -> None:
        """Tell the grid which rows changed."""
        await require(self, Role.ADMIN)
        async for batch in follow(self, [every(Entity.PRODUCT)]):
            async with self:
                self.tick = self.tick.after(batch)

    @rx.event(background=True)
    async def meet(self) -> None:
        """Tell the grid who else is here."""
        async for seen in colleagues(self, "products", Role.ADMIN):
            async with self:
                self._show(seen)

    @rx.event
    async def ask(self) -> None:
        """Open the dialog."""
        self.errors, self.adding = {}, True
        await effects.focus(self, "#field-sku")

    @rx.event
    async def stop(self) -> None:
        """Close the dialog; nothing is added."""
        self.errors, self.adding = {}, False

    @rx.event
    async def add(self, form: dict[str, Any]) -> None:
        """Add the product."""
        actor = await require(self, Role.ADMIN)
        try:
            product = await catalog.create_product(actor, command_of(form, self.currency))
        except (Invalid, Conflict) as refused:
            self.errors = {fault.field: fault.detail for fault in refused.errors} or {"form": refused.detail}
            return
        self.errors, self.adding = {}, False
        await effects.toast(self, f"{product.name} is in the catalogue")


def command_of(form: dict[str, Any], currency: str) -> ProductCreate:
    """The product that was typed. Raises Invalid naming each wrong field; a wrong price is named `price`."""
    typed = {name: str(form.get(name, "")) for name in ("sku", "name", "category", "description")}
    try:
        price = parse_amount(str(form.get("price", "")).replace(",", "."), currency)
    except ValueError as wrong:
        raise invalid("price", "bad_amount", f"The price {wrong}") from None
    return parse(ProductCreate, {**typed, "price_amount": price})
