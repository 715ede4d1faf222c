"""A change that a thousand open pages show is shown by a few at a time, so that what people do meanwhile is answered.

All pages that follow an order wake in the same moment. Told all at once they would hold the event loop until the last
one is done; told a few at a time, in the order in which they asked, each event finds its place between them. After each
turn its place stays empty for as long as this process worked meanwhile, so that a long line leaves time for everything
else; how long the turn itself waited, for a busy machine or the database, does not count.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import cache
from time import thread_time

AT_ONCE = 4
# Who waits for the database meanwhile does not hold the others up: its turn is over then, though its work is not.
LONGEST_SECONDS = 0.1


class Turns:
    """Who may work now."""

    def __init__(self, at_once: int = AT_ONCE, *, longest: float = LONGEST_SECONDS) -> None:
        self._gate = asyncio.Semaphore(at_once)
        self._longest = longest

    @asynccontextmanager
    async def turn(self) -> AsyncGenerator[None, None]:
        """Wait for a turn; it ends with the block, or after `longest` seconds if that comes first."""
        await self._gate.acquire()
        loop = asyncio.get_running_loop()
        begun, is_over = thread_time(), False

        def end() -> None:
            nonlocal is_over
            if not is_over:
                is_over = True
                loop.call_later(min(thread_time() - begun, self._longest), self._gate.release)

        timer = loop.call_later(self._longest, end)
        try:
            yield
        finally:
            timer.cancel()
            end()


@cache
def get_turns(at_once: int = AT_ONCE) -> Turns:
    """The turns of this process for pages of which so many may work at once."""
    return Turns(at_once)
