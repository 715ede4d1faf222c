"""Lookups of one moment are one query."""

import asyncio
from collections.abc import Sequence

import pytest

from app.core.joining import Joined

pytestmark = pytest.mark.asyncio


class Table:
    """What there is, and how often it was read."""

    def __init__(self) -> None:
        self.rows = {"a": 1, "b": 2}
        self.reads: list[list[str]] = []
        self.fails = False

    async def read(self, keys: Sequence[str]) -> dict[str, int]:
        self.reads.append(list(keys))
        found = {key: self.rows[key] for key in keys if key in self.rows}
        await asyncio.sleep(0.01)
        if self.fails:
            raise OSError
        return found


async def test_those_who_ask_at_once_share_one_read_and_each_gets_their_own() -> None:
    table = Table()
    joined = Joined(table.read)
    assert await asyncio.gather(*(joined.get(key) for key in ("a", "b", "a", "none"))) == [1, 2, 1, None]
    assert table.reads == [["a", "b", "none"]]


async def test_who_asks_during_a_read_gets_what_was_read_after_they_asked() -> None:
    table = Table()
    joined = Joined(table.read)
    early = asyncio.create_task(joined.get("a"))
    await asyncio.sleep(0.005)
    table.rows["a"] = 9
    assert (await joined.get("a"), await early) == (9, 1)


async def test_a_failure_reaches_those_who_asked_and_nobody_later() -> None:
    table = Table()
    joined = Joined(table.read)
    table.fails = True
    answers = await asyncio.gather(joined.get("a"), joined.get("b"), return_exceptions=True)
    assert [type(answer) for answer in answers] == [OSError, OSError]
    table.fails = False
    assert await joined.get("b") == 2


async def test_one_who_stops_waiting_does_not_stop_the_others() -> None:
    joined = Joined(Table().read)
    leaver, stayer = asyncio.create_task(joined.get("a")), asyncio.create_task(joined.get("b"))
    await asyncio.sleep(0.005)
    leaver.cancel()
    assert await stayer == 2
