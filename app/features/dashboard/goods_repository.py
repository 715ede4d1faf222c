"""The SQL of what was sold: by product, from the rollups what they know, edges and filtered orders from the lines."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, union_all
from sqlalchemy import select as sql_select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.core.clauses import Unindexed
from app.features.dashboard.parts_repository import by_step, moments, numbers, passing, tier_of, within
from app.features.dashboard.rules import Part, cover
from app.features.dashboard.segment_repository import conditions_of
from app.features.dashboard.segments import Segment
from app.features.orders.rules import REVENUE_STATUSES
from app.features.orders.tiers import STEPS as TIERS
from app.models import Order, OrderItem, Product, ProductSum, Tier

# What is known of products, the longest first.
STEPS = (TIERS[Tier.FOUR_WEEKS], TIERS[Tier.DAY])


async def top_products(
    session: AsyncSession, segment: Segment, *, limit: int
) -> Sequence[Row[UUID, str, str, int, int]]:
    """(product, SKU, name, units, revenue) of the products with the most revenue, as the catalogue names them now."""
    sold = (await _sold(session, segment)).cte("sold")
    most = sql_select(sold).order_by(sold.c.revenue.desc(), sold.c.product_id).limit(limit).cte("most")
    names = col(Product.sku), col(Product.name)
    query = sql_select(most.c.product_id, *names, most.c.units, most.c.revenue).join(
        Product, col(Product.id) == most.c.product_id
    )
    return (await session.execute(query.order_by(most.c.revenue.desc(), most.c.product_id))).all()


async def top_categories(session: AsyncSession, segment: Segment, *, limit: int) -> Sequence[Row[str, int, int]]:
    """(category, units, revenue) of the categories with the most revenue."""
    sold = (await _sold(session, segment)).cte("sold")
    revenue = func.sum(sold.c.revenue)
    query = (
        sql_select(col(Product.category), func.sum(sold.c.units), revenue)
        .select_from(sold)
        .join(Product, col(Product.id) == sold.c.product_id)
        .group_by(col(Product.category))
        .order_by(revenue.desc(), col(Product.category))
    )
    return (await session.execute(query.limit(limit))).all()


async def revenue_of_products(
    session: AsyncSession, segment: Segment, products: Sequence[UUID]
) -> Sequence[Row[UUID, int]]:
    """(product, revenue) of those of the products of which anything was sold."""
    rows = await _rows(session, segment)
    query = sql_select(rows.c.product_id, func.sum(rows.c.amount)).group_by(rows.c.product_id)
    return (await session.execute(query.where(Unindexed(rows.c.product_id).in_(products)))).all()


async def revenue_of_categories(
    session: AsyncSession, segment: Segment, categories: Sequence[str]
) -> Sequence[Row[str, int]]:
    """(category, revenue) of those of the categories of which anything was sold."""
    sold = (await _sold(session, segment)).cte("sold")
    query = sql_select(col(Product.category), func.sum(sold.c.revenue)).select_from(sold)
    query = query.join(Product, col(Product.id) == sold.c.product_id).group_by(col(Product.category))
    return (await session.execute(query.where(Unindexed(col(Product.category)).in_(categories)))).all()


async def _sold(session: AsyncSession, segment: Segment) -> Any:
    """(product_id, units, revenue) of every product of which anything was sold."""
    rows = await _rows(session, segment)
    sums = func.sum(rows.c.units).label("units"), func.sum(rows.c.amount).label("revenue")
    query = sql_select(rows.c.product_id, *sums).group_by(rows.c.product_id)
    # What was taken from the rollups as it was added leaves nothing behind.
    return query.having((func.sum(rows.c.units) != 0) | (func.sum(rows.c.amount) != 0))


async def _rows(session: AsyncSession, segment: Segment) -> Any:
    """Signed rows of (product_id, units, amount)."""
    return _rolled_up(segment) if segment.is_rolled_up else await _lines(session, segment)


def _rolled_up(segment: Segment) -> Any:
    """Signed rows of the parts of the range."""
    found: list[Any] = []
    parts = cover([segment.span], STEPS) or [Part(0, segment.span, None, 1)]
    for step, some in by_step(parts).items():
        if step is None:
            found.append(_of_lines(segment, moments(some)))
            continue
        cut = numbers(some, step)
        query = _signed(cut, ProductSum.product_id, ProductSum.units, ProductSum.amount)
        query = query.join(ProductSum, within(col(ProductSum.bucket), cut))
        found.append(query.where(col(ProductSum.tier) == tier_of(step), *passing(ProductSum, segment)))
    return union_all(*found).subquery()


def _of_lines(segment: Segment, cut: Any) -> Any:
    """The same from the lines themselves."""
    query = _signed(cut, OrderItem.product_id, OrderItem.quantity, OrderItem.line_total_amount)
    query = query.join(Order, within(col(Order.ordered_at), cut)).join(OrderItem, col(OrderItem.order_id) == Order.id)
    return query.where(*passing(Order, segment), Unindexed(col(Order.status)).in_(REVENUE_STATUSES))


def _signed(cut: Any, product: Any, units: Any, amount: Any) -> Any:
    sums = (units * cut.c.sign).label("units"), (amount * cut.c.sign).label("amount")
    return sql_select(product.label("product_id"), *sums).select_from(cut)


async def _lines(session: AsyncSession, segment: Segment) -> Any:
    """The lines that the revenue of the segment is made of, under any filters."""
    item: Any = OrderItem
    columns = item.product_id, item.quantity.label("units"), item.line_total_amount.label("amount")
    query: Any = sql_select(*columns)
    query = query.join(Order, col(Order.id) == OrderItem.order_id)
    conditions = await conditions_of(session, segment)
    return query.where(*conditions, Unindexed(col(Order.status)).in_(REVENUE_STATUSES)).subquery()
