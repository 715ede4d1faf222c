"""The database of this process: an engine for reads, the same engine for writes, and SQLite's manners.

SQLite: write-ahead log, foreign keys on, one writer. Writers wait for their turn in this process on a lock and
between processes on SQLite's busy timeout, and begin with BEGIN IMMEDIATE so that no read is upgraded to a write.
Errors of either database never show the parameters of a statement: they may be personal.
"""

import asyncio
import sys
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from app.core import sqlite
from app.core.config import get_settings
from app.core.errors import Unavailable
from app.core.writer import Writer, own_engine

T = TypeVar("T")
BUSY_TIMEOUT_MS = 10_000
SWITCH_SECONDS = 0.001
WRITES = "daybook_writes"


class Database:
    """One database and its connections."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        self.engine = _sqlite_engine(url) if self.is_sqlite else _postgres_engine(url)
        self.writer = self.engine.execution_options(**{WRITES: True})
        self._turn = asyncio.Lock()
        self._thread: Writer | None = None

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[AsyncSession, None]:
        """A session for queries; nothing it changes is kept. Raises Unavailable when the database does not answer."""
        with _named_when_away():
            async with AsyncSession(self.engine, expire_on_commit=False) as session:
                yield session

    @asynccontextmanager
    async def writing(self) -> AsyncGenerator[AsyncSession, None]:
        """A session that may write, in its turn where there is one writer. Committing is the unit of work's.

        Raises Unavailable when the database does not answer or is held by another process for too long.
        """
        own = own_engine()
        turn = self._turn if self.is_sqlite and own is None else nullcontext()
        with _named_when_away():
            async with turn, AsyncSession(own or self.writer, expire_on_commit=False) as session:
                yield session

    async def in_one_go(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Do `work`, a transaction, in the thread of SQLite's writer: it holds others up for no longer than it works.

        It may use `writing` and what is pure, and nothing that belongs to the event loop it is called from.
        """
        if not self.is_sqlite or own_engine() is not None:
            return await work()
        self._thread = self._thread or Writer(lambda: _direct_engine(self.url), self._turn)
        return await self._thread.run(work)

    @property
    def in_use(self) -> int:
        """How many connections are out of the pool at present."""
        pool = self.engine.pool
        return pool.checkedout() if isinstance(pool, QueuePool) else 0

    async def dispose(self) -> None:
        """Close every connection."""
        await self.engine.dispose()
        if self._thread is not None:
            thread, self._thread = self._thread, None
            await thread.dispose()


@contextmanager
def _named_when_away() -> Generator[None, None, None]:
    """Turn the driver's ways of saying "not now" into Unavailable; a wrong statement stays the failure it is."""
    try:
        yield
    except (PoolTimeoutError, ConnectionError) as error:
        raise Unavailable from error
    except DBAPIError as error:
        if error.connection_invalidated or isinstance(error, InterfaceError) or "locked" in str(error.orig):
            raise Unavailable from error
        raise


def _postgres_engine(url: str) -> AsyncEngine:
    return create_async_engine(
        url, pool_size=10, max_overflow=10, pool_pre_ping=True, pool_timeout=10, hide_parameters=True
    )


def _sqlite_engine(url: str) -> AsyncEngine:
    path = make_url(url).database
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    # SQLite works in threads of this process. A query is some hand-overs between them and the event loop, each of
    # which waits for the interpreter for as long as this while the loop is busy: 5 ms, unless told otherwise.
    sys.setswitchinterval(SWITCH_SECONDS)
    engine = create_async_engine(
        url, pool_size=8, max_overflow=16, pool_timeout=10, pool_use_lifo=True, hide_parameters=True
    )
    return _with_manners(engine, sqlite.connect)


def _direct_engine(url: str) -> AsyncEngine:
    engine = create_async_engine(url, pool_size=1, max_overflow=1, hide_parameters=True)
    return _with_manners(engine, sqlite.connect_directly).execution_options(**{WRITES: True})


def _with_manners(engine: AsyncEngine, connect: Callable[..., Any]) -> AsyncEngine:
    event.listen(engine.sync_engine, "do_connect", connect)
    event.listen(engine.sync_engine, "connect", _set_manners)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _set_manners(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # pyright: ignore[reportAttributeAccessIssue]
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "cache_size=-16384",
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql(sqlite.BEGIN_TO_WRITE if writes else sqlite.BEGIN)


@cache
def get_database() -> Database:
    """The database of this process."""
    return Database(get_settings().database_url)


@asynccontextmanager
async def read_session() -> AsyncGenerator[AsyncSession, None]:
    """A session for queries on the database of this process."""
    async with get_database().reading() as session:
        yield session


async def steady(session: AsyncSession) -> None:
    """See one state of the database in all queries to come. SQLite does so in any transaction."""
    if session.get_bind().dialect.name == "postgresql":
        await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
