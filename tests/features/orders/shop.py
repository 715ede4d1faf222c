"""What the order tests start from: a product, and an order of Alice's."""

from collections import Counter
from uuid import UUID

from sqlmodel import select

from app.core.actor import Actor
from app.core.database import read_session
from app.features.catalog import service as catalog
from app.features.catalog.schemas import ProductCreate
from app.features.orders import service as orders
from app.features.orders.schemas import OrderCreate, OrderDetail, OrderItemCreate
from app.models import Order, OrderItem, OrderRollup, OrderStatus
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


async def assert_sums() -> None:
    """Per status the rollups hold (orders, amount, pieces) as a plain loop over the rows counts them."""
    async with read_session() as session:
        rollups = (await session.scalars(select(OrderRollup))).all()
        every = (await session.scalars(select(Order))).all()
        items = (await session.scalars(select(OrderItem))).all()
    rolled, plain = Counter[tuple[OrderStatus, str]](), Counter[tuple[OrderStatus, str]]()
    for row in rollups:
        for name in ("orders", "amount", "units"):
            rolled[row.status, name] += getattr(row, name)
    for one in every:
        own = [item for item in items if item.order_id == one.id]
        assert one.total_amount == sum(item.line_total_amount for item in own)
        plain[one.status, "orders"] += 1
        plain[one.status, "amount"] += one.total_amount
        plain[one.status, "units"] += sum(item.quantity for item in own)
    # Equal as counts: a name that is missing counts 0.
    assert rolled == plain
