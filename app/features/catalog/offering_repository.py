"""The SQL of what is for sale, for whoever adds a line to an order."""

from collections.abc import Sequence

from sqlalchemy import case, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.models import Product


async def for_sale(session: AsyncSession, text: str, *, currency: str, limit: int) -> Sequence[Product]:
    """Products for sale in `currency` whose SKU begins with the text or whose name has it; those by SKU come first."""
    query = select(Product).where(col(Product.active), col(Product.currency) == currency)
    by_sku = col(Product.sku).istartswith(text, autoescape=True)
    by_name = col(Product.name).istartswith(text, autoescape=True)
    if text:
        query = query.where(or_(by_sku, col(Product.name).icontains(text, autoescape=True)))
        query = query.order_by(case((by_sku, 0), (by_name, 1), else_=2))
    return (await session.scalars(query.order_by(col(Product.name), col(Product.id)).limit(limit))).all()
