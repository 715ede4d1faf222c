"""Whole transactions on SQLite in an event loop of their own, in a thread of its own.

A transaction of ten statements leaves the event loop ten times and comes back each time behind all that waits there,
while nobody else may write: beside a thousand open pages that was a dozen orders a second. Here its statements are
executed where it runs, one after the other, and it takes the few milliseconds that it takes.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from threading import Thread
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncEngine

T = TypeVar("T")
_engine: ContextVar[AsyncEngine | None] = ContextVar("writer_engine", default=None)


def own_engine() -> AsyncEngine | None:
    """The engine of the writer whose loop this runs in; None elsewhere."""
    return _engine.get()


class Writer:
    """The thread, its loop, and an engine that is used there alone."""

    def __init__(self, make_engine: Callable[[], AsyncEngine]) -> None:
        self._loop = asyncio.new_event_loop()
        self._engine = make_engine()
        self._thread = Thread(target=self._loop.run_forever, name="writer", daemon=True)
        self._thread.start()

    async def run(self, work: Callable[[], Awaitable[T]]) -> T:
        """Do `work`, which may touch nothing of the caller's loop, and give what it returns or raises."""

        async def inside() -> T:
            _engine.set(self._engine)
            return await work()

        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(inside(), self._loop))

    async def dispose(self) -> None:
        """Close its connections, and end the thread."""
        await self.run(self._engine.dispose)
        self._loop.call_soon_threadsafe(self._loop.stop)
        await asyncio.to_thread(self._thread.join)
        self._loop.close()
