"""Products and cart in the viewer's words. Pure: values in, values out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.core.formats import Formats
from app.features.catalog.schemas import ProductDetail
from app.ui.orders_new.cart import Cart

GONE = "No longer for sale. Remove it to go on."
OTHER_CURRENCY = "Sold in another currency than the first item. Remove it to go on."


@dataclass(frozen=True, slots=True)
class ProductShown:
    """A product of the shop."""

    id: str
    name: str
    category: str
    description: str
    price: str


@dataclass(frozen=True, slots=True)
class CartLine:
    """A line of the cart. `problem` keeps the cart from being placed; `notice` only tells of a new price."""

    id: str
    name: str
    quantity: int
    price: str
    total: str
    problem: str = ""
    notice: str = ""


@dataclass(frozen=True, slots=True)
class CartShown:
    """The cart with the prices of this moment. `prices` are minor units by product."""

    lines: list[CartLine]
    total: str
    count: int
    prices: Mapping[str, int]

    @property
    def is_ready(self) -> bool:
        """Whether it can be placed."""
        return bool(self.lines) and not any(line.problem for line in self.lines)

    @property
    def has_news(self) -> bool:
        """Whether a price differs from what the person saw."""
        return any(line.notice for line in self.lines)


def to_product(product: ProductDetail, formats: Formats) -> ProductShown:
    """A product as the shop shows it."""
    return ProductShown(
        id=str(product.id),
        name=product.name,
        category=product.category,
        description=product.description,
        price=formats.money(product.price.amount, product.price.currency),
    )


def show_cart(
    cart: Cart,
    products: Sequence[ProductDetail],
    formats: Formats,
    *,
    seen: Mapping[str, int],
    names: Mapping[str, str],
) -> CartShown:
    """The cart at the prices of `products`; `seen` are the prices the person saw, `names` what lines were called."""
    known = {product.id: product for product in products if product.active}
    currency = next((known[i].price.currency for i, _ in cart.items if i in known), None)
    lines = [
        _line(known[i], quantity, formats, seen=seen, currency=currency)
        if i in known
        else _gone(i, quantity, names.get(str(i), "A product"))
        for i, quantity in cart.items
    ]
    total = sum(known[i].price.amount * q for i, q in cart.items if i in known and known[i].price.currency == currency)
    return CartShown(
        lines=lines,
        total=formats.money(total, currency) if currency else "",
        count=sum(quantity for _, quantity in cart.items),
        prices={str(i): known[i].price.amount for i, _ in cart.items if i in known},
    )


def _line(
    product: ProductDetail, quantity: int, formats: Formats, *, seen: Mapping[str, int], currency: str | None
) -> CartLine:
    price = product.price
    before = seen.get(str(product.id), price.amount)
    changed = f"Was {formats.money(before, price.currency)}" if before != price.amount else ""
    return CartLine(
        id=str(product.id),
        name=product.name,
        quantity=quantity,
        price=formats.money(price.amount, price.currency),
        total=formats.money(price.amount * quantity, price.currency),
        problem=OTHER_CURRENCY if price.currency != currency else "",
        notice=f"The price has changed. {changed}" if changed else "",
    )


def _gone(product_id: UUID, quantity: int, name: str) -> CartLine:
    return CartLine(id=str(product_id), name=name, quantity=quantity, price="", total="", problem=GONE)
