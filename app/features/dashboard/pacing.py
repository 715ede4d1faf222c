"""What is counted anew is counted a little at a time and with rests, so that dashboards never hold up the orders.

A question that took longer than QUICK_SECONDS the last time passes through one gate, which stays shut after each for
RESTS times as long. However many viewers ask however many different questions of however many orders, they take at most
1 / (1 + RESTS) of one core together. Quick questions, which are most, do not wait for these, but for one of AT_ONCE
doors, each of which rests alike after what it has let through before; what nobody asked yet is for a page that opens,
and costs no rest. The figures, which everyone looks at first, have a pace of their own, in which they wait for no card.

What counts is a question's own time. On a busy server it waits for others at each of its steps, which makes it no
slower itself: if that told, all would be slow at once, and stand in one line.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from functools import cache
from time import monotonic
from typing import TypeVar

T = TypeVar("T")
QUICK_SECONDS, QUICK_FIGURES_SECONDS = 0.05, 0.25
RESTS = 2.0
AT_ONCE = 2
# So many times a question waits for the database, and then for the event loop.
STEPS = 12
KEPT = 2048


class Pace:
    """How long questions took, and the gate for the slow ones."""

    def __init__(self, *, quick: float = QUICK_SECONDS, rests: float = RESTS, at_once: int = AT_ONCE) -> None:
        self._quick, self._rests = quick, rests
        self._took: OrderedDict[Hashable, float] = OrderedDict()
        self._gate, self._doors = asyncio.Semaphore(1), asyncio.Semaphore(at_once)

    def is_slow(self, question: Hashable) -> bool:
        """Whether it took long the last time."""
        took = self._took.get(question)
        return took is not None and took > self._quick

    async def run(self, question: Hashable, compute: Callable[[], Awaitable[T]]) -> T:
        """Compute when its way is open: soon where that is quick or was never tried."""
        way, is_new = self._gate if self.is_slow(question) else self._doors, question not in self._took
        await way.acquire()
        try:
            return await self._timed(question, compute)
        finally:
            rest = 0.0 if is_new else self._rests * self._took.get(question, 0.0)
            asyncio.get_running_loop().call_later(rest, way.release)

    async def _timed(self, question: Hashable, compute: Callable[[], Awaitable[T]]) -> T:
        step = await _wait_for_loop()
        begun = monotonic()
        try:
            return await compute()
        finally:
            self._took[question] = max(0.0, monotonic() - begun - STEPS * step)
            self._took.move_to_end(question)
            while len(self._took) > KEPT:
                self._took.popitem(last=False)


async def _wait_for_loop() -> float:
    """How many seconds a step waits for all others that may go on now."""
    begun = monotonic()
    await asyncio.sleep(0)
    return monotonic() - begun


@cache
def get_pace() -> Pace:
    """The pace of the cards of this process."""
    return Pace()


@cache
def get_pace_of_figures() -> Pace:
    """The pace of its figures."""
    return Pace(quick=QUICK_FIGURES_SECONDS)
