"""A few pages at a time are told of a change."""

import asyncio

import pytest

from app.ui.turns import Turns

pytestmark = pytest.mark.asyncio


async def test_no_more_than_a_few_work_at_once_in_the_order_in_which_they_asked() -> None:
    turns, inside, most, order = Turns(2), 0, 0, list[int]()

    async def work(number: int) -> None:
        nonlocal inside, most
        async with turns.turn():
            inside, order[len(order) :] = inside + 1, [number]
            most = max(most, inside)
            await asyncio.sleep(0.001)
            inside -= 1

    await asyncio.gather(*map(work, range(9)))
    assert (most, order) == (2, list(range(9)))


async def test_who_takes_long_does_not_hold_the_others_up() -> None:
    turns, done = Turns(1, longest=0.01), asyncio.Event()

    async def slow() -> None:
        async with turns.turn():
            await done.wait()

    waiting = asyncio.create_task(slow())
    await asyncio.sleep(0)
    async with asyncio.timeout(2):
        for _ in range(3):
            async with turns.turn():
                pass
    done.set()
    await waiting


async def test_a_turn_ends_with_who_had_it() -> None:
    turns = Turns(1, longest=60)
    with pytest.raises(OSError, match="gone"):
        async with turns.turn():
            raise OSError("gone")
    async with asyncio.timeout(2), turns.turn():
        pass
