"""One computation for all who ask the same of the same data, and none sooner than another rests.

A thousand pages that show the same wake a little apart. Who asks while an answer is being computed may need one that
was read later; all of them together get one more, which begins EVERY_SECONDS after the last one did, or RESTS times as
long as that one took: orders that stream in cost a computation now and then, not one each.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from functools import cache
from time import monotonic
from typing import Any, TypeVar, cast

T = TypeVar("T")
# A dashboard asks some ten questions.
KEPT = 2048
EVERY_SECONDS = 0.8
RESTS = 2.0


@dataclass(slots=True)
class _Run:
    """A computation: when it began and ended by `time.monotonic()`, None before that."""

    task: asyncio.Task[Any]
    begun: float | None = None
    ended: float | None = None

    def is_after(self, moment: float) -> bool:
        """Whether what it reads, or will read, is read after a moment."""
        return not _has_failed(self.task) and (self.begun is None or self.begun >= moment)


class Shared:
    """The answers to the questions asked last, each for one state of the data; questions in flight are joined."""

    def __init__(self, kept: int = KEPT, *, every: float = EVERY_SECONDS) -> None:
        self._kept, self._every = kept, every
        self._answers: OrderedDict[Hashable, tuple[str, asyncio.Task[Any]]] = OrderedDict()
        self._runs: OrderedDict[Hashable, _Run] = OrderedDict()

    async def get(self, question: Hashable, state: str, compute: Callable[[], Awaitable[T]]) -> T:
        """The answer to `question` about `state` or a newer state of the data.

        A failed computation fails all who joined it and is not kept. One who stops waiting does not stop the others.
        """
        known = self._answers.get(question)
        if known is not None and known[0] == state and not _has_failed(known[1]):
            self._answers.move_to_end(question)
            return cast("T", await asyncio.shield(known[1]))
        task: asyncio.Task[T] = asyncio.create_task(_awaited(compute))
        self._keep(self._answers, question, (state, task))
        return await asyncio.shield(task)

    async def since(self, question: Hashable, moment: float, compute: Callable[[], Awaitable[T]]) -> T:
        """The answer to `question` by data read after `moment` (of `time.monotonic()`), without a look at the data.

        All who need a newer one than there is get the same next one.
        """
        run = self._runs.get(question)
        if run is None or not run.is_after(moment):
            run = self._next(question, compute, after=run)
        self._runs.move_to_end(question)
        return cast("T", await asyncio.shield(run.task))

    def _next(self, question: Hashable, compute: Callable[[], Awaitable[T]], *, after: _Run | None) -> _Run:
        async def go() -> T:
            await self._rest(after)
            run.begun = monotonic()
            try:
                return await compute()
            finally:
                run.ended = monotonic()

        run = _Run(asyncio.create_task(go()))
        self._keep(self._runs, question, run)
        return run

    async def _rest(self, after: _Run | None) -> None:
        """Wait for the one before, which nobody may wait for any more, and as long as it asks for."""
        if after is None:
            return
        await asyncio.wait({after.task})
        if after.begun is not None and after.ended is not None:
            rest = max(after.begun + self._every, after.ended + RESTS * (after.ended - after.begun))
            await asyncio.sleep(max(0.0, rest - monotonic()))

    def _keep(self, answers: OrderedDict[Hashable, T], question: Hashable, answer: T) -> None:
        answers[question] = answer
        answers.move_to_end(question)
        while len(answers) > self._kept:
            answers.popitem(last=False)


async def _awaited(compute: Callable[[], Awaitable[T]]) -> T:
    return await compute()


def _has_failed(task: asyncio.Task[Any]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)


@cache
def get_shared() -> Shared:
    """The shared answers of this process."""
    return Shared()
