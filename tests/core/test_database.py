import asyncio
import sqlite3

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.core import database as module
from app.core.database import Database, read_session
from app.core.errors import Unavailable
from app.core.unit_of_work import unit_of_work
from tests.support.engines import on_postgresql, on_sqlite

pytestmark = pytest.mark.asyncio


@on_sqlite
async def test_a_database_held_by_another_process_is_unavailable_not_a_failure(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BUSY_TIMEOUT_MS", 50)
    other = sqlite3.connect(database.url.removeprefix("sqlite+aiosqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(Unavailable):
            await write_something()
    finally:
        other.rollback()
        other.close()
    await write_something()


@on_postgresql
async def test_a_server_that_ended_our_connection_is_unavailable_or_found_again(database: Database) -> None:
    del database
    async with read_session() as session:
        pid = await session.scalar(text("SELECT pg_backend_pid()"))
        async with read_session() as other:
            await other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
        with pytest.raises(DBAPIError):
            await session.execute(text("SELECT 1"))
    async with read_session() as session:
        assert await session.scalar(text("SELECT 1")) == 1


async def test_writers_of_one_process_take_their_turns(database: Database) -> None:
    del database
    await asyncio.gather(*(write_something() for _ in range(20)))


async def write_something() -> None:
    async with unit_of_work() as uow:
        await uow.session.execute(text("UPDATE users SET active = active"))
