"""How soon an edit of one browser shows in the others: real Chromium pages on the grid of orders.

    python bench/grid_live.py                    # 2 pages, 100 edits, quiet
    python bench/grid_live.py --pages 10 --load  # then while 5,000 orders are imported and 10,000 rows changed

One page posts edits of the note of the oldest order, one after the other; every other page shows that order and notes
when the new text stands in its cell. All clocks are the machine's own. `frame` is how late a page's next frame
comes, asked for every 250 ms: whether it can still be used.
"""

import argparse
import asyncio
import csv
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
from live_load.figures import Phase
from live_load.server import ROOT, Size, running_server
from playwright.async_api import Browser, Page, async_playwright

sys.path.insert(0, str(ROOT))
from tests.support.chromium import ARGUMENTS, find_chromium
from tests.support.pages import ADMIN, STAFF, sign_in

IMPORTED, BULK = 5_000, 10_000
LONGEST_MS = 5_000
HEAD = """order_ref ordered_at status customer_email customer_name
    sku product_name category quantity line_total currency"""
PEAR = ("LIVE", "Live pear", "Fruit", 1, "2.50", "EUR")
POST = """async ([verb, message]) => {
  const answer = await fetch(`/grid/orders/${verb}`, {
    method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(message) });
  return answer.json();
}"""
WATCH = """() => {
  window.sights = {};
  const look = () => {
    for (const cell of document.querySelectorAll('[col-id="note"] .dg-value')) {
      if (cell.textContent.startsWith("live ")) window.sights[cell.textContent] ??= Date.now();
    }
  };
  const all = {subtree: true, childList: true, characterData: true};
  new MutationObserver(look).observe(document.querySelector(".dg"), all);
  window.frames_late = [];
  setInterval(() => {
    const asked = performance.now();
    requestAnimationFrame(() => frames_late.push(performance.now() - asked));
  }, 250);
}"""
EDIT = """async ([id, base, value, act]) => {
  const begun = Date.now();
  const answer = await fetch("/grid/orders/edits", {
    method: "POST", headers: {"Content-Type": "application/json"},
    body: JSON.stringify({act: {id: act, kind: "edit"}, cells: [{id, field: "note", base, value, version: 1}]}) });
  const {outcomes} = await answer.json();
  return [begun, Date.now(), outcomes[0].state];
}"""
SIGHT = """([words, longest]) => new Promise((done) => {
  const begun = Date.now();
  const look = () => sights[words] || Date.now() - begun > longest ? done(sights[words] ?? 0) : setTimeout(look, 5);
  look();
})"""


async def open_page(browser: Browser, url: str, email: str) -> Page:
    """A page of its own visitor on the grid, with the oldest orders first."""
    context = await browser.new_context(base_url=url, viewport={"width": 1200, "height": 700})
    page = await context.new_page()
    await sign_in(page, email, then="/admin/orders")
    await page.locator("[row-id]").first.wait_for()
    await page.locator('.ag-header-cell[col-id="ordered_at"]').click()
    await page.locator('.ag-header-cell[col-id="ordered_at"][aria-sort="ascending"]').wait_for()
    await page.locator('[row-index="0"][row-id]').first.wait_for()
    await page.evaluate(WATCH)
    return page


async def edits(pages: Sequence[Page], phase: Phase, *, count: int, over: asyncio.Task[Any] | None = None) -> None:
    """Edit the oldest order until `count` edits are made, or `over` is done."""
    editor, *watchers = pages
    query = {"limit": 1, "sort": [{"field": "ordered_at", "desc": False}]}
    row = (await editor.evaluate(POST, ["rows", query]))["rows"][0]
    base = row["note"]
    for page in pages:
        await page.evaluate("frames_late.length = 0")
    for number in range(1_000_000):
        if over.done() if over else number >= count:
            break
        value, act = f"live {phase.name} {number}", await editor.evaluate("crypto.randomUUID()")
        begun, answered, state = await editor.evaluate(EDIT, [row["id"], base, value, act])
        if state != "saved":
            # A bulk change has been there: what stands now is seen first.
            phase.errors[state] += state != "conflict"
            base = (await editor.evaluate(POST, ["rows", {"ids": [row["id"]]}]))["rows"][0]["note"]
            continue
        base = value
        phase.took["edit: answered"].append((answered - begun) / 1000)
        for seen in await asyncio.gather(*(page.evaluate(SIGHT, [value, LONGEST_MS]) for page in watchers)):
            if seen:
                phase.took["edit: in another browser"].append((seen - begun) / 1000)
            else:
                phase.errors["overwritten or not seen"] += 1
        await asyncio.sleep(0.15)
    for page in pages:
        phase.took["frame"] += [late / 1000 for late in await page.evaluate("frames_late")]


