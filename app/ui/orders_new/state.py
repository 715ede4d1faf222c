"""The state of `/orders/new`: the shop's shelves, the cart with the prices of this moment, and placing it once."""

from collections.abc import Mapping
from typing import Any

import reflex as rx

from app.core.actor import Actor
from app.core.errors import Conflict, DomainError, Invalid
from app.core.ids import parse_id
from app.core.parsing import parse
from app.features.catalog import service as catalog
from app.features.catalog.schemas import ProductQuery
from app.features.changes.feed import every
from app.features.changes.schemas import Entity
from app.features.orders import service as orders
from app.features.orders.schemas import OrderCreate, OrderDetail, OrderQuery
from app.ui.components import effects
from app.ui.orders_new.cart import Cart, read_cart
from app.ui.orders_new.shown import CartLine, CartShown, ProductShown, show_cart, to_product
from app.ui.session import current_actor, follow, require
from app.ui.shell import formats_of

SHELF = 24
LOOK_AGAIN = "Something in your cart has changed. Look at it again, then place the order."


class ShopState(rx.State):
    """Shelves and cart."""

    cart: str = rx.LocalStorage("", name="daybook:cart", sync=True)
    products: list[ProductShown] = []
    categories: list[str] = []
    category: str = ""
    search: str = ""
    has_more: bool = False
    loaded: bool = False
    lines: list[CartLine] = []
    total: str = ""
    count: int = 0
    stuck: bool = True
    ship_to: str = ""
    errors: dict[str, str] = {}
    news: str = ""
    _cursor: str = ""
    _prices: dict[str, int] = {}

    @rx.event(background=True)
    async def watch(self) -> None:
        """Show shelves and cart, then follow the catalogue."""
        actor = await require(self)
        async with self:
            self.errors, self.news, self._prices = {}, "", {}
        async for batch in follow(self, [every(Entity.PRODUCT)]):
            async with self:
                await self._open(actor) if batch.missed else await self._restock(await current_actor(self))

    @rx.event
    async def find(self, text: str) -> None:
        """Look for products by name or SKU."""
        actor = await require(self)
        self.search = text[:200]
        await self._fill(actor)

    @rx.event
    async def choose(self, category: str) -> None:
        """Show one category; empty text shows all."""
        actor = await require(self)
        self.category = category[:100]
        await self._fill(actor)

    @rx.event
    async def load_more(self) -> None:
        """The next shelf."""
        actor = await require(self)
        page = await catalog.list_products(actor, self._query(cursor=self._cursor or None))
        formats = await formats_of(self)
        self.products = [*self.products, *(to_product(p, formats) for p in page.items if p.active)]
        self._cursor, self.has_more = page.next_cursor or "", page.next_cursor is not None

    @rx.event
    async def add(self, product: str) -> None:
        """One more of a product."""
        actor = await require(self)
        cart, product_id = self._cart(actor), parse_id(product)
        if product_id is None:
            return
        await self._keep(actor, cart.put(product_id, cart.quantity_of(product_id) + 1))
        line = next((line for line in self.lines if line.id == product), None)
        self.news = f"{line.name} is in your cart, {line.quantity} in all" if line else "Your cart is full"

    @rx.event
    async def set_quantity(self, product: str, quantity: int) -> None:
        """So many of a product; 0 takes it out of the cart."""
        actor = await require(self)
        product_id = parse_id(product)
        if product_id is None or not isinstance(quantity, int):
            return
        name = next((line.name for line in self.lines if line.id == product), "")
        await self._keep(actor, self._cart(actor).put(product_id, quantity))
        self.news = f"{name} was taken out of your cart" if quantity == 0 else ""

    @rx.event
    async def place(self, form: dict[str, Any]) -> rx.event.EventSpec | None:
        """Place the order, if the cart is still what the person saw; then go to it."""
        actor = await require(self)
        shown = await self._show(actor)
        if not shown.is_ready or shown.has_news:
            self.errors = {"cart": LOOK_AGAIN} if shown.lines else {}
            return None
        order = await self._place(actor, form)
        return None if order is None else await self._placed(order)

    async def _place(self, actor: Actor, form: Mapping[str, Any]) -> OrderDetail | None:
        cart = self._cart(actor)
        items = [{"product_id": product_id, "quantity": quantity} for product_id, quantity in cart.items]
        typed = {name: str(form.get(name, "")).replace("\r\n", "\n") for name in ("ship_to", "note")}
        self.errors = {}
        try:
            command = parse(OrderCreate, {"items": items, **typed})
            return (await orders.place_order(actor, command, key=cart.key)).order
        except (Invalid, Conflict) as refused:
            earlier = await orders.placed_earlier(actor, cart.key)
            if earlier is None:
                await self._tell(actor, refused)
            return earlier

    async def _tell(self, actor: Actor, refused: DomainError) -> None:
        """Each fault at its field; what concerns an item shows in the cart."""
        await self._show(actor)
        named = {fault.field: fault.detail for fault in refused.errors if fault.field in {"ship_to", "note"}}
        self.errors = named or {"cart": refused.detail}
        if named:
            await effects.focus(self, f"#field-{next(iter(named))}")

    async def _placed(self, order: OrderDetail) -> rx.event.EventSpec:
        """The cart is spent: empty it and show the order."""
        self.cart, self.lines, self.count, self.total, self.stuck = "", [], 0, "", True
        self._prices = {}
        await effects.toast(self, f"Order #{order.number} is placed")
        return rx.redirect(f"/orders/{order.id}")

    async def _open(self, actor: Actor) -> None:
        """Shelves, categories, the last address, and the cart unless it was placed already."""
        self.categories = list(await catalog.list_categories(actor))
        await self._fill(actor)
        last = await orders.list_orders(actor, OrderQuery(limit=1)) if not actor.is_staff else None
        self.ship_to = last.items[0].ship_to if last and last.items else ""
        if self.cart and (order := await orders.placed_earlier(actor, self._cart(actor).key)):
            self.cart = ""
            await effects.toast(self, f"Your order #{order.number} was placed")
        await self._show(actor)
        self.loaded = True

    async def _restock(self, actor: Actor) -> None:
        """The catalogue has changed: shelves as far as they are shown, and the cart."""
        formats = await formats_of(self)
        limit = min(max(len(self.products), SHELF), 500)
        page = await catalog.list_products(actor, self._query(limit=limit))
        self.products = [to_product(product, formats) for product in page.items if product.active]
        self._cursor, self.has_more = page.next_cursor or "", page.next_cursor is not None
        await self._show(actor, is_new=True)

    async def _fill(self, actor: Actor) -> None:
        page = await catalog.list_products(actor, self._query())
        formats = await formats_of(self)
        self.products = [to_product(product, formats) for product in page.items if product.active]
        self._cursor, self.has_more = page.next_cursor or "", page.next_cursor is not None

    def _query(self, *, cursor: str | None = None, limit: int = SHELF) -> ProductQuery:
        named = {"q": self.search, "category": self.category or None, "cursor": cursor, "limit": limit}
        return parse(ProductQuery, named)

    def _cart(self, actor: Actor) -> Cart:
        assert actor.user_id is not None, "a page has a person"
        return read_cart(self.cart, actor.user_id)

    async def _keep(self, actor: Actor, cart: Cart) -> None:
        self.cart = cart.dump()
        self.errors = {}
        await self._show(actor)

    async def _show(self, actor: Actor, *, is_new: bool = False) -> CartShown:
        """Show the cart at the prices of this moment. A changed price is told once, then taken as seen."""
        cart, formats = self._cart(actor), await formats_of(self)
        products = await catalog.products_by_ids(actor, [product_id for product_id, _ in cart.items])
        names = {line.id: line.name for line in self.lines}
        shown = show_cart(cart, products, formats, seen=self._prices, names=names)
        self.lines, self.total, self.count = shown.lines, shown.total, shown.count
        self.stuck, self._prices = not shown.is_ready, dict(shown.prices)
        if is_new and (shown.has_news or not shown.is_ready) and shown.lines:
            self.news = LOOK_AGAIN
        return shown
