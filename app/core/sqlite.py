"""A statement on SQLite is one hand-over to the connection's thread, not four; to begin and to roll back is none.

SQLAlchemy's adapter of aiosqlite makes a cursor, executes, fetches and closes in one hand-over each. A hand-over costs
more than most of our queries take: the loop is left, two threads wait for the interpreter, and the loop is entered
again, behind all that is waiting there. So a transaction begins together with its first statement, which is when
SQLite itself begins to read; and nobody waits for a rollback, after which the thread takes what comes next. What is
overridden here is private to SQLAlchemy and aiosqlite, whose versions are pinned.
"""
# ruff: noqa: SLF001 - see above

import sqlite3
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_connection, AsyncAdapt_aiosqlite_cursor
from sqlalchemy.engine import Dialect
from sqlalchemy.util import EMPTY_DICT
from sqlalchemy.util.concurrency import await_

BEGIN, BEGIN_TO_WRITE = "BEGIN", "BEGIN IMMEDIATE"
BEGINS = frozenset({BEGIN, BEGIN_TO_WRITE})


@dataclass(slots=True)
class _Done:
    """What is left of a cursor that was executed, read to its end and closed."""

    description: Any = None
    rowcount: int = -1
    lastrowid: int | None = None
    arraysize: int = 1


def _run(
    connection: sqlite3.Connection, work: Callable[[sqlite3.Cursor], object], begin: str
) -> tuple[_Done, list[Any]]:
    cursor = connection.cursor()
    try:
        if begin:
            cursor.execute(begin)
        work(cursor)
        rows = cursor.fetchall() if cursor.description else []
        return _Done(cursor.description, cursor.rowcount, cursor.lastrowid), rows
    finally:
        cursor.close()


class _Cursor(AsyncAdapt_aiosqlite_cursor):
    """A cursor that exists in the thread only while it works."""

    __slots__ = ()

    def __init__(self, adapt_connection: Any) -> None:
        self._adapt_connection = adapt_connection
        self._connection = adapt_connection._connection
        self._cursor = cast("Any", _Done())
        self._soft_closed_memoized = EMPTY_DICT
        self._rows = deque()

    async def _execute_async(self, operation: Any, parameters: Any) -> Any:
        if operation in BEGINS:
            self._connection.daybook_begin = operation
            return
        arguments = (operation,) if parameters is None else (operation, parameters)
        await self._at_once(lambda cursor: cursor.execute(*arguments))

    async def _executemany_async(self, operation: Any, seq_of_parameters: Any) -> Any:
        await self._at_once(lambda cursor: cursor.executemany(operation, seq_of_parameters))

    async def _at_once(self, work: Callable[[sqlite3.Cursor], object]) -> None:
        connection = cast("Any", self._connection)
        async with self._adapt_connection._execute_mutex:
            begin, connection.daybook_begin = connection.daybook_begin, ""
            try:
                done, rows = await connection._execute(partial(_run, connection._conn, work, begin))
            except BaseException:
                # What could not begin is still to begin, so that nothing is written without a transaction.
                if begin and not connection._conn.in_transaction:
                    connection.daybook_begin = begin
                raise
        self._cursor, self._rows = done, deque(rows)

    async def _async_soft_close(self) -> None:
        """There is nothing left to close."""

    def close(self) -> None:
        self._rows.clear()


class _Connection(AsyncAdapt_aiosqlite_connection):
    __slots__ = ()

    _cursor_cls = _Cursor

    def cursor(self, server_side: bool = False) -> Any:  # noqa: FBT001, FBT002 - as SQLAlchemy calls it
        """A cursor that reads as it goes is not ours: the transaction begins before it does."""
        connection = cast("Any", self._connection)
        if server_side and connection.daybook_begin:
            begin, connection.daybook_begin = connection.daybook_begin, ""
            await_(connection._execute(connection._conn.execute, begin))
        return super().cursor(server_side=server_side)

    def rollback(self) -> None:
        """Without waiting: the thread does so before whatever it is given next. What has not begun never does."""
        connection = cast("Any", self._connection)
        begin, connection.daybook_begin = connection.daybook_begin, ""
        if connection.daybook_is_direct:
            super().rollback()
        elif not begin and connection._connection is not None:
            connection._tx.put_nowait((None, connection._connection.rollback))


def connect(dialect: Dialect, *given: Any) -> Any:
    """For the engine's event `do_connect`, which gives the pool's entry, arguments and options: our connection."""
    _entry, arguments, options = given
    adapted: Any = dialect.connect(*arguments, **options)
    # What is to be executed before the first statement of a transaction.
    adapted._connection.daybook_begin = ""
    adapted._connection.daybook_is_direct = False
    return _Connection(adapted.dbapi, adapted._connection)


def connect_directly(dialect: Dialect, *given: Any) -> Any:
    """The same for an event loop that does nothing else: statements are executed there, without any hand-over."""
    connected = connect(dialect, *given)

    async def execute(work: Callable[..., Any], *given: Any, **named: Any) -> Any:
        return work(*given, **named)

    connected._connection.daybook_is_direct = True
    connected._connection._execute = execute
    return connected
