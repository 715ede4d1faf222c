"""The SQL of upkeep: whole tables out and in again."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy import Table, delete, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.features.imports.bulk_repository import is_postgresql
from app.models import KeyCanary, metadata

PAGE = 2_000
# What PostgreSQL gives out numbers from, by the column they are for.
SEQUENCES = (("changes", "id"), ("order_rollups", "id"))


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
