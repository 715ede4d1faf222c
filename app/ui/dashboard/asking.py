"""The questions of a page: each card's by itself, so that a slow one holds up no other.

A change wakes the cards. Each asks its use case, unless its last question is not answered yet: then it asks once more
after that. Answers that come close together are shown together, in one message to the browser.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

# Answers of so many seconds are shown together.
TOGETHER_SECONDS = 0.03

Ask: TypeAlias = Callable[[float], Awaitable[Any]]
Show: TypeAlias = Callable[[dict[str, Any]], Awaitable[None]]


class Asking:
    """`show` puts answers, by the keys of their cards, on the page. An ask never fails: errors are answers too."""

    def __init__(self, show: Show) -> None:
        self._show = show
        self._asked: dict[str, asyncio.Task[None]] = {}
        self._since: dict[str, float] = {}
        self._again: dict[str, tuple[Ask, float]] = {}
        self._found: dict[str, Any] = {}
        self._showing: asyncio.Task[None] | None = None

    @property
    def waiting(self) -> Mapping[str, float]:
        """Of which moment on the cards that are asked for now may have missed something."""
        return self._since

    def wake(self, asks: Mapping[str, Ask], *, since: float) -> None:
        """Ask for these cards: in the end nothing shown for them is older than `since`."""
        for key, ask in asks.items():
            if key in self._asked:
                self._again[key] = (ask, since)
            else:
                self._asked[key], self._since[key] = asyncio.create_task(self._answer(key, ask, since)), since

    async def close(self) -> None:
        """Ask nothing more."""
        self._again.clear()
        tasks = [*self._asked.values(), *([self._showing] if self._showing else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _answer(self, key: str, ask: Ask, since: float) -> None:
        try:
            self._found[key] = await ask(since)
            if self._showing is None:
                self._showing = asyncio.create_task(self._show_found())
        finally:
            del self._asked[key], self._since[key]
        if key in self._again:
            ask, since = self._again.pop(key)
            self.wake({key: ask}, since=since)

    async def _show_found(self) -> None:
        try:
            await asyncio.sleep(TOGETHER_SECONDS)
            while self._found:
                found, self._found = self._found, {}
                await self._show(found)
        finally:
            self._showing = None
