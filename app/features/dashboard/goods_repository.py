"""The SQL of what was sold: by product, from the rollups what they know, edges and filtered orders from the lines."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, null, union_all
from sqlalchemy import select as sql_select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.core.clauses import Unindexed
from app.features.dashboard.parts_repository import by_step, moments, numbers, passing, tier_of, within
from app.features.dashboard.rules import Line, Part, cover
from app.features.dashboard.segment_repository import conditions_by_time, lacking, way_to
from app.features.dashboard.segments import Segment
from app.features.orders.rules import REVENUE_STATUSES
from app.features.orders.tiers import STEPS as TIERS
from app.models import Order, OrderItem, Product, ProductSum, Tier

# What is known of products, the longest first.
STEPS = (TIERS[Tier.FOUR_WEEKS], TIERS[Tier.DAY])


async def top_goods(session: AsyncSession, segment: Segment, *, limit: int) -> tuple[list[Line], list[Line]]:
    """The products with the most revenue, by id, and the categories, by name; each the greatest first."""
    return await _ranked(session, _sold(await _rows(session, segment)), limit=limit)


async def goods_since(session: AsyncSession, segment: Segment) -> tuple[list[Line], list[Line]]:
    """All of both in a segment of a short range."""
    lines = _lines(await conditions_by_time(session, segment)).subquery()
    return await _ranked(session, _sold(lines), limit=None)


async def _ranked(session: AsyncSession, sold: Any, *, limit: int | None) -> tuple[list[Line], list[Line]]:
    """By one walk over what was sold. Products are in the category that the catalogue has for them now."""
    sold = sold.cte("sold").prefix_with("MATERIALIZED")
    products = sql_select(sold).order_by(sold.c.revenue.desc(), sold.c.product_id).limit(limit).subquery()
    sums = func.sum(sold.c.units).label("units"), func.sum(sold.c.revenue).label("revenue")
    by_category: Any = sql_select(col(Product.category), *sums).join(sold, sold.c.product_id == Product.id)
    categories = (
        by_category.group_by(col(Product.category)).order_by(sums[1].desc(), col(Product.category)).limit(limit)
    ).subquery()
    query = sql_select(products.c.product_id, null(), products.c.units, products.c.revenue)
    beside = sql_select(null(), categories.c.category, categories.c.units, categories.c.revenue)
    rows = (await session.execute(query.union_all(beside))).all()
    lines = [
        (key is None, Line(name if key is None else key, int(units), int(sum_))) for key, name, units, sum_ in rows
    ]
    lines.sort(key=lambda line: line[1].place)
    found = [line for is_category, line in lines if not is_category]
    return found, [line for is_category, line in lines if is_category]


async def names_of(session: AsyncSession, products: Sequence[UUID]) -> dict[UUID, tuple[str, str]]:
    """SKU and name of products by id, as the catalogue has them now."""
    query = sql_select(col(Product.id), col(Product.sku), col(Product.name)).where(col(Product.id).in_(products))
    return {key: (sku, name) for key, sku, name in await session.execute(query)}


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
    sold = _sold(await _rows(session, segment)).cte("sold")
    query = sql_select(col(Product.category), func.sum(sold.c.revenue)).select_from(sold)
    query = query.join(Product, col(Product.id) == sold.c.product_id).group_by(col(Product.category))
    return (await session.execute(query.where(Unindexed(col(Product.category)).in_(categories)))).all()


def _sold(rows: Any) -> Any:
    """(product_id, units, revenue) of every product of which anything was sold."""
    sums = func.sum(rows.c.units).label("units"), func.sum(rows.c.amount).label("revenue")
    query = sql_select(rows.c.product_id, *sums).group_by(rows.c.product_id)
    # What was taken from the rollups as it was added leaves nothing behind.
    return query.having((func.sum(rows.c.units) != 0) | (func.sum(rows.c.amount) != 0))


async def _rows(session: AsyncSession, segment: Segment) -> Any:
    """Signed rows of (product_id, units, amount), which add up to what was sold."""
    if segment.is_rolled_up:
        return union_all(*_rolled_up(segment)).subquery()
    way = await way_to(session, segment)
    if not way.common:
        return _lines(way.conditions).subquery()
    less = _lines(await lacking(session, segment, way.common), sign=-1)
    return union_all(*_rolled_up(segment.of_any_goods), less).subquery()


def _rolled_up(segment: Segment) -> list[Any]:
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
    return found


def _of_lines(segment: Segment, cut: Any) -> Any:
    """The same from the lines themselves."""
    query = _signed(cut, OrderItem.product_id, OrderItem.quantity, OrderItem.line_total_amount)
    query = query.join(Order, within(col(Order.ordered_at), cut)).join(OrderItem, col(OrderItem.order_id) == Order.id)
    return query.where(*passing(Order, segment), Unindexed(col(Order.status)).in_(REVENUE_STATUSES))


def _signed(cut: Any, product: Any, units: Any, amount: Any) -> Any:
    sums = (units * cut.c.sign).label("units"), (amount * cut.c.sign).label("amount")
    return sql_select(product.label("product_id"), *sums).select_from(cut)


def _lines(conditions: Sequence[Any], *, sign: int = 1) -> Any:
    """The lines of the orders that are revenue and meet the conditions."""
    item: Any = OrderItem
    columns = item.product_id, (item.quantity * sign).label("units"), (item.line_total_amount * sign).label("amount")
    query: Any = sql_select(*columns).join(Order, col(Order.id) == OrderItem.order_id)
    return query.where(*conditions, Unindexed(col(Order.status)).in_(REVENUE_STATUSES))
