"""The SQL of a person's own orders: in which currencies they were, from when to when, and what was bought most."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy import select as sql_select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.core.clauses import Unindexed
from app.features.dashboard.segment_repository import conditions_of
from app.features.dashboard.segments import Segment
from app.features.orders.rules import REVENUE_STATUSES
from app.models import Order, OrderItem, Product


async def reach(session: AsyncSession, user_id: UUID) -> Sequence[Any]:
    """(currency, first, last): when the person placed the first and the last order in each currency."""
    ends = func.min(Order.ordered_at), func.max(Order.ordered_at)
    query = sql_select(col(Order.currency), *ends).where(col(Order.user_id) == user_id).group_by(col(Order.currency))
    return (await session.execute(query)).all()


async def bought(session: AsyncSession, segment: Segment, *, limit: int) -> Sequence[Any]:
    """(SKU, name, units, orders, revenue) of the products with most pieces, as the catalogue names them now."""
    item: Any = OrderItem
    units, revenue = func.sum(item.quantity).label("units"), func.sum(item.line_total_amount).label("revenue")
    lines: Any = sql_select(item.product_id, units, func.count(item.order_id.distinct()).label("orders"), revenue)
    lines = lines.join(Order, col(Order.id) == OrderItem.order_id).where(
        *await conditions_of(session, segment), Unindexed(col(Order.status)).in_(REVENUE_STATUSES)
    )
    sold: Any = lines.group_by(item.product_id).subquery()
    columns = col(Product.sku), col(Product.name), sold.c.units, sold.c.orders, sold.c.revenue
    query: Any = sql_select(*columns).join(sold, sold.c.product_id == Product.id)
    return (
        await session.execute(query.order_by(sold.c.units.desc(), sold.c.revenue.desc(), col(Product.id)).limit(limit))
    ).all()
