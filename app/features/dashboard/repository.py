"""The SQL of the dashboard. Sums come from the rollups, edges, people and products from the rows themselves.

Who asks is staff, who may see every order, so nothing is filtered by person here.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CTE, Integer, Row, case, column, exists, func, text, values
from sqlalchemy import select as sql_select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.features.dashboard.rules import Part, Span, Tally
from app.features.orders.rules import REVENUE_STATUSES
from app.models import Change, Order, OrderItem, OrderRollup, User
from app.models.columns import Moment

# As many orders are walked in a few milliseconds, whoever placed them.
FEW = 500


async def steady(session: AsyncSession) -> None:
    """See one state of the database in all queries to come. SQLite does so in any transaction."""
    if session.get_bind().dialect.name == "postgresql":
        await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


async def state_of_data(session: AsyncSession) -> str:
    """A text that differs whenever anything was committed that could move a figure.

    PostgreSQL commits out of the order of its ids, so there the newest id says too little: its snapshot says it.
    """
    if session.get_bind().dialect.name == "postgresql":
        return str(await session.scalar(text("SELECT pg_current_snapshot()")))
    newest = [select(func.max(column_)).scalar_subquery() for column_ in (Change.id, OrderRollup.id, Order.number)]
    return ":".join(map(str, (await session.execute(sql_select(*newest))).one()))


async def rolled_up(session: AsyncSession, currency: str, parts: Sequence[Part]) -> list[Tally]:
    """Sums over parts that are whole quarter hours, by slot and status."""
    if not parts:
        return []
    cut = _parts(parts)
    query = (
        sql_select(
            cut.c.slot,
            col(OrderRollup.status),
            func.sum(OrderRollup.orders),
            func.sum(OrderRollup.amount),
            func.sum(OrderRollup.units),
        )
        .select_from(cut)
        .join(OrderRollup, (col(OrderRollup.bucket) >= cut.c.low) & (col(OrderRollup.bucket) < cut.c.high))
        .where(col(OrderRollup.currency) == currency)
        .group_by(cut.c.slot, col(OrderRollup.status))
    )
    return _tallies((await session.execute(query)).all())


async def counted(session: AsyncSession, currency: str, parts: Sequence[Part]) -> list[Tally]:
    """Sums over parts of any length, by slot and status, from the orders themselves."""
    if not parts:
        return []
    cut = _parts(parts)
    units = select(func.sum(OrderItem.quantity)).where(col(OrderItem.order_id) == Order.id).scalar_subquery()
    query = (
        sql_select(
            cut.c.slot, col(Order.status), func.count(), func.sum(Order.total_amount), func.sum(func.coalesce(units, 0))
        )
        .select_from(cut)
        .join(Order, (col(Order.ordered_at) >= cut.c.low) & (col(Order.ordered_at) < cut.c.high))
        .where(col(Order.currency) == currency)
        .group_by(cut.c.slot, col(Order.status))
    )
    return _tallies((await session.execute(query)).all())


async def bounds(session: AsyncSession, currency: str) -> tuple[datetime, datetime] | None:
    """The quarter hours of the first and the last order, None where there is none."""
    ends = [
        select(end(OrderRollup.bucket)).where(col(OrderRollup.currency) == currency).scalar_subquery()
        for end in (func.min, func.max)
    ]
    first, last = cast("tuple[datetime | None, datetime | None]", (await session.execute(sql_select(*ends))).one())
    return None if first is None or last is None else (first, last)


async def currencies(session: AsyncSession) -> list[str]:
    """The currencies that orders are in: one step down the index for each, however many orders there are."""
    found: list[str] = []
    query = select(OrderRollup.currency).order_by(col(OrderRollup.currency)).limit(1)
    name = await session.scalar(query)
    while name is not None:
        found.append(name)
        name = await session.scalar(query.where(col(OrderRollup.currency) > name))
    return found


async def customers(session: AsyncSession, currency: str, span: Span, *, orders: int) -> tuple[int, int]:
    """How many different people placed the `orders` orders of the range, and how many of them had placed none before.

    Few orders are walked by time; many are not: then each person's orders are looked into until one is found.
    """
    inside = (
        col(Order.ordered_at) >= span.start,
        col(Order.ordered_at) < span.end,
        col(Order.currency) == currency,
    )
    if orders <= FEW or orders <= await _people(session):
        people = sql_select(col(Order.user_id)).where(*inside).group_by(col(Order.user_id)).subquery()
    else:
        has_one = exists().where(col(Order.user_id) == User.id, *inside)
        people = sql_select(col(User.id)).where(has_one).subquery()
    (person,) = people.c
    earlier = exists().where(
        col(Order.user_id) == person, col(Order.ordered_at) < span.start, col(Order.currency) == currency
    )
    counts = sql_select(func.count(), func.coalesce(func.sum(case((earlier, 0), else_=1)), 0)).select_from(people)
    found, fresh = (await session.execute(counts)).one()
    return int(found), int(fresh)


async def top_products(
    session: AsyncSession, currency: str, span: Span, *, limit: int
) -> Sequence[Row[UUID, str, str, int, int]]:
    """(product, SKU, name, units, revenue) of the products with the most revenue."""
    units, revenue = func.sum(OrderItem.quantity), func.sum(OrderItem.line_total_amount)
    query = (
        sql_select(col(OrderItem.product_id), func.max(OrderItem.sku), func.max(OrderItem.name), units, revenue)
        .select_from(OrderItem)
        .join(Order, col(Order.id) == OrderItem.order_id)
        .where(
            col(Order.ordered_at) >= span.start,
            col(Order.ordered_at) < span.end,
            col(Order.currency) == currency,
            col(Order.status).in_(REVENUE_STATUSES),
        )
        .group_by(col(OrderItem.product_id))
        .order_by(revenue.desc(), col(OrderItem.product_id))
        .limit(limit)
    )
    return (await session.execute(query)).all()


async def _people(session: AsyncSession) -> int:
    return (await session.scalar(select(func.count()).select_from(User))) or 0


def _parts(parts: Sequence[Part]) -> CTE:
    """The parts as a table of slot, low and high."""
    columns = (column("slot", Integer), column("low", Moment), column("high", Moment))
    rows = [(part.slot, part.span.start, part.span.end) for part in parts]
    return values(*columns, name="parts").data(rows).cte("parts")


def _tallies(rows: Sequence[Any]) -> list[Tally]:
    """PostgreSQL sums integers to decimals."""
    return [
        Tally(slot, status.value, int(orders), int(amount), int(units)) for slot, status, orders, amount, units in rows
    ]
