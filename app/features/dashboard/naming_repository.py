"""The SQL of how products are called."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.models import Product


async def product_names(session: AsyncSession, skus: Sequence[str]) -> dict[str, str]:
    """Names by SKU."""
    rows = await session.execute(select(Product.sku, Product.name).where(col(Product.sku).in_(skus)))
    return {row.sku: row.name for row in rows}
