"""How long the dashboard's figures take, beside plain SQL over the rows: `python bench/dashboard.py --orders 150000`.

Fills an empty, migrated database (DAYBOOK_DATABASE_URL) with orders over 13 months, folds the rollups, and asks for one
day, 30 days and everything, each time for other moments, so that nothing is answered from memory. Milliseconds.
"""

import argparse
import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from statistics import quantiles
from time import perf_counter
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert
from sqlmodel import SQLModel, col, select

from app.core.actor import Role, system_actor
from app.core.database import get_database, read_session
from app.core.ids import new_id
from app.core.migrations import upgrade
from app.core.parsing import parse
from app.features.dashboard import service
from app.features.dashboard.schemas import StatsQuery
from app.features.dashboard.sharing import get_shared
from app.features.orders.rules import REVENUE_STATUSES, bucket_of
from app.models import Order, OrderItem, OrderRollup, OrderStatus, Product, User

END = datetime(2026, 11, 1, tzinfo=UTC)
DAYS = 395
CHUNK = 5_000
WEIGHTS = {OrderStatus.DELIVERED: 80, OrderStatus.SHIPPED: 6, OrderStatus.PAID: 5, OrderStatus.CANCELLED: 9}
SPANS = {"one day": 1, "30 days": 30, "all": DAYS}

Rows = list[dict[str, Any]]


def people(count: int) -> Rows:
    """Customers without a name: none is looked at here."""
    shared = {"role": Role.CUSTOMER, "active": True, "locale": "en", "time_zone": "UTC", "version": 1}
    return [{**shared, "id": new_id(), "created_at": END, "updated_at": END} for _ in range(count)]


def products(count: int) -> Rows:
    """A catalogue."""
    shared = {"currency": "EUR", "description": "", "category": "", "active": True, "version": 1}
    made = range(count)
    return [
        {
            **shared,
            "id": new_id(),
            "sku": f"S{n}",
            "name": f"Product {n}",
            "price_amount": 100 + n,
            "created_at": END,
            "updated_at": END,
        }
        for n in made
    ]


def orders(first: int, times: list[datetime], users: list[UUID], goods: Rows) -> tuple[Rows, Rows, Rows]:
    """Orders with their lines and rollup deltas."""
    made: Rows = []
    lines: Rows = []
    deltas: Rows = []
    statuses = random.choices(list(WEIGHTS), list(WEIGHTS.values()), k=len(times))
    for number, (status, at) in enumerate(zip(statuses, times, strict=True), first):
        order = {"id": new_id(), "number": number, "user_id": random.choice(users), "status": status, "ordered_at": at}
        total, units = 0, 0
        for position, product in enumerate(random.choices(goods, k=random.randint(1, 4))):
            quantity = random.randint(1, 3)
            amount = quantity * product["price_amount"]
            total, units = total + amount, units + quantity
            line = {"id": new_id(), "order_id": order["id"], "position": position, "product_id": product["id"]}
            copied = {"sku": product["sku"], "name": product["name"], "unit_price_amount": product["price_amount"]}
            lines.append({**line, **copied, "quantity": quantity, "line_total_amount": amount, "is_adjustment": False})
        rest = {
            "channel": "web",
            "currency": "EUR",
            "total_amount": total,
            "version": 1,
            "created_at": at,
            "updated_at": at,
        }
        made.append({**order, **rest})
        key = {"bucket": bucket_of(at), "currency": "EUR", "status": status}
        deltas.append({**key, "orders": 1, "amount": total, "units": units})
    return made, lines, deltas


async def write(table: type[SQLModel], rows: Rows) -> None:
    """Insert in one transaction."""
    async with get_database().writing() as session:
        await session.execute(insert(table), rows)
        await session.commit()


async def fill(count: int) -> None:
    """A shop of `count` orders with a customer for each twenty."""
    users, goods = people(max(100, count // 20)), products(500)
    await write(User, users)
    await write(Product, goods)
    ids = [user["id"] for user in users]
    times = sorted(END - timedelta(seconds=random.randrange(DAYS * 86_400)) for _ in range(count))
    for first in range(0, count, CHUNK):
        made, lines, deltas = orders(first + 1, times[first : first + CHUNK], ids, goods)
        await write(Order, made)
        await write(OrderItem, lines)
        await write(OrderRollup, deltas)


async def plain(query: StatsQuery) -> None:
    """The same sums by one aggregate over the rows."""
    start, end = (datetime.fromisoformat(text or "") for text in (query.from_, query.to))
    async with read_session() as session:
        await session.execute(
            select(func.sum(Order.total_amount), func.count(), func.count(col(Order.user_id).distinct())).where(
                col(Order.ordered_at) >= start,
                col(Order.ordered_at) < end,
                col(Order.currency) == "EUR",
                col(Order.status).in_(REVENUE_STATUSES),
            )
        )


async def measure(ask: Callable[[StatsQuery], Awaitable[Any]], days: int, *, times: int) -> str:
    """The median and the 95th percentile of asking for `days` days somewhere in the shop's life."""
    took: list[float] = []
    for _ in range(times):
        get_shared.cache_clear()
        start = END - timedelta(seconds=random.randrange((DAYS - days) * 86_400 + 1), days=days)
        ends = {"from": start.isoformat(), "to": (start + timedelta(days=days)).isoformat()}
        query = parse(StatsQuery, {**ends, "tz": "Europe/Berlin", "currency": "EUR"})
        begun = perf_counter()
        await ask(query)
        took.append(1000 * (perf_counter() - begun))
    cuts = quantiles(took, n=100)
    return f"p50 {cuts[49]:8.1f}   p95 {cuts[94]:8.1f}"


async def run(count: int, times: int) -> None:
    """Fill where empty, fold, measure, print."""
    await upgrade()
    if await service.currencies(system_actor()):
        print("the database has orders already: measuring those")
    else:
        await fill(count)
        begun = perf_counter()
        fewer = await service.fold_rollups()
        print(f"folded away {fewer} rows in {perf_counter() - begun:.1f} s")
    actor = system_actor()
    asks: dict[str, Callable[[StatsQuery], Awaitable[Any]]] = {
        "stats": lambda query: service.stats(actor, query),
        "top products": lambda query: service.top_products(actor, query),
        "plain SQL": plain,
    }
    for name, days in SPANS.items():
        for what, ask in asks.items():
            print(f"{name:8} {what:13} {await measure(ask, days, times=times)}")
    await get_database().dispose()


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description="Times the dashboard's figures")
    arguments.add_argument("--orders", type=int, default=150_000)
    arguments.add_argument("--times", type=int, default=20)
    given = arguments.parse_args()
    asyncio.run(run(given.orders, given.times))
