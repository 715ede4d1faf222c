"""What takes long is computed anew one at a time and with rests, so that dashboards never hold up the orders.

A question that took longer than QUICK_SECONDS the last time passes through one gate, which stays shut after each for
RESTS times as long. However many viewers ask however many different questions of however many orders, they take at most
1 / (1 + RESTS) of one core together; quick questions, which are most, pass freely.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from functools import cache
from time import monotonic
from typing import TypeVar

T = TypeVar("T")
QUICK_SECONDS = 0.05
RESTS = 2.0
KEPT = 2048


class Pace:
    """How long questions took, and the gate for the slow ones."""

    def __init__(self, *, quick: float = QUICK_SECONDS, rests: float = RESTS) -> None:
        self._quick, self._rests = quick, rests
        self._took: OrderedDict[Hashable, float] = OrderedDict()
        self._gate = asyncio.Lock()
        self._opens = 0.0

    def is_slow(self, question: Hashable) -> bool:
        """Whether it took long the last time."""
        took = self._took.get(question)
        return took is not None and took > self._quick

    async def run(self, question: Hashable, compute: Callable[[], Awaitable[T]]) -> T:
        """Compute at once where that is quick or was never tried, else when the gate opens."""
        if not self.is_slow(question):
            return await self._timed(question, compute)
        async with self._gate:
            await asyncio.sleep(max(0.0, self._opens - monotonic()))
            try:
                return await self._timed(question, compute)
            finally:
                self._opens = monotonic() + self._rests * self._took[question]

    async def _timed(self, question: Hashable, compute: Callable[[], Awaitable[T]]) -> T:
        begun = monotonic()
        try:
            return await compute()
        finally:
            self._took[question] = monotonic() - begun
            self._took.move_to_end(question)
            while len(self._took) > KEPT:
                self._took.popitem(last=False)


@cache
def get_pace() -> Pace:
    """The pace of this process."""
    return Pace()
