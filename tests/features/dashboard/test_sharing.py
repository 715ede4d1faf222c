"""One computation for all who ask the same of the same data."""

import asyncio
from time import monotonic

import pytest

from app.features.dashboard.sharing import Shared

pytestmark = pytest.mark.asyncio


class Work:
    def __init__(self, *, fails: bool = False) -> None:
        self.done = 0
        self.fails = fails

    async def __call__(self) -> int:
        await asyncio.sleep(0.01)
        self.done += 1
        if self.fails:
            raise OSError
        return self.done


async def test_many_who_ask_at_once_share_one_computation() -> None:
    shared, work = Shared(), Work()
    answers = await asyncio.gather(*(shared.get("q", "1", work) for _ in range(50)))
    assert (set(answers), work.done) == ({1}, 1)


async def test_new_data_is_computed_anew() -> None:
    shared, work = Shared(), Work()
    assert [await shared.get("q", state, work) for state in ("1", "1", "2")] == [1, 1, 2]


async def test_a_failure_is_not_kept() -> None:
    shared, failing = Shared(), Work(fails=True)
    with pytest.raises(OSError):  # noqa: PT011 - it has no message
        await shared.get("q", "1", failing)
    assert await shared.get("q", "1", Work()) == 1


async def test_one_who_stops_waiting_does_not_stop_the_others() -> None:
    shared, work = Shared(), Work()
    leaver = asyncio.create_task(shared.get("q", "1", work))
    stayer = asyncio.create_task(shared.get("q", "1", work))
    await asyncio.sleep(0)
    leaver.cancel()
    assert await stayer == 1


async def test_the_oldest_answers_are_dropped() -> None:
    shared, work = Shared(kept=2), Work()
    for question in ("a", "b", "c", "a"):
        await shared.get(question, "1", work)
    assert work.done == 4


async def test_those_whom_one_change_woke_share_what_was_read_after_it() -> None:
    shared, work = Shared(), Work()
    woken = monotonic()
    answers = await asyncio.gather(*(shared.since("q", woken, work) for _ in range(50)))
    later = await shared.since("q", woken, work)
    assert (set(answers), later, work.done) == ({1}, 1, 1)


async def test_a_later_change_is_never_answered_by_what_was_read_before_it() -> None:
    shared, work = Shared(), Work()
    early = asyncio.create_task(shared.since("q", monotonic(), work))
    await asyncio.sleep(0.002)
    assert (await shared.since("q", monotonic(), work), await early) == (2, 1)


async def test_a_failure_is_not_shared_with_those_who_ask_later() -> None:
    shared, woken = Shared(), monotonic()
    with pytest.raises(OSError):  # noqa: PT011 - it has no message
        await shared.since("q", woken, Work(fails=True))
    assert await shared.since("q", woken, Work()) == 1


async def test_pages_that_wake_one_after_the_other_share_one_more_computation() -> None:
    shared, done, door = Shared(every=0.05), list[int](), asyncio.Event()

    async def work() -> int:
        done.append(len(done) + 1)
        answer = done[-1]
        await door.wait()
        return answer

    first = asyncio.create_task(shared.since("q", monotonic(), work))
    later: list[asyncio.Task[int]] = []
    for _ in range(20):
        await asyncio.sleep(0.001)
        later.append(asyncio.create_task(shared.since("q", monotonic(), work)))
    await asyncio.sleep(0)
    door.set()
    assert await first == 1
    assert set(await asyncio.gather(*later)) == {2}
    assert done == [1, 2]


async def test_a_failure_before_does_not_keep_the_next_one_from_beginning() -> None:
    shared = Shared(every=0.01)
    failing = asyncio.create_task(shared.since("q", monotonic(), Work(fails=True)))
    await asyncio.sleep(0.001)
    assert await shared.since("q", monotonic(), Work()) == 1
    with pytest.raises(OSError):  # noqa: PT011 - it has no message
        await failing
