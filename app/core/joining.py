"""Many who ask for one thing each at the same moment are answered by one query.

A lookup joins the batch that has not begun yet, never one under way: what it gets was read after it asked.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")
MOST = 500


class Joined(Generic[K, V]):
    """Lookups by key, joined. `read` is asked for at most 500 keys at a time and leaves out what there is not."""

    def __init__(self, read: Callable[[Sequence[K]], Awaitable[Mapping[K, V]]]) -> None:
        self._read = read
        self._waiting: list[tuple[K, asyncio.Future[V | None]]] = []
        self._task: asyncio.Task[None] | None = None

    async def get(self, key: K) -> V | None:
        """What there is under `key`, None where there is nothing. Raises what `read` raised."""
        future: asyncio.Future[V | None] = asyncio.get_running_loop().create_future()
        self._waiting.append((key, future))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work())
        return await future

    async def _work(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            try:
                found = await self._read(list(dict.fromkeys(key for key, _ in batch)))
            except asyncio.CancelledError:
                for _, future in (*batch, *self._waiting):
                    future.cancel()
                self._waiting.clear()
                raise
            except Exception as error:  # noqa: BLE001 - it belongs to those who asked
                for _, future in _open(batch):
                    future.set_exception(error)
            else:
                for key, future in _open(batch):
                    future.set_result(found.get(key))


def _open(batch: list[tuple[K, asyncio.Future[V | None]]]) -> list[tuple[K, asyncio.Future[V | None]]]:
    """Those who still wait."""
    return [(key, future) for key, future in batch if not future.done()]
