"""The first load of the pages, as a browser sees it: `python bench/first_load.py [--loads 10]`.

Makes a demo shop in a temporary folder, serves it and opens each page several times in Chromium: cold, in a new profile
that has nothing in its cache, and warm, once more in the same one. Printed are the largest contentful paint, the
compressed size of the scripts and of everything, the number of requests and the cumulative layout shift until the page
has been quiet for a while; beside them in the same run a bare page without any script, and the machine's load.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from live import PASSWORD, machine
from live_load.figures import percentile
from live_load.server import ROOT, Size, running_server
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

sys.path.insert(0, str(ROOT))
from tests.support.chromium import ARGUMENTS, find_chromium
from tests.support.pages import CUSTOMER, STAFF

KIBIBYTE = 1 << 10
QUIET_SECONDS = 2.0
# Who opens which page, and what is on it once its figures or rows are there.
PAGES = (
    ("", "/healthz", "pre, body"),
    ("", "/login", "form"),
    (CUSTOMER, "/", ".my-year-body .db-figure"),
    (CUSTOMER, "/orders", "article, table"),
    (STAFF, "/dashboard?range=30d", ".db-card .db-figure"),
    (STAFF, "/admin/orders", "[row-id]"),
)
WATCH = """
window.seen = { paint: 0, shift: 0 };
new PerformanceObserver((list) => { for (const one of list.getEntries()) window.seen.paint = one.startTime; })
  .observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => { for (const one of list.getEntries()) window.seen.shift += one.value; })
  .observe({ type: "layout-shift", buffered: true });
"""


@dataclass(frozen=True, slots=True)
class Load:
    """One load: milliseconds to the largest paint, layout shift, KiB of scripts and of all, requests."""

    paint: float
    shift: float
    script: float
    all: float
    requests: int


async def load(page: Page, address: str, until: str) -> Load:
    """Open the page and wait until it is quiet."""
    sizes: dict[str, float] = {}
    kinds: dict[str, str] = {}
    session = await page.context.new_cdp_session(page)
    session.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    session.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    await session.send("Network.enable")
    await page.goto(address)
    await page.locator(until).first.wait_for()
    await asyncio.sleep(QUIET_SECONDS)
    seen = await page.evaluate("window.seen")
    await session.detach()
    script = sum(size for request, size in sizes.items() if kinds.get(request) == "Script")
    return Load(seen["paint"], seen["shift"], script / KIBIBYTE, sum(sizes.values()) / KIBIBYTE, len(sizes))


async def signed_in(browser: Browser, url: str, who: str) -> BrowserContext:
    """A new profile with nothing in its cache, whose cookie was fetched without a page."""
    context = await browser.new_context(viewport={"width": 1440, "height": 900})
    await context.add_init_script(WATCH)
    if who:
        form: dict[str, str | float | bool] = {"email": who, "password": PASSWORD}
        answer = await context.request.post(f"{url}/auth/login", form=form, headers={"Origin": url}, max_redirects=0)
        if answer.status != 303:
            raise SystemExit(f"{who} could not sign in: {answer.status}")
    return context


def told(name: str, loads: Sequence[Load]) -> str:
    """A line of the table."""
    paints = sorted(one.paint for one in loads)
    p50, p95, p99 = (percentile(paints, percent) for percent in (50, 95, 99))
    last = loads[-1]
    return (
        f"  {name:32} {p50:7.0f} {p95:7.0f} {p99:7.0f}   {last.script:8.0f} {last.all:8.0f} {last.requests:8}"
        f"   {max(one.shift for one in loads):8.4f}"
    )


async def run(url: str, given: argparse.Namespace) -> None:
    """Measure and print."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
        print(f"{given.loads} loads each, {machine()}; paint in ms, sizes compressed in KiB")
        print(f"  {'':32} {'p50':>7} {'p95':>7} {'p99':>7}   {'scripts':>8} {'all':>8} {'requests':>8}   {'shift':>8}")
        for who, path, until in PAGES:
            cold: list[Load] = []
            warm: list[Load] = []
            for _ in range(given.loads):
                context = await signed_in(browser, url, who)
                for kept in (cold, warm):
                    page = await context.new_page()
                    kept.append(await load(page, f"{url}{path}", until))
                    await page.close()
                await context.close()
            name = f"{path} {who.partition('@')[0]}"
            print(told(f"{name} cold", cold))
            print(told(f"{name} warm", warm), flush=True)
        await browser.close()


def main() -> None:
    """Read the options and run."""
    options = argparse.ArgumentParser(description="The first load of the pages in a browser")
    options.add_argument("--loads", type=int, default=10)
    options.add_argument("--port", type=int)
    options.add_argument("--orders", type=int, default=20_000)
    options.add_argument("--customers", type=int, default=1_000)
    given = options.parse_args()
    size = Size(given.orders, given.customers)
    with running_server(size, port=given.port, postgres=False) as (url, _):
        asyncio.run(run(url, given))


if __name__ == "__main__":
    main()
