"""The SQL of what is for sale, for whoever adds a line to an order."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.models import Product


async def for_sale(session: AsyncSession, text: str, *, currency: str, limit: int) -> Sequence[Product]:
    """Products for sale in `currency` whose SKU begins with the text or whose name has it; those by SKU come first.

    Both walk an index in its order and stop at the limit. A SKU is found as it is typed or in capitals.
    """
    offered = select(Product).where(col(Product.active), col(Product.currency) == currency).limit(limit)
    by_name = offered.order_by(col(Product.name), col(Product.id))
    if not text:
        return (await session.scalars(by_name)).all()
    by_sku = offered.where(or_(*(_begins(part) for part in {text, text.upper()}))).order_by(col(Product.sku))
    found = list((await session.scalars(by_sku)).all())
    if len(found) < limit:
        others = await session.scalars(
            _without(by_name, found).where(col(Product.name).icontains(text, autoescape=True))
        )
        found += others.all()
    return found[:limit]


def _begins(text: str) -> Any:
    """The SKUs that begin with the text, as a range of the index."""
    return col(Product.sku).between(text, text + "\U0010ffff")


def _without(query: Select[Any], found: Sequence[Product]) -> Select[Any]:
    return query.where(col(Product.id).not_in([product.id for product in found])) if found else query
