"""The SQL of what an order's filters offer: goods, their categories, and the channels that orders come through."""

from collections.abc import Sequence

from sqlalchemy import or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.features.orders.schemas import FilterChoice
from app.models import Order, Product

MOST = 50
# The channels are those of so many of the newest orders: to look at all takes too long for a list to choose from.
NEWEST = 20_000


async def products(session: AsyncSession, text: str) -> Sequence[FilterChoice]:
    """Goods with the text in their name, or at the beginning of their SKU, by name."""
    named = or_(col(Product.name).icontains(text, autoescape=True), col(Product.sku).istartswith(text, autoescape=True))
    query = select(Product.sku, Product.name).where(named).order_by(col(Product.name), col(Product.sku)).limit(MOST)
    return [FilterChoice(value=sku, label=name) for sku, name in (await session.execute(query)).all()]


async def categories(session: AsyncSession, text: str) -> Sequence[FilterChoice]:
    """Categories with the text in them."""
    category = col(Product.category)
    query = select(Product.category).where(category != "", category.icontains(text, autoescape=True))
    return _plain((await session.scalars(query.distinct().order_by(category).limit(MOST))).all())


async def channels(session: AsyncSession, text: str) -> Sequence[FilterChoice]:
    """Channels of the newest orders with the text in them."""
    newest = select(Order.channel).order_by(col(Order.ordered_at).desc(), col(Order.id).desc()).limit(NEWEST).subquery()
    query = select(newest.c.channel).where(newest.c.channel.icontains(text, autoescape=True)).distinct()
    return _plain((await session.scalars(query.order_by(newest.c.channel).limit(MOST))).all())


def _plain(values: Sequence[str]) -> list[FilterChoice]:
    return [FilterChoice(value=value, label=value) for value in values]
