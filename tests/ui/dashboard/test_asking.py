"""Each card asks by itself: a slow one holds up no other, and a change during a question is asked for after it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from app.ui.dashboard.asking import Asking

pytestmark = pytest.mark.asyncio


class Page:
    """What was shown, in messages."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self._come = asyncio.Event()

    async def show(self, found: dict[str, Any]) -> None:
        self.messages.append(found)
        self._come.set()

    async def until(self, key: str, value: Any) -> None:
        async with asyncio.timeout(5):
            while not any(message.get(key) == value for message in self.messages):
                self._come.clear()
                await self._come.wait()


def at_once(value: Any) -> Callable[[float], Awaitable[Any]]:
    async def ask(_since: float) -> Any:
        return value

    return ask


def once(door: asyncio.Event, value: Any) -> Callable[[float], Awaitable[Any]]:
    async def ask(_since: float) -> Any:
        await door.wait()
        return value

    return ask


async def test_answers_that_come_together_are_one_message() -> None:
    page = Page()
    asking = Asking(page.show)
    asking.wake({"a": at_once(1), "b": at_once(2)}, since=0)
    await page.until("b", 2)
    assert page.messages == [{"a": 1, "b": 2}]
    await asking.close()


async def test_a_slow_card_holds_up_no_other() -> None:
    page, door = Page(), asyncio.Event()
    slow = once(door, "late")
    asking = Asking(page.show)
    asking.wake({"slow": slow, "quick": at_once("soon")}, since=0)
    await page.until("quick", "soon")
    assert page.messages == [{"quick": "soon"}]
    door.set()
    await page.until("slow", "late")
    await asking.close()


async def test_what_changes_during_a_question_is_asked_for_once_after_it() -> None:
    page, doors, asked = Page(), [asyncio.Event(), asyncio.Event()], list[float]()

    async def ask(since: float) -> float:
        asked.append(since)
        await doors[len(asked) - 1].wait()
        return since

    asking = Asking(page.show)
    for since in (1.0, 2.0, 3.0):
        asking.wake({"card": ask}, since=since)
        await asyncio.sleep(0)
    doors[0].set()
    await page.until("card", 1.0)
    doors[1].set()
    await page.until("card", 3.0)
    assert asked == [1.0, 3.0]
    await asking.close()


async def test_a_page_knows_what_it_still_waits_for_and_since_when() -> None:
    page, door = Page(), asyncio.Event()
    slow = once(door, "late")
    asking = Asking(page.show)
    asking.wake({"slow": slow, "quick": at_once("soon")}, since=1.0)
    await page.until("quick", "soon")
    asking.wake({"slow": slow}, since=5.0)
    assert asking.waiting == {"slow": 1.0}
    door.set()
    await page.until("slow", "late")
    await asking.close()
    assert asking.waiting == {}


async def test_a_closed_page_asks_and_shows_nothing_more() -> None:
    page, ended = Page(), asyncio.Event()

    async def ask(_since: float) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    asking = Asking(page.show)
    asking.wake({"card": ask}, since=0)
    await asyncio.sleep(0)
    asking.wake({"card": ask}, since=1)
    await asking.close()
    assert ended.is_set()
    assert page.messages == []
