"""Every rollup held against plain loops over the rows of orders and lines."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import select

from app.core.database import read_session
from app.models import Order, OrderItem, OrderRollup, OrderStatus, OrderSum, ProductSum, Tier

REVENUE = {OrderStatus.PAID, OrderStatus.SHIPPED, OrderStatus.DELIVERED}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LENGTHS = {Tier.HOUR: HOUR, Tier.DAY: DAY, Tier.FOUR_WEEKS: 28 * DAY}
SINCE = datetime(1, 1, 1, tzinfo=UTC)


async def assert_rollups_are_exact() -> None:
    """The rows of each table add up, key by key, to what the orders and their lines say, and each order to its own."""
    async with read_session() as session:
        stored = {table: (await session.scalars(select(table))).all() for table in (OrderRollup, OrderSum, ProductSum)}
        orders = (await session.scalars(select(Order))).all()
        items = (await session.scalars(select(OrderItem))).all()
    for order in orders:
        own = [item for item in items if item.order_id == order.id]
        assert order.total_amount == sum(item.line_total_amount for item in own)
        assert order.units == sum(item.quantity for item in own)
    assert _added(_plain(orders, items)) == _added(_rolled(stored))


def _rolled(stored: dict[Any, Any]) -> Iterator[tuple[tuple[Any, ...], tuple[int, ...]]]:
    for row in stored[OrderRollup]:
        yield (row.bucket, row.currency, row.status, row.channel), (row.orders, row.amount, row.units)
    for row in stored[OrderSum]:
        yield (row.tier, row.bucket, row.currency, row.status, row.channel), (row.orders, row.amount, row.units)
    for row in stored[ProductSum]:
        key = (row.tier, row.bucket, row.currency, row.status, row.channel, row.product_id)
        yield key, (row.amount, row.units)


def _plain(orders: Any, items: Any) -> Iterator[tuple[tuple[Any, ...], tuple[int, ...]]]:
    by_id = {order.id: order for order in orders}
    for order in orders:
        at, rest = order.ordered_at, (order.currency, order.status, order.channel)
        quarter = at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)
        sums = (1, order.total_amount, order.units)
        yield (quarter, *rest), sums
        for tier in (Tier.HOUR, Tier.DAY):
            yield (tier, (at - SINCE) // LENGTHS[tier], *rest), sums
    for item in items:
        order = by_id[item.order_id]
        for tier in (Tier.DAY, Tier.FOUR_WEEKS) if order.status in REVENUE else ():
            place = (tier, (order.ordered_at - SINCE) // LENGTHS[tier], order.currency, order.status, order.channel)
            yield (*place, item.product_id), (item.line_total_amount, item.quantity)


def _added(rows: Iterator[tuple[tuple[Any, ...], tuple[int, ...]]]) -> Counter[tuple[Any, ...]]:
    """Equal as counts: a name that is missing counts 0."""
    found = Counter[tuple[Any, ...]]()
    for key, sums in rows:
        for place, one in enumerate(sums):
            found[*key, place] += one
    return found
