"""A thousand viewers on twenty boards while orders come in: `python bench/viewers.py [--viewers 1000] [--rate 20]`.

Makes a demo shop in a temporary folder and serves it. Every viewer has a session and a websocket of their own and
looks at one of twenty boards: four ranges, each unfiltered and filtered by status, channel, category and product, all
of which count each new order. Then orders come in over the API at a steady rate. Printed are the lag from the writing
of an order to the message that shows it, the server's CPU and memory, errors, how many messages and bytes a viewer
got, and beside them in the same run the bare socket and GET /healthz while nothing happens, and how late this process
was itself.
"""

import argparse
import asyncio
import random
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import aiohttp
import psutil
from live import PASSWORD, STAFF, each, machine, open_all, orders_since, quiet, sign_in, with_requests
from live_load.figures import Phase, in_words, lags
from live_load.people import DASHBOARD_VAR, Watcher
from live_load.server import Size, Usage, running_server
from live_load.wire import Tab

RANGES = ("today", "7d", "30d", "90d")
SETTLE_SECONDS = 5.0


class Viewer(Watcher):
    """Only looks on, at one board."""

    def __init__(self, tab: Tab, number: int, board: str) -> None:
        super().__init__(tab, number)
        self.preset = board
        self.messages = 0

    async def open(self) -> tuple[str, float]:
        """Load the board."""
        return "dashboard: open", await self.tab.open(f"/dashboard?{self.preset}", self._shows_figures)

    def heard(self, text: str) -> None:
        """Note what is shown, and count the messages of the dashboard."""
        super().heard(text)
        self.messages += DASHBOARD_VAR in text


def boards_of(product: dict[str, Any]) -> list[str]:
    """The queries of the boards; an order of `product` by staff for a customer counts in each."""
    filters = (
        {},
        {"status": "pending"},
        {"channel": "phone"},
        {"category": product["category"]},
        {"product": product["sku"]},
    )
    return [urlencode({"range": name, **one}) for name in RANGES for one in filters]


async def viewers_of(http: aiohttp.ClientSession, url: str, boards: Sequence[str], *, count: int) -> list[Viewer]:
    """Everyone, signed in, each in a session of their own."""
    people: list[Viewer] = []

    async def join(number: int) -> None:
        cookie = await sign_in(http, url, STAFF[number % len(STAFF)])
        people.append(Viewer(Tab(http, url, cookie), number, boards[number % len(boards)]))

    await each(range(count), join, what="signed in")
    return people


async def place(http: aiohttp.ClientSession, url: str, product: str, phase: Phase, given: argparse.Namespace) -> None:
    """Orders by phone at a steady rate, each at its time whether or not the one before it is answered."""
    async with http.post(f"{url}/api/login", json={"email": STAFF[0], "password": PASSWORD}) as answer:
        headers = {"Authorization": f"Bearer {(await answer.json())['access_token']}"}
    async with http.get(f"{url}/api/orders", params={"limit": "200"}, headers=headers) as answer:
        customers = list({item["user_id"] for item in (await answer.json())["items"]})

    async def one() -> None:
        wanted = {"items": [{"product_id": product, "quantity": 1}], "ship_to": "1 Harbour Street", "note": ""}
        begun = time.perf_counter()
        body = {**wanted, "user_id": random.choice(customers)}
        async with http.post(f"{url}/api/orders", json=body, headers=headers) as answer:
            await answer.read()
            if answer.status != 201:
                phase.errors[f"order {answer.status}"] += 1
        phase.took["order: placed over the API"].append(time.perf_counter() - begun)

    begun, tasks = time.perf_counter(), []
    for number in range(int(given.rate * given.seconds)):
        await asyncio.sleep(max(0.0, begun + number / given.rate - time.perf_counter()))
        tasks.append(asyncio.create_task(one()))
    await asyncio.gather(*tasks)


async def run(url: str, process: psutil.Process, given: argparse.Namespace) -> None:
    """Measure and print."""
    usage = Usage(process)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        async with http.get(f"{url}/api/products", params={"limit": "100"}) as answer:
            product = next(item for item in (await answer.json())["items"] if item["active"] and item["category"])
        print(f"{given.viewers} viewers, {given.rate:g} orders a second, {given.orders} orders before, {machine()}")
        before = usage.memory_now()
        people = await viewers_of(http, url, boards_of(product), count=given.viewers)
        opened, calm, busy = Phase("Opening the boards"), Phase("Quiet: all are there"), Phase("")
        await open_all(people, opened)
        opened.show()
        await asyncio.sleep(SETTLE_SECONDS)
        bases = {person.preset: person.sights[-1].count for person in people}
        await with_requests(http, url, calm, quiet(people, calm))
        calm.show()
        watching = asyncio.create_task(usage.watch())
        begun, cpu = time.time(), usage.cpu_now()
        messages, received = sum(p.messages for p in people), sum(p.tab.received for p in people)
        for person in people:
            person.phase = busy
        await with_requests(http, url, busy, place(http, url, product["id"], busy, given))
        spent = (usage.cpu_now() - cpu) / (time.time() - begun)
        await asyncio.sleep(given.settle)
        watching.cancel()
        busy.name = f"{given.rate:g} orders a second for {given.seconds:g} s; {machine()}"
        busy.errors["closed by the server"] = sum(not person.tab.is_open for person in people)
        busy.errors = +busy.errors
        busy.show()
        placed = await orders_since(http, url, begun)
        print(f"\nLag: from the writing of an order to the message that shows it ({len(placed)} orders)")
        print(f"  {'dashboard: lag':28} {in_words(lags([person.sights for person in people], bases, placed))}")
        short = sum(person.sights[-1].count - bases[person.preset] < len(placed) for person in people)
        print(f"  viewers that did not see the last order within {given.settle:g} s: {short}")
        messages = sum(person.messages for person in people) - messages
        received = sum(person.tab.received for person in people) - received
        print(f"  a viewer got {messages / len(people):.0f} messages, {received / len(people) / 1024:.0f} KiB")
        each_message = 1000 * spent * given.seconds / max(1, messages)
        print(f"\nServer: {100 * spent:.0f} % of a core, {each_message:.2f} ms of CPU a message, all else included")
        print(f"  memory in MiB: {before:.0f} before, {max(usage.memory):.0f} at most")
        await asyncio.gather(*(person.tab.leave() for person in people))


def main() -> None:
    """Read the options and run."""
    options = argparse.ArgumentParser(description="Many viewers of live boards against one server")
    options.add_argument("--viewers", type=int, default=1_000)
    options.add_argument("--rate", type=float, default=20.0, help="orders a second")
    options.add_argument("--seconds", type=float, default=60.0)
    options.add_argument("--settle", type=float, default=20.0, help="seconds to wait after the last order")
    options.add_argument("--port", type=int)
    options.add_argument("--orders", type=int, default=100_000)
    options.add_argument("--customers", type=int, default=5_000)
    options.add_argument("--postgres", action="store_true", help="PostgreSQL, Valkey and two workers")
    given = options.parse_args()
    with running_server(Size(given.orders, given.customers), port=given.port, postgres=given.postgres) as (
        url,
        process,
    ):
        asyncio.run(run(url, process, given))


if __name__ == "__main__":
    main()
