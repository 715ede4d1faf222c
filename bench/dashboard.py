"""The dashboard over a million orders: `python bench/dashboard.py [--folder DIR] [--postgres] [--orders N]`.

Makes a demo shop of 1,000,000 orders of 50,000 customers (some minutes; with `--folder` the SQLite file is kept there
and used again), folds the rollups, and prints for each card, and for all cards at once, how long the server takes over
one day, 30 days and all: cold, where each time other days are asked for and nothing is remembered; "anew", where the
same is asked again after something has happened, so that only the past is kept (docs/adr/0014); "shipped", where an
older order was shipped meanwhile; and warm, where everyone asks the same of the same. Beside it stands the one plain
aggregate over the rows, in the same run. Milliseconds; `aim` are those of DESIGN.md, section 5, at the 95th
percentile, `MiB` the most memory that this process has used so far.

The server's work is called without HTTP. On a busy machine every figure grows: the load average is printed.
"""

import argparse
import asyncio
import os
import sys
from pathlib import Path
from time import perf_counter
from uuid import UUID

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from dashboard_load import plain
from dashboard_load.cases import Case, Facts, cases
from grid_load import shop, timing
from sqlalchemy import func, select, text
from sqlmodel import col

from app.core.actor import Actor
from app.core.config import get_settings
from app.core.database import get_database, read_session
from app.features.dashboard import service
from app.features.dashboard.past import get_past
from app.features.dashboard.sharing import get_shared
from app.features.orders import service as orders
from app.features.orders.schemas import OrderPatch
from app.models import Order, OrderItem, OrderStatus

PLAIN_TIMES = 2
SHIPPED = 5_000


async def facts_of() -> Facts:
    """What there is to ask for: the best-selling product and one in the middle, the largest category, customers."""
    async with read_session() as session:
        count, first, last = (
            await session.execute(
                select(func.count(), func.min(col(Order.ordered_at)), func.max(col(Order.ordered_at)))
            )
        ).one()
        held = select(col(OrderItem.sku), func.count()).group_by(col(OrderItem.product_id), col(OrderItem.sku))
        goods = [sku for sku, _ in sorted((await session.execute(held)).all(), key=lambda row: -row[1])]
        category = await session.scalar(text("SELECT category FROM products GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"))
        owner = col(Order.user_id)
        buyers = (await session.scalars(select(owner).group_by(owner).order_by(func.count().desc()).limit(100))).all()
    filters = {
        "by phone": {"channel": ["phone"]},
        "on the web": {"channel": ["web"]},
        "delivered": {"status": ["delivered"]},
        "a category": {"category": [category]},
        "the best-selling product": {"product": [goods[0]]},
        "an ordinary product": {"product": [goods[len(goods) // 2]]},
        "a customer": {"customer": buyers[-1:]},
        "a hundred customers": {"customer": buyers},
    }
    return Facts(count, get_settings().currency, first, last, filters)


async def paid_ones() -> list[UUID]:
    """The oldest orders that are paid and not shipped."""
    async with read_session() as session:
        query = select(col(Order.id)).where(col(Order.status) == OrderStatus.PAID)
        return list((await session.scalars(query.order_by(col(Order.ordered_at)).limit(SHIPPED))).all())


async def measure(who: Actor, case: Case, *, seconds: float, paid: list[UUID]) -> None:
    """A row of the table; each of the `paid` orders may be shipped once."""

    async def cold() -> None:
        get_shared.cache_clear()
        get_past.cache_clear()
        await case.ask(who, case.query())

    async def anew() -> None:
        get_shared.cache_clear()
        await case.ask(who, same)

    async def ship() -> None:
        order = await orders.get_order(who, paid.pop())
        await orders.patch_order(who, order.id, version=order.version, patch=OrderPatch(status=OrderStatus.SHIPPED))

    async def warm() -> None:
        await case.ask(who, same)

    ours = await timing.measured(cold, seconds=seconds)
    same = case.query()
    await case.ask(who, same)
    since = await timing.measured(anew, seconds=seconds / 4)
    shipped = await timing.measured(anew, seconds=seconds / 4, before=ship)
    again = await timing.measured(warm, seconds=seconds / 4)
    beside = await timing.measured(lambda: plain.ask(case.card, case.query(), case.facts), seconds=0, least=PLAIN_TIMES)
    told = timing.line(case.name, ours, beside, most=case.aim)
    recounted = f"anew {since.at(50):.1f} {since.at(95):.1f}  shipped {shipped.at(50):.1f} {shipped.at(95):.1f}"
    print(f"{told}  {recounted}  warm {again.at(50):.1f} {again.at(95):.1f}", flush=True)


async def run(given: argparse.Namespace) -> None:
    """Everything, on the database of the settings."""
    await shop.tidy()
    begun = perf_counter()
    fewer = await service.fold_rollups()
    print(f"folded away {fewer:,} rows in {perf_counter() - begun:.1f} s")
    await shop.tidy()
    who, facts, paid = await shop.admin(), await facts_of(), await paid_ones()
    print(f"{facts.orders:,} orders on {get_database().engine.dialect.name}; load average {os.getloadavg()[0]:.1f}")
    span = ""
    for case in cases(facts, crossed=given.crossed):
        if given.only not in case.name:
            continue
        if span != (span := case.name.partition(":")[0]):
            print(timing.head(span), flush=True)
        await measure(who, case, seconds=given.seconds, paid=paid)
    print(f"\nload average at the end {os.getloadavg()[0]:.1f}")
    await get_database().dispose()


def main() -> None:
    """Read the arguments, make the shop, measure."""
    given = shop.arguments_for("Times the dashboard's figures", crossed="every card under each filter, too")
    with shop.open_shop(given):
        asyncio.run(run(given))


if __name__ == "__main__":
    main()
