"""Products in any currency, as an import makes them."""

from uuid import UUID

from app.core.unit_of_work import unit_of_work
from app.models import Product


async def stock(sku: str, price: int, currency: str = "EUR", category: str = "") -> UUID:
    """A product of the catalogue at `price` minor units."""
    async with unit_of_work() as uow:
        product = Product(
            sku=sku,
            name=sku,
            category=category,
            price_amount=price,
            currency=currency,
            created_at=uow.now,
            updated_at=uow.now,
        )
        uow.session.add(product)
        await uow.session.flush()
        return product.id
