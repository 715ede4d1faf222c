"""Finding a product to sell: what staff type a few letters of when they add a line to an order."""

from app.core.actor import Actor
from app.core.database import read_session
from app.core.errors import Forbidden
from app.features.catalog import offering_repository
from app.features.catalog.schemas import ProductDetail
from app.features.catalog.service import to_detail

MOST = 12


async def find_for_sale(actor: Actor, text: str, *, currency: str) -> tuple[ProductDetail, ...]:
    """At most MOST products for sale in `currency`, by SKU or name. Staff only; raises Forbidden."""
    if not actor.is_staff:
        raise Forbidden
    async with read_session() as session:
        found = await offering_repository.for_sale(session, text.strip(), currency=currency, limit=MOST)
    return tuple(to_detail(product) for product in found)
