"""Whole transactions on SQLite in an event loop of their own, in a thread of its own.

A transaction of ten statements leaves the event loop ten times and comes back each time behind all that waits there,
while nobody else may write: beside a thousand open pages that was a dozen orders a second. Here its statements are
executed where it runs, one after the other, and it takes the few milliseconds that it takes. What has come meanwhile
is done in the same turn, since the loop that gives turns may be busy.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from contextvars import Context, ContextVar, copy_context
from dataclasses import dataclass, field
from threading import Thread
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncEngine

from app.core.errors import Unavailable

T = TypeVar("T")
_engine: ContextVar[AsyncEngine | None] = ContextVar("writer_engine", default=None)


def own_engine() -> AsyncEngine | None:
    """The engine of the writer whose loop this runs in; None elsewhere."""
    return _engine.get()


@dataclass(frozen=True, slots=True)
class _Work:
    """Something to do, in the context of whoever asked for it, and where they wait for what comes of it."""

    do: Callable[[], Coroutine[Any, Any, Any]]
    done: asyncio.Future[Any]
    context: Context = field(default_factory=copy_context)

    def tell(self, result: Any, error: BaseException | None) -> None:
        """In the loop of whoever waits, if they still do."""
        if self.done.done():
            return
        if error is None:
            self.done.set_result(result)
        else:
            self.done.set_exception(error)


class Writer:
    """The thread, its loop, and an engine that is used there alone. It works in its `turn` to write."""

    def __init__(self, make_engine: Callable[[], AsyncEngine], turn: AbstractAsyncContextManager[Any]) -> None:
        self._turn = turn
        self._waiting: list[_Work] = []
        self._running: asyncio.Task[None] | None = None
        self._loop = asyncio.new_event_loop()
        self._engine = make_engine()
        self._thread = Thread(target=self._loop.run_forever, name="writer", daemon=True)
        self._thread.start()

    async def run(self, do: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """What `do` returns or raises, which may touch nothing of the caller's loop.

        Once its turn has come it is done, whether or not anybody waits for it still.
        """
        work = _Work(do, asyncio.get_running_loop().create_future())
        self._waiting.append(work)
        if self._running is None:
            self._running = asyncio.create_task(self._run_waiting())
        return await work.done

    async def dispose(self) -> None:
        """Close its connections, and end the thread."""
        if self._running is not None:
            await self._running
        await self._there(self._engine.dispose())
        self._loop.call_soon_threadsafe(self._loop.stop)
        await asyncio.to_thread(self._thread.join)
        self._loop.close()

    async def _run_waiting(self) -> None:
        works: list[_Work] = []
        try:
            while self._waiting:
                async with self._turn:
                    works, self._waiting = self._waiting, []
                    await self._there(self._run_all(works, asyncio.get_running_loop()))
        except BaseException as raised:
            # Nobody waits for what is not done any more.
            for work in [*works, *self._waiting]:
                work.tell(None, Unavailable())
            self._waiting = []
            if not isinstance(raised, Exception):
                raise
        finally:
            self._running = None

    async def _run_all(self, works: list[_Work], home: asyncio.AbstractEventLoop) -> None:
        for work in works:
            if work.done.done():
                continue
            result, error = None, None
            work.context.run(_engine.set, self._engine)
            try:
                result = await asyncio.create_task(work.do(), context=work.context)
            except asyncio.CancelledError:
                error = Unavailable()
            except Exception as raised:  # noqa: BLE001 - whatever it is, it is for whoever asked
                error = raised
            home.call_soon_threadsafe(work.tell, result, error)

    async def _there(self, work: Coroutine[Any, Any, T]) -> T:
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))
