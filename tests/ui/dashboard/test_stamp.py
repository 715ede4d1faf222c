"""How far behind the figures are is told once that is long, and taken back when they are there."""

import asyncio
from time import monotonic

import pytest

from app.features.changes.feed import Inbox
from app.ui.dashboard.stamp import telling_delay

pytestmark = pytest.mark.asyncio


class Page:
    """Shows what it is told, and figures once they may come."""

    def __init__(self) -> None:
        self.told: list[float] = []
        self.ready = asyncio.Event()
        self.said = asyncio.Event()

    async def tell(self, seconds: float) -> None:
        self.told.append(seconds)
        self.said.set()

    async def show(self) -> None:
        await self.ready.wait()


async def test_figures_that_come_at_once_are_never_behind() -> None:
    page = Page()
    page.ready.set()
    await telling_delay(page.show(), monotonic(), page.tell, patience=60)
    assert page.told == []


async def test_a_change_that_waited_long_is_told_of_until_it_is_shown() -> None:
    page = Page()
    showing = asyncio.create_task(telling_delay(page.show(), monotonic() - 4, page.tell))
    await page.said.wait()
    page.ready.set()
    await showing
    assert page.told == [pytest.approx(4, abs=2), 0]


async def test_where_nothing_happened_nothing_is_behind() -> None:
    page = Page()
    showing = asyncio.create_task(telling_delay(page.show(), None, page.tell, patience=0))
    await asyncio.sleep(0)
    page.ready.set()
    await showing
    assert page.told == []


async def test_what_goes_wrong_meanwhile_is_not_swallowed() -> None:
    async def fail() -> None:
        raise KeyError("gone")

    with pytest.raises(KeyError):
        await telling_delay(fail(), monotonic() - 4, Page().tell)


async def test_a_batch_knows_since_when_its_first_change_waits() -> None:
    inbox, before = Inbox(), monotonic()
    inbox.put([])
    between = monotonic()
    inbox.put([])
    first = await inbox.next(1)
    assert first.since is not None
    assert before <= first.since <= between
    assert (await inbox.next(0)).since is None