def orders_file(folder: Path) -> Path:
    """A file of IMPORTED new orders."""
    path, now = folder / "orders.csv", datetime.now(tz=UTC).isoformat()
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD.split())
        for number in range(IMPORTED):
            person = number % 500
            ref, mail, name = f"L{time.time_ns()}-{number}", f"live{person}@example.com", f"Live {person}"
            writer.writerow((ref, now, "paid", mail, name, *PEAR))
    return path


async def importing(server: psutil.Process, folder: Path) -> None:
    """`python -m app import orders` beside the server."""
    command = (sys.executable, "-m", "app", "import", "orders", str(orders_file(folder)))
    environment = server.environ()
    running = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    await running.wait()


async def changing(page: Page) -> None:
    """A bulk change of the addresses of BULK orders, through the grid's door."""
    query = {"limit": 500, "sort": [{"field": "ordered_at", "desc": False}]}
    ids: list[str] = []
    while len(ids) < BULK:
        answer = await page.evaluate(POST, ["rows", {**query, "offset": len(ids), "count": False}])
        ids += [row["id"] for row in answer["rows"]]
    wish = {"ids": " ".join(ids[1 : BULK + 1]), "field": "ship_to", "value": f"{time.time_ns()} Bulk Road"}
    found = await page.evaluate(POST, ["bulk/rehearse", wish])
    while not found["finished"]:
        found = await page.evaluate(POST, ["bulk/look", {"job": found["job"]}])
    told = await page.evaluate(POST, ["bulk/run", {"job": found["job"]}])
    while told["state"] not in {"done", "stopped", "failed"}:
        told = await page.evaluate(POST, ["bulk/news", {"job": told["job"], "seen": told["revision"]}])


async def run(url: str, server: psutil.Process, given: argparse.Namespace) -> None:
    """Open the pages, and measure."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
        people = [STAFF, ADMIN] * given.pages
        pages = [await open_page(browser, url, email) for email in people[: given.pages]]
        quiet = Phase("quiet")
        await edits(pages, quiet, count=given.edits)
        quiet.show()
        if given.load:
            with tempfile.TemporaryDirectory() as folder:
                for name, work in (("import", importing(server, Path(folder))), ("bulk", changing(pages[0]))):
                    phase, begun = Phase(name), time.perf_counter()
                    task = asyncio.create_task(work)
                    await edits(pages, phase, count=0, over=task)
                    await task
                    phase.show()
                    print(f"  took {time.perf_counter() - begun:.1f} s")
        await browser.close()


def main() -> None:
    """Read the options and run."""
    options = argparse.ArgumentParser(description="From an edit in one browser to the others")
    options.add_argument("--pages", type=int, default=2)
    options.add_argument("--edits", type=int, default=100)
    options.add_argument("--load", action="store_true", help="then during an import and during a bulk change")
    options.add_argument("--orders", type=int, default=12_000)
    options.add_argument("--postgres", action="store_true", help="PostgreSQL, Valkey and two workers")
    given = options.parse_args()
    with ExitStack() as stack:
        size = Size(given.orders, 500)
        url, server = stack.enter_context(running_server(size, port=None, postgres=given.postgres))
        asyncio.run(run(url.replace("127.0.0.1", "localhost"), server, given))


if __name__ == "__main__":
    main()
