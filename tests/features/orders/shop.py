"""What the order tests start from: a product, and an order of Alice's."""

from uuid import UUID

from app.core.actor import Actor
from app.features.catalog import service as catalog
from app.features.catalog.schemas import ProductCreate
from app.features.orders import service as orders
from app.features.orders.schemas import OrderCreate, OrderDetail, OrderItemCreate
from tests.support.cast import Person


async def product(admin: Person, sku: str = "TEA-1", *, price: int = 250, active: bool = True) -> UUID:
    """A product of the catalogue; its price is in cents."""
    command = ProductCreate(sku=sku, name=f"Product {sku}", price_amount=price, active=active)
    return (await catalog.create_product(admin.actor(), command)).id


def basket(*product_ids: UUID, quantity: int = 2, note: str = "") -> OrderCreate:
    """An order of some of each product."""
    items = tuple(OrderItemCreate(product_id=product_id, quantity=quantity) for product_id in product_ids)
    return OrderCreate(items=items, ship_to="1 Lane, Town", note=note)


async def order(actor: Actor, *product_ids: UUID) -> OrderDetail:
    """An order placed just now."""
    return (await orders.place_order(actor, basket(*product_ids))).order
