"""The figures once more, by plain loops over all rows: what the dashboard is held against."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import select

from app.core.database import read_session
from app.core.ranges import EARLIEST
from app.features.dashboard.schemas import ProductFigure, Stats, StatsQuery
from app.models import Order, OrderItem, OrderStatus, Product

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


def _passes(values: Collection[object], *own: object) -> bool:
    return not values or any(value in values for value in own)


@dataclass(frozen=True, slots=True)
class Plain:
    """All rows of the shop; `query` filters the orders, as it would on a dashboard."""

    orders: tuple[Order, ...]
    lines: dict[UUID, list[OrderItem]]
    products: dict[UUID, Product]
    query: StatsQuery

    @classmethod
    async def read(cls, query: StatsQuery | None = None) -> Self:
        lines = defaultdict[UUID, list[OrderItem]](list)
        async with read_session() as session:
            orders = tuple((await session.scalars(select(Order))).all())
            for line in await session.scalars(select(OrderItem)):
                lines[line.order_id].append(line)
            products = {product.id: product for product in await session.scalars(select(Product))}
        return cls(orders, lines, products, query or StatsQuery())

    def asked(self, query: StatsQuery) -> Self:
        return replace(self, query=query)

    def all_of(self, start: datetime, end: datetime) -> list[Order]:
        """Whatever the filters say."""
        currency = self.query.currency or "EUR"
        return [order for order in self.orders if start <= order.ordered_at < end and order.currency == currency]

    def orders_of(self, start: datetime, end: datetime) -> list[Order]:
        return [order for order in self.all_of(start, end) if self._is_picked(order)]

    def _is_picked(self, order: Order) -> bool:
        asked, goods = self.query, [self.products[line.product_id] for line in self.lines[order.id]]
        return (
            _passes(asked.status, order.status)
            and _passes(asked.channel, order.channel)
            and _passes(asked.category, *(product.category for product in goods))
            and _passes(asked.product, *(product.sku for product in goods))
            and _passes(asked.customer, order.user_id)
            and _passes(asked.hours, self._hour(order))
        )

    def _hour(self, order: Order) -> str:
        local = order.ordered_at.astimezone(ZoneInfo(self.query.tz))
        return f"{local.weekday()}-{local.hour}"

    def sums(self, start: datetime, end: datetime) -> PlainSums:
        orders = self.orders_of(start, end)
        before = {order.user_id for order in self.all_of(EARLIEST, start)}
        counting = [order for order in orders if order.status in REVENUE]
        revenue = sum(order.total_amount for order in counting)
        count, amount = Counter[str](), Counter[str]()
        for order in orders:
            count[order.status.value] += 1
            amount[order.status.value] += order.total_amount
        return PlainSums(
            revenue=revenue,
            orders=len(orders),
            average=round(revenue / len(counting)) if counting else None,
            customers=len({order.user_id for order in orders}),
            new_customers=len({order.user_id for order in orders} - before),
            units=sum(line.quantity for order in counting for line in self.lines[order.id]),
            refunded=count["refunded"],
            cancelled=count["cancelled"],
            by_status={status.value: (count[status.value], amount[status.value]) for status in OrderStatus},
        )

    def by_product(self, start: datetime, end: datetime) -> dict[UUID, tuple[int, int]]:
        """Units and revenue of each product in the lines of the orders."""
        units, revenue = Counter[UUID](), Counter[UUID]()
        for order in self.orders_of(start, end):
            for line in self.lines[order.id] if order.status in REVENUE else ():
                units[line.product_id] += line.quantity
                revenue[line.product_id] += line.line_total_amount
        return {one: (units[one], revenue[one]) for one in units if units[one] or revenue[one]}

    def by_category(self, start: datetime, end: datetime) -> Counter[str]:
        """The revenue of each category."""
        found = Counter[str]()
        for product_id, (_, revenue) in self.by_product(start, end).items():
            found[self.products[product_id].category] += revenue
        return found

    def by_customer(self, start: datetime, end: datetime) -> Counter[UUID]:
        """The revenue of each customer."""
        found = Counter[UUID]()
        for order in self.orders_of(start, end):
            if order.status in REVENUE:
                found[order.user_id] += order.total_amount
        return found

    def by_hour(self, start: datetime, end: datetime) -> Counter[tuple[int, int]]:
        """The orders by weekday and hour."""
        local = (order.ordered_at.astimezone(ZoneInfo(self.query.tz)) for order in self.orders_of(start, end))
        return Counter((moment.weekday(), moment.hour) for moment in local)


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
