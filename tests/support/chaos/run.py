"""The run: people, kills, and the verdict."""

import asyncio
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import async_playwright

from tests.support.chaos.person import Person
from tests.support.chaos.server import Killable, killable_shop
from tests.support.chaos.verdict import account, faults_of
from tests.support.chromium import ARGUMENTS, find_chromium
from tests.support.pages import ADMIN, STAFF

ROWS, KILLS = 8, 3
DOWN_SECONDS = 3.0
SETTLE_SECONDS, CALM_SECONDS = 120.0, 5.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was wrong in the end (nothing, if all is well), and an account of what happened."""

    faults: list[str]
    account: str


async def chaos(pages: int, minutes: float, *, seed: int = 1) -> Outcome:
    """`pages` browsers edit ROWS orders at random for so many minutes, the server is killed KILLS times."""
    with tempfile.TemporaryDirectory(prefix="daybook-chaos-") as folder, killable_shop(Path(folder)) as server:
        rows = await _first_rows(server)
        people = [Person(f"p{n}", (STAFF, ADMIN)[n % 2], rows, seed * 1_000 + n) for n in range(pages)]
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
            for person in people:
                await person.come(browser, server.shop.url)
            until = asyncio.get_running_loop().time() + 60 * minutes
            kills = asyncio.create_task(_kill(server, 60 * minutes))
            await asyncio.gather(*(person.live(until) for person in people))
            await kills
            for person in people:
                await person.settle_down(SETTLE_SECONDS)
            await asyncio.sleep(CALM_SECONDS)
            for person in people:
                await person.settle_down(SETTLE_SECONDS)
            await browser.close()
        truth: dict[str, Any] = json.loads(server.shop.module("tests.support.chaos.truth", *rows))
    return Outcome(faults_of(people, truth), account(people, truth["log"]))


async def _kill(server: Killable, seconds: float) -> None:
    for _ in range(KILLS):
        await asyncio.sleep(seconds / (KILLS + 1) - DOWN_SECONDS)
        server.kill()
        await asyncio.sleep(DOWN_SECONDS)
        await asyncio.to_thread(server.start)


async def _first_rows(server: Killable) -> list[str]:
    """The orders that stand on top of the grid."""
    async with async_playwright() as playwright:
        request = await playwright.request.new_context(base_url=server.shop.url)
        login = {"email": STAFF, "password": "daybook-demo"}
        token = (await (await request.post("/api/login", data=login)).json())["access_token"]
        answer = await request.get(f"/api/orders?limit={ROWS}", headers={"Authorization": f"Bearer {token}"})
        return [item["id"] for item in (await answer.json())["items"]]
