"""The SQL of what was sold: the lines of the orders that are paid, shipped or delivered, by product."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func
from sqlalchemy import select as sql_select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.core.clauses import Unindexed
from app.features.dashboard.segment_repository import conditions_of
from app.features.dashboard.segments import Segment
from app.features.orders.rules import REVENUE_STATUSES
from app.models import Order, OrderItem, Product


async def top_products(
    session: AsyncSession, segment: Segment, *, limit: int
) -> Sequence[Row[UUID, str, str, int, int]]:
    """(product, SKU, name, units, revenue) of the products with the most revenue."""
    units, revenue = func.sum(OrderItem.quantity), func.sum(OrderItem.line_total_amount)
    names = func.max(OrderItem.sku), func.max(OrderItem.name)
    query = await _lines(session, segment, col(OrderItem.product_id), *names, units, revenue)
    query = query.group_by(col(OrderItem.product_id)).order_by(revenue.desc(), col(OrderItem.product_id))
    return (await session.execute(query.limit(limit))).all()


async def top_categories(session: AsyncSession, segment: Segment, *, limit: int) -> Sequence[Row[str, int, int]]:
    """(category, units, revenue) of the categories with the most revenue."""
    sums = func.sum(OrderItem.quantity).label("units"), func.sum(OrderItem.line_total_amount).label("revenue")
    lines = await _lines(session, segment, col(OrderItem.product_id), *sums)
    sold = lines.group_by(col(OrderItem.product_id)).subquery()
    revenue = func.sum(sold.c.revenue)
    query = (
        sql_select(col(Product.category), func.sum(sold.c.units), revenue)
        .join(sold, sold.c.product_id == Product.id)
        .group_by(col(Product.category))
        .order_by(revenue.desc(), col(Product.category))
    )
    return (await session.execute(query.limit(limit))).all()


async def _lines(session: AsyncSession, segment: Segment, *columns: Any) -> Any:
    """Those columns of the lines that the revenue of the segment is made of."""
    query = sql_select(*columns).select_from(OrderItem).join(Order, col(Order.id) == OrderItem.order_id)
    return query.where(*await conditions_of(session, segment), Unindexed(col(Order.status)).in_(REVENUE_STATUSES))
