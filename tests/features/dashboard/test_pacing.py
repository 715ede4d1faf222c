"""Slow questions pass one at a time with rests; quick ones are not held up by them."""

import asyncio
import time

import pytest

from app.features.dashboard.pacing import Pace

pytestmark = pytest.mark.asyncio


class Work:
    """Something to compute that ends when it is let."""

    def __init__(self) -> None:
        self.running = self.most = self.done = 0
        self.door = asyncio.Event()

    async def __call__(self) -> int:
        self.running += 1
        self.most = max(self.most, self.running)
        await self.door.wait()
        self.running -= 1
        self.done += 1
        return self.done


async def slow(pace: Pace, *questions: str) -> None:
    """Let the pace learn that these take long."""
    work = Work()
    work.door.set()
    for question in questions:
        await pace.run(question, work)


async def test_slow_questions_are_computed_one_at_a_time() -> None:
    pace, work = Pace(quick=-1, rests=0), Work()
    await slow(pace, "a", "b", "c")
    tasks = [asyncio.create_task(pace.run(name, work)) for name in "abc"]
    await asyncio.sleep(0)
    work.door.set()
    assert sorted(await asyncio.gather(*tasks)) == [1, 2, 3]
    assert work.most == 1


async def test_a_question_that_was_never_tried_or_is_quick_does_not_wait_for_slow_ones() -> None:
    pace, work, other = Pace(quick=60, rests=0), Work(), Work()
    other.door.set()
    held = asyncio.create_task(pace.run("held", work))
    await asyncio.sleep(0)
    assert await pace.run("new", other) == 1
    assert await pace.run("new", other) == 2
    work.door.set()
    assert await held == 1


async def test_an_error_opens_the_gate_again() -> None:
    pace = Pace(quick=-1, rests=0)
    await slow(pace, "a")

    async def fail() -> None:
        raise LookupError

    for _ in range(2):
        with pytest.raises(LookupError):
            await pace.run("a", fail)
    assert pace.is_slow("a")


async def test_the_gate_rests_after_each_for_as_long_as_it_says() -> None:
    pace, work = Pace(quick=-1, rests=1e9), Work()
    await slow(pace, "a", "b")
    asyncio.get_running_loop().call_later(0.05, work.door.set)
    await pace.run("a", work)
    second = asyncio.create_task(pace.run("b", work))
    await asyncio.sleep(0.05)
    assert not second.done()
    second.cancel()


async def test_a_busy_loop_makes_no_question_slow() -> None:
    pace, busy = Pace(quick=0.1), True

    async def steps() -> None:
        for _ in range(5):
            await asyncio.sleep(0)

    def hold() -> None:
        time.sleep(0.05)
        if busy:
            asyncio.get_running_loop().call_soon(hold)

    asyncio.get_running_loop().call_soon(hold)
    await pace.run("a", steps)
    busy = False
    assert not pace.is_slow("a")


async def test_only_a_few_quick_questions_are_under_way_at_once() -> None:
    pace, work = Pace(quick=60, at_once=2), Work()
    tasks = [asyncio.create_task(pace.run(name, work)) for name in "abcd"]
    for _ in range(5):
        await asyncio.sleep(0)
    assert work.running == 2
    work.door.set()
    assert sorted(await asyncio.gather(*tasks)) == [1, 2, 3, 4]
    assert work.most == 2


async def test_what_is_counted_again_has_a_rest_after_it_and_what_is_new_has_none() -> None:
    pace = Pace(quick=60, rests=1e9, at_once=1)

    async def work() -> None:
        await asyncio.sleep(0.02)

    for name in "aba":
        await pace.run(name, work)
    after = asyncio.create_task(pace.run("c", work))
    await asyncio.sleep(0.05)
    assert not after.done()
    after.cancel()
