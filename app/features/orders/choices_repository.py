"""The SQL of what an order's filters offer: goods and categories, channels, currencies, and who orders."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.features.orders.list_repository import are_people
from app.features.orders.repository import users
from app.features.orders.schemas import NO_CATEGORY, FilterChoice
from app.models import Order, OrderRollup, Product, User

MOST = 50
# The channels are those of so many of the newest orders: to look at all takes too long for a list to choose from.
NEWEST = 20_000


async def products(session: AsyncSession, text: str) -> Sequence[FilterChoice]:
    """Goods with the text in their name, or at the beginning of their SKU, by name."""
    named = or_(col(Product.name).icontains(text, autoescape=True), col(Product.sku).istartswith(text, autoescape=True))
    query = select(Product.sku, Product.name).where(named).order_by(col(Product.name), col(Product.sku)).limit(MOST)
    return [FilterChoice(value=sku, label=name, hint=sku) for sku, name in (await session.execute(query)).all()]


async def categories(session: AsyncSession, text: str) -> Sequence[FilterChoice]:
    """Categories with the text in them, and first of all none, where products are in none."""
    category = col(Product.category)
    query = select(Product.category).where(category != "", category.icontains(text, autoescape=True))
    found = _plain((await session.scalars(query.distinct().order_by(category).limit(MOST))).all())
    if text.lower() not in NO_CATEGORY.lower():
        return found
    some = await session.scalar(select(Product.id).where(category == "").limit(1))
    return [FilterChoice(value="", label=NO_CATEGORY), *found] if some else found


async def channels(session: AsyncSession, text: str) -> Sequence[FilterChoice]:
    """Channels of the newest orders with the text in them."""
    newest = select(Order.channel).order_by(col(Order.ordered_at).desc(), col(Order.id).desc()).limit(NEWEST).subquery()
    query = select(newest.c.channel).where(newest.c.channel.icontains(text, autoescape=True)).distinct()
    return _plain((await session.scalars(query.order_by(newest.c.channel).limit(MOST))).all())


async def currencies(session: AsyncSession, text: str) -> Sequence[FilterChoice]:
    """Currencies that orders are in, with the text in them: one step down the rollups' index for each."""
    found: list[str] = []
    first = select(OrderRollup.currency).order_by(col(OrderRollup.currency)).limit(1)
    name = await session.scalar(first)
    while name is not None:
        found.append(name)
        name = await session.scalar(first.where(col(OrderRollup.currency) > name))
    return _plain([name for name in found if text.upper() in name])


async def customers(session: AsyncSession, text: str) -> Sequence[User]:
    """Customers with these prefixes in their name, or with this e-mail address; without a text, who ordered last."""
    if not text:
        newest = select(Order.user_id).order_by(col(Order.ordered_at).desc(), col(Order.id).desc()).limit(MOST)
        ids = list(dict.fromkeys((await session.scalars(newest)).all()))
        return await people(session, ids)
    query = select(User).where(are_people(text)).order_by(col(User.id).desc()).limit(MOST)
    return (await session.scalars(query)).all()


async def people(session: AsyncSession, ids: Sequence[UUID]) -> Sequence[User]:
    """The customers of these ids, in their order; those that are not there are left out."""
    known = await users(session, ids)
    return [known[user_id] for user_id in ids if user_id in known]


def _plain(values: Sequence[str]) -> list[FilterChoice]:
    return [FilterChoice(value=value, label=value) for value in values]
