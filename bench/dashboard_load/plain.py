"""The one plain aggregate over the rows that somebody would write for a card, on either database."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import extract, func, select

from app.core.database import read_session
from app.features.dashboard.schemas import StatsQuery
from app.features.orders.rules import REVENUE_STATUSES
from app.models import OrderStatus, metadata
from dashboard_load.cases import Facts

Conditions: TypeAlias = list[Any]
order, item, product = (metadata.tables[name] for name in ("orders", "order_items", "products"))
AMOUNT, SOLD = func.sum(order.c.total_amount), func.sum(item.c.line_total_amount)
IS_REVENUE = order.c.status.in_(REVENUE_STATUSES)
OPEN, TOP = (OrderStatus.PENDING, OrderStatus.PAID), 8


def _stats(where: Conditions) -> Any:
    people = func.count(order.c.user_id.distinct())
    return select(order.c.status, func.count(), AMOUNT, people).where(*where).group_by(order.c.status)


def _courses(where: Conditions) -> Any:
    day = extract("year", order.c.ordered_at), extract("month", order.c.ordered_at), extract("day", order.c.ordered_at)
    return select(*day, func.count(order.c.user_id.distinct())).where(*where).group_by(*day)


def _products(where: Conditions) -> Any:
    lines = order.join(item, item.c.order_id == order.c.id)
    sums = select(item.c.product_id, func.sum(item.c.quantity), SOLD).select_from(lines).where(*where, IS_REVENUE)
    return sums.group_by(item.c.product_id).order_by(SOLD.desc()).limit(TOP)


def _categories(where: Conditions) -> Any:
    lines = order.join(item, item.c.order_id == order.c.id).join(product, product.c.id == item.c.product_id)
    sums = select(product.c.category, func.sum(item.c.quantity), SOLD).select_from(lines).where(*where, IS_REVENUE)
    return sums.group_by(product.c.category).order_by(SOLD.desc()).limit(TOP)


def _customers(where: Conditions) -> Any:
    sums = select(order.c.user_id, func.count(), AMOUNT).where(*where, IS_REVENUE).group_by(order.c.user_id)
    return sums.order_by(AMOUNT.desc()).limit(TOP)


def _hours(where: Conditions) -> Any:
    place = extract("dow", order.c.ordered_at), extract("hour", order.c.ordered_at)
    return select(*place, func.count(), AMOUNT).where(*where).group_by(*place)


def _cohorts(where: Conditions) -> Any:
    month = extract("year", order.c.ordered_at), extract("month", order.c.ordered_at)
    each = select(order.c.user_id, *month).where(*where).distinct().subquery()
    return select(each.c[1], each.c[2], func.count()).group_by(each.c[1], each.c[2])


def _waiting(_where: Conditions) -> Any:
    is_open = order.c.status.in_([OrderStatus.PENDING, OrderStatus.PAID])
    return (
        select(order.c.status, func.count(), AMOUNT, func.min(order.c.ordered_at))
        .where(is_open)
        .group_by(order.c.status)
    )


CARDS: Mapping[str, Callable[[Conditions], Any]] = {
    "stats": _stats,
    "courses": _courses,
    "products": _products,
    "categories": _categories,
    "customers": _customers,
    "hours": _hours,
    "cohorts": _cohorts,
    "waiting": _waiting,
}


async def ask(card: str, query: StatsQuery, facts: Facts) -> None:
    """The statement of a card, or those of all cards one after the other."""
    where = _conditions(query, facts)
    async with read_session() as session:
        for make in [CARDS[card]] if card in CARDS else CARDS.values():
            (await session.execute(make(where))).all()


def _conditions(query: StatsQuery, facts: Facts) -> Conditions:
    where: Conditions = [order.c.currency == facts.currency]
    if query.from_ and query.to:
        ends = (datetime.fromisoformat(text).replace(tzinfo=facts.first.tzinfo) for text in (query.from_, query.to))
        where += [order.c.ordered_at >= next(ends), order.c.ordered_at < next(ends)]
    if query.channel:
        where.append(order.c.channel.in_(query.channel))
    if query.status:
        where.append(order.c.status.in_(query.status))
    if query.customer:
        where.append(order.c.user_id.in_(query.customer))
    if query.product or query.category:
        column, values = (product.c.sku, query.product) if query.product else (product.c.category, query.category)
        goods = select(product.c.id).where(column.in_(values))
        where.append(order.c.id.in_(select(item.c.order_id).where(item.c.product_id.in_(goods))))
    return where
