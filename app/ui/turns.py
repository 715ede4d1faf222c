"""A change that a thousand open pages show is shown by a few at a time, so that what people do meanwhile is answered.

All pages that follow an order wake in the same moment. Told all at once they would hold the event loop until the last
one is done; told a few at a time, in the order in which they asked, each event finds its place between them. After each
turn its place stays empty for as long as it took, so that a long line leaves time for everything else; where turns are
work of a millisecond or two, and wait for nothing, there is time enough between their steps, and no rest (`rests` 0).
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import cache

AT_ONCE = 4
# Who waits for the database meanwhile does not hold the others up: its turn is over then, though its work is not.
LONGEST_SECONDS = 0.1


class Turns:
    """Who may work now."""

    def __init__(self, at_once: int = AT_ONCE, *, longest: float = LONGEST_SECONDS, rests: float = 1.0) -> None:
        self._gate = asyncio.Semaphore(at_once)
        self._longest, self._rests = longest, rests

    @asynccontextmanager
    async def turn(self) -> AsyncGenerator[None, None]:
        """Wait for a turn; it ends with the block, or after `longest` seconds if that comes first."""
        await self._gate.acquire()
        loop = asyncio.get_running_loop()
        begun, is_over = loop.time(), False

        def end() -> None:
            nonlocal is_over
            if not is_over:
                is_over = True
                loop.call_later(self._rests * min(loop.time() - begun, self._longest), self._gate.release)

        timer = loop.call_later(self._longest, end)
        try:
            yield
        finally:
            timer.cancel()
            end()


@cache
def get_turns(*, rests: float = 1.0) -> Turns:
    """The turns of this process for pages whose turns are followed by such rests."""
    return Turns(rests=rests)
