"""Somebody who edits at random, and the ledger of what they typed and what they were told."""

import asyncio
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any

from playwright.async_api import Browser, BrowserContext, Error, Page, Request, Response, expect

from tests.support.grid_page import GridPage
from tests.support.pages import sign_in

FIELDS = ("note", "ship_to")
QUICK = 3_000
LOOK = """() => Object.fromEntries([...document.querySelectorAll("[row-id]")].flatMap((row) =>
  [...row.querySelectorAll('[col-id="note"], [col-id="ship_to"]')].map((cell) => [
    `${row.getAttribute("row-id")} ${cell.getAttribute("col-id")}`,
    {text: cell.querySelector(".dg-value")?.textContent ?? "",
     mark: (cell.querySelector(".dg-mark")?.className.match(/dg-mark-(\\w+)/) ?? [])[1] ?? ""}])))"""


@dataclass(frozen=True, slots=True)
class Typed:
    """Text that was typed into a cell and entered, the `number`th of its person."""

    number: int
    text: str
    row: str
    field: str


@dataclass
class Ledger:
    """What one person typed, what left their browser, what they were told of it, and how they settled conflicts."""

    typed: list[Typed] = field(default_factory=list[Typed])
    sent: Counter[str] = field(default_factory=Counter)
    outcomes: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    gave_way: set[str] = field(default_factory=set[str])
    shown: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    did: Counter[str] = field(default_factory=Counter)


class Person:
    """A browser of their own on the grid of orders."""

    def __init__(self, name: str, email: str, rows: Sequence[str], seed: int) -> None:
        self.name, self.email, self.rows = name, email, rows
        self.ledger, self._random = Ledger(), Random(seed)
        self._context: BrowserContext | None = None
        self._page: Page | None = None
        self._numbers = 0
        self._reading: set[asyncio.Task[None]] = set()

    @property
    def page(self) -> Page:
        """The page that is open now."""
        assert self._page is not None
        return self._page

    async def come(self, browser: Browser, url: str) -> None:
        """Sign in and open the grid."""
        self._context = await browser.new_context(base_url=url, viewport={"width": 1300, "height": 700})
        await self._open()
        await sign_in(self.page, self.email, then="/admin/orders")
        await expect(self.page.locator("[row-id]").first).to_be_visible()

    async def _open(self) -> None:
        assert self._context is not None
        self._page = await self._context.new_page()
        self._page.on("request", self._sent)
        self._page.on("response", self._answered)
        self._page.on("dialog", lambda dialog: asyncio.ensure_future(dialog.accept()))

    def _sent(self, request: Request) -> None:
        if request.url.endswith("/grid/orders/edits"):
            self.ledger.sent.update(_values(request))

    def _answered(self, response: Response) -> None:
        if response.url.endswith("/grid/orders/edits") and response.ok:
            task = asyncio.ensure_future(self._note(response))
            self._reading.add(task)
            task.add_done_callback(self._reading.discard)

    async def _note(self, response: Response) -> None:
        # The page may have gone meanwhile; then nobody was told by this answer.
        with suppress(Error):
            outcomes = (await response.json())["outcomes"]
            for value, outcome in zip(_values(response.request), outcomes, strict=True):
                self.ledger.outcomes[value].append(outcome["state"])

    async def live(self, until: float) -> None:
        """Act until the loop's time is `until`."""
        while asyncio.get_running_loop().time() < until:
            chance = self._random.random()
            what = self._reload if chance < 0.03 else self._crash if chance < 0.05 else self._edit
            try:
                await what()
            except (Error, AssertionError):
                self.ledger.did["could not"] += 1
            await asyncio.sleep(self._random.uniform(0.05, 0.4))

    async def _reload(self) -> None:
        self.ledger.did["reloads"] += 1
        await self.page.reload(wait_until="commit", timeout=QUICK)

    async def _crash(self) -> None:
        self.ledger.did["crashes"] += 1
        await self.page.close(run_before_unload=False)
        await self._open()
        await self.page.goto("/admin/orders", wait_until="commit", timeout=QUICK)

    async def _edit(self) -> None:
        await self._come_back()
        row, name = self._random.choice(self.rows), self._random.choice(FIELDS)
        cell = GridPage(self.page, "").cell(row, name)
        if await cell.locator(".dg-mark-conflict, .dg-mark-draft").count():
            await self._settle(cell)
            return
        await cell.click(timeout=QUICK)
        await self.page.keyboard.press("F2")
        editor = self.page.locator(".dg-long textarea")
        await expect(editor).to_be_focused(timeout=QUICK)
        self._numbers += 1
        typed = Typed(self._numbers, f"{self.name}-{self._numbers}", row, name)
        await editor.fill(typed.text, timeout=QUICK)
        await self.page.keyboard.press("Enter")
        self.ledger.typed.append(typed)

    async def _come_back(self) -> None:
        """A page that was loaded while the server was down shows an error of the browser's: it is asked for again."""
        if not await self.page.locator(".dg").count():
            with suppress(Error):
                await self.page.goto("/admin/orders", wait_until="commit", timeout=QUICK)
            await expect(self.page.locator("[row-id]").first).to_be_visible(timeout=3 * QUICK)

    async def _settle(self, cell: Any) -> None:
        await cell.click(timeout=QUICK)
        note = self.page.locator(".dg-note")
        text = (await cell.locator(".dg-value").inner_text(timeout=QUICK)).strip()
        kind = await note.get_attribute("class", timeout=QUICK) or ""
        choice = "Discard" if "draft" in kind else self._random.choice(("Keep mine", "Take theirs"))
        await note.get_by_role("button", name=choice).click(timeout=QUICK)
        self.ledger.did[choice] += 1
        if choice != "Keep mine":
            self.ledger.gave_way.add(text)

    async def settle_down(self, seconds: float) -> None:
        """Wait until nothing is on its way any more, then note what the page shows."""
        until = asyncio.get_running_loop().time() + seconds
        while True:
            with suppress(Error, AssertionError):
                await self._come_back()
                self.ledger.shown = await self.page.evaluate(LOOK)
                busy = any(cell["mark"] in {"sending", "waiting", "queued"} for cell in self.ledger.shown.values())
                if self.ledger.shown and not busy and not await self.page.locator(".dg-state-waiting").count():
                    return
            if asyncio.get_running_loop().time() > until:
                raise AssertionError(f"{self.name} still waits: {self.ledger.shown}")
            await asyncio.sleep(0.5)


def _values(request: Request) -> list[str]:
    return [str(cell["value"]) for cell in json.loads(request.post_data or "{}").get("cells", [])]
