"""The SQL of folding rollups: which keys have many rows, and one row in their place."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, column, delete, func, insert, values
from sqlalchemy import select as sql_select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from app.features.orders.deltas import COLUMNS
from app.models import OrderRollup, OrderSum, ProductSum

# The sums of a row; `id` tells rows of a key apart, what else there is is the key.
SUMS = ("orders", "amount", "units")
# So many keys are found by one look at a table.
KEYS_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class Rollup:
    """A table of rollups: the columns of its key in the order of its index, and those of its sums."""

    table: type[SQLModel]
    key: tuple[str, ...]
    sums: tuple[str, ...]

    def columns(self, *names: str) -> list[Any]:
        """Columns by name."""
        return [getattr(self.table, name) for name in names]


def _rollup(table: type[SQLModel]) -> Rollup:
    names = COLUMNS[table]
    key = tuple(name for name in names if name not in SUMS and name != "id")
    return Rollup(table, key, tuple(name for name in names if name in SUMS))


ROLLUPS = tuple(_rollup(table) for table in (OrderRollup, OrderSum, ProductSum))


@dataclass(frozen=True, slots=True)
class Crowded:
    """A key that has more than one row; `rows` counts them."""

    key: tuple[Any, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Delta:
    """A row: its key, its id, its signed sums."""

    key: tuple[Any, ...]
    id: int
    sums: tuple[int, ...]


async def crowded(session: AsyncSession, rollup: Rollup) -> list[Crowded]:
    """What could be folded, in the order of the index; a great many keys are found by several calls."""
    key = rollup.columns(*rollup.key)
    query = sql_select(*key, func.count()).group_by(*key).having(func.count() > 1).order_by(*key)
    return [Crowded(tuple(row[:-1]), row[-1]) for row in await session.execute(query.limit(KEYS_AT_ONCE))]


async def take(session: AsyncSession, rollup: Rollup, keys: Sequence[Crowded]) -> list[Delta]:
    """The rows of these keys, locked. What another process folds just now is left to it."""
    own = rollup.columns(*rollup.key)
    asked = values(*(column(name, one.type) for name, one in zip(rollup.key, own, strict=True)), name="asked")
    cut = asked.data([crowd.key for crowd in keys]).cte("asked")
    pairs = [one == cut.c[name] for name, one in zip(rollup.key, own, strict=True)]
    query = (
        sql_select(*own, *rollup.columns("id", *rollup.sums))
        .select_from(cut)
        .join(rollup.table, and_(*pairs))
        .with_for_update(skip_locked=True, of=rollup.table)
    )
    at = len(own)
    return [Delta(tuple(row[:at]), row[at], tuple(row[at + 1 :])) for row in await session.execute(query)]


async def replace(session: AsyncSession, rollup: Rollup, *, old: Sequence[Delta], new: Sequence[Delta]) -> None:
    """One set of rows in the place of another."""
    names = (*rollup.key, "id")
    those = [one == bindparam(f"b_{name}") for name, one in zip(names, rollup.columns(*names), strict=True)]
    rows = [{f"b_{name}": value for name, value in zip(names, (*row.key, row.id), strict=True)} for row in old]
    connection = await session.connection()
    await connection.execute(delete(rollup.table).where(*those), rows)
    added = [dict(zip((*names, *rollup.sums), (*row.key, row.id, *row.sums), strict=True)) for row in new]
    if added:
        await connection.execute(insert(rollup.table), added)
