"""Fixtures: a running shop and Chromium's pages on it.

Browser tests share one loop: `pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]`.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Literal

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserType, ConsoleMessage, Page, ViewportSize, async_playwright, expect

from tests.support.chromium import ARGUMENTS, find_chromium
from tests.support.shop import Shop, running_shop

# A busy machine may be slow; a test that passes waits no longer than it must.
expect.set_options(timeout=15_000)
WIDE = ViewportSize(width=1280, height=800)
NARROW = ViewportSize(width=390, height=844)
Width = Literal["wide", "narrow", "touch"]
Visit = Callable[..., Awaitable[Page]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser test that fails is tried once more, in a page of its own; the summary names it, to be mended."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A running shop with a small demo, shared by the tests of this process: make what you need, assume no counts."""
    with running_shop(tmp_path_factory.mktemp("shop")) as running:
        yield running


class Chromium:
    """The browser of this process: one that has crashed costs the test in which it did, not all that come after."""

    def __init__(self, kind: BrowserType, path: str) -> None:
        self._kind, self._path = kind, path
        self._running: Browser | None = None

    async def running(self) -> Browser:
        """The browser, started where there is none or no longer one."""
        if self._running is None or not self._running.is_connected():
            self._running = await self._kind.launch(executable_path=self._path, args=list(ARGUMENTS))
        return self._running

    async def close(self) -> None:
        """Stop it."""
        if self._running is not None:
            await self._running.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Chromium]:
    """The browser."""
    path = find_chromium()
    assert path, "no Chromium: make chromium"
    async with async_playwright() as playwright:
        browser = Chromium(playwright.chromium, path)
        yield browser
        await browser.close()


def _complaints(page: Page) -> list[str]:
    """What goes wrong on a page, gathered as it happens: uncaught errors, and what the content policy refused."""
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            complaints.append(message.text)

    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", hear)
    return complaints


@pytest_asyncio.fixture(loop_scope="session")
async def visit(chromium: Chromium, shop: Shop) -> AsyncIterator[Visit]:
    """A function that opens a page of a new visitor, with cookies of their own: `await visit("narrow", dark=True)`.

    "touch" is a phone that is touched, whose page is as wide as what is in it, where "narrow" is just a narrow window.

    The test fails in the end when a page had an uncaught error or broke the content security policy.
    """
    opened: list[tuple[Page, list[str]]] = []

    async def open_page(width: Width = "wide", *, dark: bool = False) -> Page:
        browser = await chromium.running()
        context = await browser.new_context(
            base_url=shop.url,
            viewport=WIDE if width == "wide" else NARROW,
            has_touch=width == "touch",
            is_mobile=width == "touch",
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        page = await context.new_page()
        opened.append((page, _complaints(page)))
        return page

    yield open_page
    for page, _ in opened:
        await page.context.close()
    assert [text for _, complaints in opened for text in complaints] == []


@pytest_asyncio.fixture(loop_scope="session")
async def wide(visit: Visit) -> Page:
    """A visitor's page on a wide screen."""
    return await visit("wide")


@pytest_asyncio.fixture(loop_scope="session")
async def narrow(visit: Visit) -> Page:
    """A visitor's page on a phone."""
    return await visit("narrow")


@pytest_asyncio.fixture(loop_scope="session")
async def dark(visit: Visit) -> Page:
    """A visitor's page on a wide screen, in the dark."""
    return await visit("wide", dark=True)
