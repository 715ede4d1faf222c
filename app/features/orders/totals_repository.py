"""The SQL of what the orders of a grid's query come to: by currency, how many people, and the lines of some goods."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as sql_select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.core.actor import Actor
from app.core.paging import Filter, GridQuery
from app.features.orders.grid_repository import filtered, is_everything
from app.models import Order, OrderItem, OrderRollup, Product


async def by_currency(session: AsyncSession, actor: Actor, query: GridQuery) -> list[tuple[str, int, int, int]]:
    """(currency, orders, minor units, pieces), by currency."""
    found: Any
    if is_everything(actor, query):
        sums = (func.sum(column) for column in (OrderRollup.orders, OrderRollup.amount, OrderRollup.units))
        found = sql_select(col(OrderRollup.currency), *sums).group_by(col(OrderRollup.currency))
    else:
        columns: tuple[Any, ...] = (col(Order.currency), col(Order.total_amount), col(Order.units))
        inner = filtered(actor, query).with_only_columns(*columns).subquery()
        sums = (func.count(), func.sum(inner.c.total_amount), func.sum(inner.c.units))
        found = sql_select(inner.c.currency, *sums).group_by(inner.c.currency)
    rows: Sequence[Any] = (await session.execute(found)).all()
    return sorted(
        (currency, int(orders), int(amount), int(units)) for currency, orders, amount, units in rows if orders
    )


async def customers(session: AsyncSession, actor: Actor, query: GridQuery) -> int:
    """How many different people placed the orders."""
    people = filtered(actor, query).with_only_columns(col(Order.user_id)).distinct().subquery()
    return (await session.scalar(sql_select(func.count()).select_from(people))) or 0


async def lines(session: AsyncSession, actor: Actor, query: GridQuery, *, goods: Filter) -> list[tuple[str, int, int]]:
    """(currency, pieces, minor units) of those lines of the orders that are of some products or categories."""
    column: Any = Product.sku if goods.field == "product" else Product.category
    those = select(Product.id).where(col(column).in_(goods.values))
    inner = filtered(actor, query).with_only_columns(col(Order.id), col(Order.currency)).subquery()
    sums = func.sum(OrderItem.quantity), func.sum(OrderItem.line_total_amount)
    found = (
        sql_select(inner.c.currency, *sums)
        .select_from(inner)
        .join(OrderItem, col(OrderItem.order_id) == inner.c.id)
        .where(col(OrderItem.product_id).in_(those))
        .group_by(inner.c.currency)
    )
    rows: Sequence[Any] = (await session.execute(found)).all()
    return sorted((currency, int(units), int(amount)) for currency, units, amount in rows)
