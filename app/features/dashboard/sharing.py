"""One computation for all who ask the same of the same data."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from functools import cache
from time import monotonic
from typing import Any, TypeVar, cast

S = TypeVar("S")
T = TypeVar("T")
KEPT = 128


class Shared:
    """The answers to the questions asked last, each for one state of the data; questions in flight are joined."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._answers: OrderedDict[Hashable, tuple[str, asyncio.Task[Any]]] = OrderedDict()
        self._begun: OrderedDict[Hashable, tuple[float, asyncio.Task[Any]]] = OrderedDict()

    async def get(self, question: Hashable, state: str, compute: Callable[[], Awaitable[T]]) -> T:
        """The answer to `question` about `state` or a newer state of the data.

        A failed computation fails all who joined it and is not kept. One who stops waiting does not stop the others.
        """
        known = self._answers.get(question)
        if known is not None and known[0] == state and not _has_failed(known[1]):
            self._answers.move_to_end(question)
            return cast("T", await asyncio.shield(known[1]))
        return await asyncio.shield(self._keep(self._answers, question, state, compute))

    async def since(self, question: Hashable, moment: float, compute: Callable[[], Awaitable[T]]) -> T:
        """The answer to `question` by data read after `moment` (of `time.monotonic()`), without a look at the data.

        Pages that one change has woken share one answer so, however many changes come while they are being told.
        """
        known = self._begun.get(question)
        if known is not None and known[0] >= moment and not _has_failed(known[1]):
            self._begun.move_to_end(question)
            return cast("T", await asyncio.shield(known[1]))
        return await asyncio.shield(self._keep(self._begun, question, monotonic(), compute))

    def _keep(
        self,
        answers: OrderedDict[Hashable, tuple[S, asyncio.Task[Any]]],
        question: Hashable,
        stamp: S,
        compute: Callable[[], Awaitable[T]],
    ) -> asyncio.Task[T]:
        task: asyncio.Task[T] = asyncio.create_task(_awaited(compute))
        answers[question] = (stamp, task)
        answers.move_to_end(question)
        while len(answers) > self._kept:
            answers.popitem(last=False)
        return task


async def _awaited(compute: Callable[[], Awaitable[T]]) -> T:
    return await compute()


def _has_failed(task: asyncio.Task[Any]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)


@cache
def get_shared() -> Shared:
    """The shared answers of this process."""
    return Shared()
