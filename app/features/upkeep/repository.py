"""The SQL of upkeep: whole tables out and in again, and the rollups counted anew."""

from collections.abc import AsyncIterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Table, delete, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.features.imports.bulk_repository import is_postgresql
from app.features.orders.rules import bucket_of
from app.models import KeyCanary, Order, OrderItem, OrderRollup, metadata

PAGE = 2_000
# What PostgreSQL gives out numbers from, by the column they are for.
SEQUENCES = (("changes", "id"), ("order_rollups", "id"))


class Counted(NamedTuple):
    """Orders of a quarter hour, currency and status: how many, minor units, pieces."""

    orders: int
    amount: int
    units: int


def tables() -> Sequence[Table]:
    """All tables, parents before children."""
    return metadata.sorted_tables


async def one_moment(session: AsyncSession) -> None:
    """Read everything as it is now, whatever is written meanwhile (SQLite does so anyway)."""
    if is_postgresql(session):
        await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


async def ping(session: AsyncSession) -> None:
    """See that the database answers."""
    await session.execute(text("SELECT 1"))


async def count(session: AsyncSession, table: Table) -> int:
    """How many rows a table has."""
    return (await session.scalar(select(func.count()).select_from(table))) or 0


async def pages(session: AsyncSession, table: Table) -> AsyncIterator[Sequence[Sequence[Any]]]:
    """All rows of a table, cells in the order of its columns."""
    found = await session.stream(select(*table.columns).execution_options(yield_per=PAGE))
    async for part in found.partitions(PAGE):
        yield [tuple(row) for row in part]


async def filled_tables(session: AsyncSession) -> list[str]:
    """The names of the tables that hold rows, the canary's apart."""
    names: list[str] = []
    for table in tables():
        first = select(*table.primary_key.columns).limit(1)
        if table.name != "key_canary" and (await session.execute(first)).first() is not None:
            names.append(table.name)
    return names


async def forget_canary(session: AsyncSession) -> None:
    """Make room for the canary of a backup."""
    await session.execute(delete(KeyCanary))


async def continue_numbers(session: AsyncSession) -> None:
    """Let the sequences of PostgreSQL go on after what is there (SQLite looks for itself)."""
    if not is_postgresql(session):
        return
    for table, column in SEQUENCES:
        newest = f"(SELECT coalesce(max({column}), 0) + 1 FROM {table})"  # noqa: S608 - names of our own
        await session.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), {newest}, false)"))
    await session.execute(
        text("SELECT setval('order_number_seq', (SELECT coalesce(max(number), 1000) + 1 FROM orders), false)")
    )


async def counted_orders(session: AsyncSession) -> dict[tuple[Any, str, Any], Counted]:
    """The rollups as the orders say they must be, by (bucket, currency, status)."""
    units = (
        select(col(OrderItem.order_id), func.sum(OrderItem.quantity).label("units"))
        .group_by(col(OrderItem.order_id))
        .subquery()
    )
    query = (
        select(
            col(Order.ordered_at),
            col(Order.currency),
            col(Order.status),
            col(Order.total_amount),
            func.coalesce(units.c.units, 0),
        )
        .outerjoin(units, units.c.order_id == col(Order.id))
        .execution_options(yield_per=PAGE)
    )
    found: dict[tuple[Any, str, Any], Counted] = {}
    rows: Any = await session.stream(query)
    async for ordered_at, currency, status, amount, pieces in rows:
        key = (bucket_of(ordered_at), currency, status)
        known = found.get(key, Counted(0, 0, 0))
        found[key] = Counted(known.orders + 1, known.amount + amount, known.units + int(pieces))
    return found


async def stored_rollups(session: AsyncSession) -> dict[tuple[Any, str, Any], Counted]:
    """The rollups as they are, by (bucket, currency, status); sums of nothing are left out."""
    keys = (col(OrderRollup.bucket), col(OrderRollup.currency), col(OrderRollup.status))
    sums = (func.sum(OrderRollup.orders), func.sum(OrderRollup.amount), func.sum(OrderRollup.units))
    rows: Any = await session.execute(select(*keys, *sums).group_by(*keys))
    found = {(row[0], row[1], row[2]): Counted(int(row[3]), int(row[4]), int(row[5])) for row in rows}
    return {key: counted for key, counted in found.items() if any(counted)}


async def replace_rollups(session: AsyncSession, counted: dict[tuple[Any, str, Any], Counted]) -> None:
    """Write the rollups anew."""
    await session.execute(delete(OrderRollup))
    session.add_all(
        OrderRollup(bucket=bucket, currency=currency, status=status, **sums._asdict())
        for (bucket, currency, status), sums in counted.items()
    )


async def hold_writers(session: AsyncSession) -> None:
    """Let nobody write orders until the end of the transaction."""
    if is_postgresql(session):
        await session.execute(text("LOCK TABLE orders, order_items, order_rollups IN SHARE ROW EXCLUSIVE MODE"))
