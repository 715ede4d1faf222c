"""Writing and looking up many rows at once, on both databases, inside the caller's transaction.

Rows are tuples. Ids are 32 hex digits, which SQLite stores and asyncpg takes; moments go through `moments_for`.
"""

import re
import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute
from sqlmodel import col

from app.models import Order, Product, User

Row = tuple[Any, ...]
# Below the number of parameters that either database takes in one statement.
AT_ONCE = 5_000
# For the connection that imports: 192 MiB of the write-ahead log, and memory for the indexes of some million lines.
CHECKPOINT_PAGES = 49_152
CACHE_KIB = 163_840
_NAME = re.compile(r"[a-z_]+")
# Any number will do as long as nothing else in the product uses it.
IMPORT_LOCK = 7_310_002


class RowsCollide(Exception):
    """A row that must be unique came to be there meanwhile, or one that was there went: look up again and retry."""


def is_postgresql(session: AsyncSession) -> bool:
    """Whether the session talks to PostgreSQL."""
    return session.get_bind().dialect.name == "postgresql"


def moments_for(session: AsyncSession) -> Callable[[datetime], Any]:
    """How an aware moment is written in a row: asyncpg takes it as it is, SQLite keeps text in UTC."""
    return _as_it_is if is_postgresql(session) else _as_text


def _as_it_is(moment: datetime) -> datetime:
    return moment


@lru_cache(4_096)
def _as_text(moment: datetime) -> str:
    # The storage format of SQLAlchemy's DateTime on SQLite.
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")


async def insert_rows(session: AsyncSession, model: Any, *, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert rows of a model by the quickest way the database has. Raises RowsCollide."""
    await insert_into(session, model.__table__.name, columns=columns, rows=rows)


async def insert_into(session: AsyncSession, table: str, *, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert rows into a table by the quickest way the database has. Raises RowsCollide."""
    if not rows:
        return
    assert all(_NAME.fullmatch(name) for name in (table, *columns))
    connection = await session.connection()
    try:
        if is_postgresql(session):
            driver: Any = (await connection.get_raw_connection()).driver_connection
            await driver.copy_records_to_table(table, records=rows, columns=list(columns))
        else:
            places = ",".join("?" * len(columns))
            statement = f"INSERT INTO {table} ({','.join(columns)}) VALUES ({places})"  # noqa: S608 - our own names
            await connection.exec_driver_sql(statement, list(rows))
    except (IntegrityError, sqlite3.IntegrityError, asyncpg.IntegrityConstraintViolationError):
        raise RowsCollide from None


async def take_turn(session: AsyncSession) -> None:
    """Wait until no other import writes: on PostgreSQL by a lock until the commit; SQLite has one writer anyway."""
    if is_postgresql(session):
        await session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": IMPORT_LOCK})


async def begin(session: AsyncSession) -> None:
    """Open the transaction of a connection that does nothing but import, one at a time."""
    await take_turn(session)
    if is_postgresql(session):
        return
    # Many rows touch the same pages of the indexes again and again: keep them, and copy them into the file less often.
    # Durability is as ever: each commit is in the log on the disk (synchronous=FULL) before it is reported.
    await session.execute(text(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}"))
    await session.execute(text(f"PRAGMA cache_size=-{CACHE_KIB}"))


async def order_digests(session: AsyncSession, references: Collection[str]) -> dict[str, str | None]:
    """The digest of each of these orders that is there; None where it did not come by an import."""
    found: dict[str, str | None] = {}
    for part in _parts(references):
        query = select(col(Order.reference), col(Order.import_digest)).where(col(Order.reference).in_(part))
        rows: Any = await session.execute(query)
        found.update((reference or "", digest) for reference, digest in rows)
    return found


async def unnamed_orders(session: AsyncSession, numbers: Collection[int]) -> dict[int, UUID]:
    """The ids of the orders of these numbers that have no reference of their own."""
    found: dict[int, UUID] = {}
    for part in _parts(numbers):
        query = select(col(Order.number), col(Order.id)).where(
            col(Order.number).in_(part), col(Order.reference).is_(None)
        )
        rows: Any = await session.execute(query)
        found.update((number, order_id) for number, order_id in rows)
    return found


async def user_keys(session: AsyncSession, indexes: Collection[str]) -> dict[str, str]:
    """The ids (hex) of the users with these blind indexes of e-mail addresses."""
    return await _keys(session, col(User.email_index), col(User.id), values=indexes)


async def product_keys(session: AsyncSession, skus: Collection[str]) -> dict[str, str]:
    """The ids (hex) of the products with these SKUs."""
    return await _keys(session, col(Product.sku), col(Product.id), values=skus)


async def _keys(session: AsyncSession, by: Any, key: Any, *, values: Collection[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in _parts(values):
        rows: Any = await session.execute(select(by, key).where(by.in_(part)))
        found.update((value, row_id.hex) for value, row_id in rows)
    return found


async def users_by_index(session: AsyncSession, indexes: Collection[str]) -> dict[str, User]:
    """The users with these blind indexes of e-mail addresses."""
    return await _by(session, select(User), col(User.email_index), values=indexes)


async def products_by_sku(session: AsyncSession, skus: Collection[str]) -> dict[str, Product]:
    """The products with these SKUs."""
    return await _by(session, select(Product), col(Product.sku), values=skus)


async def _by(
    session: AsyncSession, query: Any, by: InstrumentedAttribute[Any] | Any, *, values: Collection[str]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for part in _parts(values):
        found.update((getattr(row, by.key), row) for row in await session.scalars(query.where(by.in_(part))))
    return found


async def is_empty(session: AsyncSession) -> bool:
    """Whether there is neither a user nor a product nor an order."""
    for model in (User, Product, Order):
        if await session.scalar(select(func.count()).select_from(select(col(model.id)).limit(1).subquery())):
            return False
    return True


def _parts(values: Iterable[Any]) -> Iterable[list[Any]]:
    rest = iter(values)
    while part := list(islice(rest, AT_ONCE)):
        yield part
