"""The figures once more, by a plain loop over all rows: what the dashboard is held against."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select

from app.core.database import read_session
from app.core.ranges import EARLIEST
from app.features.dashboard.schemas import ProductFigure, Stats
from app.models import Order, OrderItem, OrderStatus

REVENUE = {OrderStatus.PAID, OrderStatus.SHIPPED, OrderStatus.DELIVERED}


@dataclass(frozen=True, slots=True)
class PlainSums:
    revenue: int
    orders: int
    average: int | None
    customers: int
    new_customers: int
    units: int
    refunded: int
    cancelled: int
    by_status: dict[str, tuple[int, int]]


async def orders_of(start: datetime, end: datetime, currency: str) -> list[Order]:
    async with read_session() as session:
        every = (await session.scalars(select(Order))).all()
    return [order for order in every if start <= order.ordered_at < end and order.currency == currency]


async def plain_sums(start: datetime, end: datetime, currency: str = "EUR") -> PlainSums:
    orders = await orders_of(start, end, currency)
    before = {order.user_id for order in await orders_of(EARLIEST, start, currency)}
    units = sum(count for count, _ in (await plain_products(start, end, currency)).values())
    counting = [order.total_amount for order in orders if order.status in REVENUE]
    count, amount = Counter[str](), Counter[str]()
    for order in orders:
        count[order.status.value] += 1
        amount[order.status.value] += order.total_amount
    return PlainSums(
        revenue=sum(counting),
        orders=len(orders),
        average=round(sum(counting) / len(counting)) if counting else None,
        customers=len({order.user_id for order in orders}),
        new_customers=len({order.user_id for order in orders} - before),
        units=units,
        refunded=count["refunded"],
        cancelled=count["cancelled"],
        by_status={status.value: (count[status.value], amount[status.value]) for status in OrderStatus},
    )


async def plain_products(start: datetime, end: datetime, currency: str = "EUR") -> dict[UUID, tuple[int, int]]:
    """Units and revenue by product."""
    ids = [order.id for order in await orders_of(start, end, currency) if order.status in REVENUE]
    units, revenue = Counter[UUID](), Counter[UUID]()
    async with read_session() as session:
        for item in await session.scalars(select(OrderItem).where(col(OrderItem.order_id).in_(ids))):
            units[item.product_id] += item.quantity
            revenue[item.product_id] += item.line_total_amount
    return {product_id: (units[product_id], revenue[product_id]) for product_id in units}


def as_plain(stats: Stats) -> PlainSums:
    mean = stats.average_order_value
    return PlainSums(
        revenue=stats.revenue.amount,
        orders=stats.orders,
        average=mean.amount if mean else None,
        customers=stats.customers,
        new_customers=stats.new_customers,
        units=stats.units,
        refunded=stats.refunded,
        cancelled=stats.cancelled,
        by_status={name: (figure.orders, figure.amount.amount) for name, figure in stats.by_status.items()},
    )


def products_as_plain(products: tuple[ProductFigure, ...]) -> dict[UUID, tuple[int, int]]:
    return {product.product_id: (product.units, product.revenue.amount) for product in products}
