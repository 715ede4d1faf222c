"""Transactions in one go: what they return, raise and see is as anywhere else, none is lost, and hints come home."""

import asyncio
import sqlite3
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, InvalidRequestError

from app.core import clock
from app.core import database as module
from app.core.bus import Hint, get_bus
from app.core.database import Database, read_session, steady
from app.core.errors import Unavailable
from app.core.unit_of_work import in_one_go, unit_of_work
from tests.support.engines import on_sqlite

pytestmark = pytest.mark.asyncio
THEN = datetime(2026, 5, 1, 12, tzinfo=UTC)


async def note(number: int, *, fails: bool = False) -> str:
    """Write a row, and give the name of the thread in which that was done."""
    async with unit_of_work() as uow:
        row = {"id": number, "word": f"{uow.now:%H:%M}"}
        await uow.session.execute(text("INSERT INTO notes VALUES (:id, :word)"), row)
        uow.hint("noted", {"id": number})
        if fails:
            raise LookupError(number)
    return threading.current_thread().name


async def notes() -> list[tuple[int, str]]:
    async with read_session() as session:
        rows = await session.execute(text("SELECT id, word FROM notes ORDER BY id"))
        return [(number, word) for number, word in rows]


@contextmanager
def held(database: Database) -> Generator[None, None, None]:
    """Another process writes, and does not end."""
    other = sqlite3.connect(database.url.removeprefix("sqlite+aiosqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.rollback()
        other.close()


@pytest.fixture
def heard() -> list[Hint]:
    found: list[Hint] = []
    get_bus().listen("noted", lambda hint: found.append({**hint, "in": threading.current_thread().name}))
    return found


async def table() -> None:
    async with unit_of_work() as uow:
        await uow.session.execute(text("CREATE TABLE notes (id integer PRIMARY KEY, word text)"))


async def test_what_is_done_in_one_go_is_committed_and_its_hints_go_out_at_home(
    database: Database, heard: list[Hint]
) -> None:
    await table()
    with clock.frozen(THEN):
        thread = await in_one_go(note)(1)
    assert (thread == "writer") is database.is_sqlite
    assert await notes() == [(1, "12:00")]
    assert heard == [{"id": 1, "in": threading.current_thread().name}]


async def test_what_fails_raises_and_leaves_nothing_behind(database: Database, heard: list[Hint]) -> None:
    del database
    await table()
    with pytest.raises(LookupError):
        await in_one_go(note)(1, fails=True)
    await in_one_go(note)(2)
    assert [number for number, _ in await notes()] == [2]
    assert [hint["id"] for hint in heard] == [2]


async def test_many_at_once_and_other_writers_between_them_all_come_through(database: Database) -> None:
    del database
    await table()
    every = (in_one_go(note)(number) if number % 3 else note(number) for number in range(60))
    await asyncio.gather(*every)
    assert [number for number, _ in await notes()] == list(range(60))


@on_sqlite
async def test_whoever_no_longer_waits_stops_nobody_else(database: Database) -> None:
    del database
    await table()
    left = asyncio.create_task(in_one_go(note)(1))
    stays = asyncio.create_task(in_one_go(note)(2))
    await asyncio.sleep(0)
    left.cancel()
    with suppress(asyncio.CancelledError):
        await left
    await stays
    assert (2, (await notes())[-1][1]) in await notes()


@on_sqlite
async def test_a_database_held_by_another_process_is_unavailable_and_then_found_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await table()
    monkeypatch.setattr(module, "BUSY_TIMEOUT_MS", 50)
    with held(database), pytest.raises(Unavailable):
        await in_one_go(note)(1)
    await in_one_go(note)(2)
    assert [number for number, _ in await notes()] == [2]


async def test_a_session_that_asked_nothing_leaves_no_transaction_behind(database: Database) -> None:
    del database
    await table()
    for _ in range(3):
        async with unit_of_work():
            pass
        async with read_session():
            pass
    await note(1)
    assert [number for number, _ in await notes()] == [1]


async def test_what_is_read_as_it_comes_is_of_one_state_of_the_data(database: Database) -> None:
    await table()
    await note(1)
    async with read_session() as session:
        if not database.is_sqlite:
            await steady(session)
        first = [row async for row in await session.stream(text("SELECT id FROM notes"))]
        await note(2)
        second = [row async for row in await session.stream(text("SELECT id FROM notes"))]
    assert (len(first), len(second)) == (1, 1)


async def test_one_go_within_another_is_part_of_it(database: Database) -> None:
    del database
    await table()

    async def outer() -> None:
        await note(1)
        await in_one_go(note)(2)

    await in_one_go(outer)()
    assert [number for number, _ in await notes()] == [1, 2]


@on_sqlite
async def test_what_is_cancelled_within_takes_no_other_with_it(database: Database) -> None:
    del database
    await table()

    async def ends() -> None:
        raise asyncio.CancelledError

    left = asyncio.create_task(in_one_go(ends)())
    stays = asyncio.create_task(in_one_go(note)(2))
    with pytest.raises(Unavailable):
        await left
    await stays
    assert [number for number, _ in await notes()] == [2]


@on_sqlite
async def test_what_could_not_begin_writes_nothing_without_a_transaction(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await table()
    monkeypatch.setattr(module, "BUSY_TIMEOUT_MS", 50)
    await database.dispose()
    insert = text("INSERT INTO notes VALUES (1, 'alone')")
    async with database.writing() as session:
        with held(database), suppress(DBAPIError):
            await session.execute(insert)
        with suppress(DBAPIError, InvalidRequestError):
            await session.execute(insert)
        await session.rollback()
    assert await notes() == []
