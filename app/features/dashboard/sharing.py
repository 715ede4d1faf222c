"""One computation for all who ask the same of the same data."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from functools import cache
from typing import Any, TypeVar, cast

T = TypeVar("T")
KEPT = 128


class Shared:
    """The answers to the questions asked last, each for one state of the data; questions in flight are joined."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._answers: OrderedDict[Hashable, tuple[str, asyncio.Task[Any]]] = OrderedDict()

    async def get(self, question: Hashable, state: str, compute: Callable[[], Awaitable[T]]) -> T:
        """The answer to `question` about `state` or a newer state of the data.

        A failed computation fails all who joined it and is not kept. One who stops waiting does not stop the others.
        """
        known = self._answers.get(question)
        if known is not None and known[0] == state and not _has_failed(known[1]):
            self._answers.move_to_end(question)
            return cast("T", await asyncio.shield(known[1]))
        task = asyncio.ensure_future(compute())
        self._answers[question] = (state, task)
        self._answers.move_to_end(question)
        while len(self._answers) > self._kept:
            self._answers.popitem(last=False)
        return await asyncio.shield(task)


def _has_failed(task: asyncio.Task[Any]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)


@cache
def get_shared() -> Shared:
    """The shared answers of this process."""
    return Shared()
