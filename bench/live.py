"""A thousand people at once: `python bench/live.py [--sessions 1000] [--minutes 2] [--think 5]`.

Makes a demo shop in a temporary folder and serves it, unless `--url` names a demo shop that runs already (with
DAYBOOK_RATE_LIMITS=off). Signs everyone in, opens a websocket each, and lets seven in ten watch the dashboard, two shop
and one edit in the grid. Each does one thing, waits for the answer and thinks for about five seconds; who watches
does so every other time (half ranges, half looking an order up) and else only looks.

In the same run it measures what there is to compare with: the socket alone, the smallest event, a plain request. The
people are played by this one process: how late its own loop was is printed too, and belongs to every figure.
"""

import argparse
import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, TypeVar

import aiohttp
import psutil
from live_load.figures import Phase, in_words, lags, percentile
from live_load.people import Editor, Person, Shopper, Watcher
from live_load.server import Size, Usage, running_server
from live_load.wire import Tab

PASSWORD = "daybook-demo"  # noqa: S105 - every demo shop's, and public
STAFF = ("admin@example.com", "staff@example.com")
QUIET_SECONDS, SETTLE_SECONDS, AT_ONCE = 10.0, 3.0, 8
MOST_MS, MOST_MIB = 100, 600
ROLES = (Watcher,) * 7 + (Shopper,) * 2 + (Editor,)
T = TypeVar("T")


async def each(things: Sequence[T], work: Callable[[T], Awaitable[Any]], *, what: str) -> None:
    """Do `work` for all, a few at once, and say how far it is."""
    gate, done, begun = asyncio.Semaphore(AT_ONCE), 0, time.monotonic()

    async def one(thing: T) -> None:
        nonlocal done
        async with gate:
            await work(thing)
        done += 1
        if done % max(1, len(things) // 5) == 0:
            print(f"  {what}: {done} of {len(things)} after {time.monotonic() - begun:.0f} s", flush=True)

    await asyncio.gather(*map(one, things))


async def sign_in(http: aiohttp.ClientSession, url: str, email: str) -> str:
    """The Cookie header of a new session."""
    form = {"email": email, "password": PASSWORD}
    async with http.post(f"{url}/auth/login", data=form, headers={"Origin": url}, allow_redirects=False) as answer:
        if answer.status != 303 or "set-cookie" not in answer.headers:
            raise SystemExit(f"{email} could not sign in at {url}: {answer.status} {await answer.text()}")
        return answer.headers["set-cookie"].partition(";")[0]


async def people_of(http: aiohttp.ClientSession, url: str, *, sessions: int, customers: int) -> list[Person]:
    """Everyone, signed in, each in a session of their own."""
    people: list[Person] = []

    async def join(number: int) -> None:
        role = ROLES[number % len(ROLES)]
        own = f"customer{number % customers + 1:05}@example.com"
        email = own if role is Shopper else STAFF[number % len(STAFF)]
        people.append(role(Tab(http, url, await sign_in(http, url, email)), number // len(ROLES)))

    await each(range(sessions), join, what="signed in")
    return people


async def open_all(people: Sequence[Person], phase: Phase) -> None:
    """Open everyone's page."""

    async def open_one(person: Person) -> None:
        person.phase = phase
        await person.note(person.open)

    await each(people, open_one, what="opened")


async def plain_requests(http: aiohttp.ClientSession, url: str, phase: Phase) -> None:
    """GET /healthz ten times a second, and see how late this process is itself, until cancelled."""
    while True:
        begun = time.perf_counter()
        await asyncio.sleep(0.1)
        phase.took["bare: this process's lateness"].append(time.perf_counter() - begun - 0.1)
        begun = time.perf_counter()
        async with http.get(f"{url}/healthz") as answer:
            await answer.read()
        phase.took["bare: GET /healthz"].append(time.perf_counter() - begun)


async def with_requests(http: aiohttp.ClientSession, url: str, phase: Phase, work: Awaitable[Any]) -> None:
    """Do `work` beside plain requests."""
    beside = asyncio.create_task(plain_requests(http, url, phase))
    await work
    beside.cancel()
    with suppress(asyncio.CancelledError):
        await beside


async def quiet(people: Sequence[Person], phase: Phase) -> None:
    """Everyone is there and nobody does anything but, now and then, the smallest things."""
    until = time.monotonic() + QUIET_SECONDS
    for number in range(10_000):
        if time.monotonic() > until:
            return
        person = people[number % len(people)]
        person.phase = phase
        await person.note(person.ping)
        await person.note(person.nothing)
        await asyncio.sleep(0.02)


async def load(people: Sequence[Person], phase: Phase, *, seconds: float, think: float) -> None:
    """Everyone acts and thinks."""
    until = asyncio.get_running_loop().time() + seconds
    for person in people:
        person.phase = phase
    await asyncio.gather(*(person.live(think=think, until=until) for person in people))


async def orders_since(http: aiohttp.ClientSession, url: str, begun: float) -> list[float]:
    """When the orders of this run were written, in their order, from the API."""
    async with http.post(f"{url}/api/login", json={"email": STAFF[1], "password": PASSWORD}) as answer:
        headers = {"Authorization": f"Bearer {(await answer.json())['access_token']}"}
    times: list[float] = []
    query = {"sort": "-number", "limit": "500"}
    while True:
        async with http.get(f"{url}/api/orders", params=query, headers=headers) as answer:
            page = await answer.json()
        written = [datetime.fromisoformat(item["created_at"]).timestamp() for item in page["items"]]
        times += [moment for moment in written if moment >= begun]
        if not page["next_cursor"] or (written and written[-1] < begun):
            return times[::-1]
        query["cursor"] = page["next_cursor"]


def bases_of(people: Sequence[Person]) -> dict[str, int]:
    """How many orders each range held before the first was placed."""
    first = [person.sights[0] for person in people if isinstance(person, Watcher) and person.sights]
    return {sight.preset: sight.count for sight in first}


def show_lag(people: Sequence[Person], bases: dict[str, int], placed: Sequence[float]) -> None:
    """How long after an order was written the dashboards showed it."""
    found = lags([person.sights for person in people if isinstance(person, Watcher)], bases, placed)
    print(f"\nLive: from the writing of an order to a dashboard's new figure ({len(placed)} orders)")
    print(f"  {'dashboard: lag':28} {in_words(found)}")


def verdict(phase: Phase, opened: Phase, memory: float) -> None:
    """The targets of the design, and whether they are met."""
    events = sorted(phase.events("dashboard", "shopper", "editor", "bare: smallest"))
    p95 = 1000 * percentile(events, 95) if events else float("nan")
    errors = phase.errors.total() + opened.errors.total()
    print("\nTargets")
    print(f"  events of all kinds          {in_words(events)}")
    for said, met in (
        (f"event p95 {p95:.0f} ms, at most {MOST_MS}", p95 <= MOST_MS),
        (f"errors {errors}, none allowed", errors == 0),
        (f"memory {memory:.0f} MiB at most, target {MOST_MIB}", memory <= MOST_MIB),
    ):
        print(f"  {'met ' if met else 'MISSED'}  {said}")


def machine() -> str:
    """How busy the machine is."""
    return f"load average {' '.join(f'{n:.1f}' for n in os.getloadavg())} on {psutil.cpu_count()} cores"


async def rounds(http: aiohttp.ClientSession, url: str, usage: Usage, given: argparse.Namespace) -> None:
    """Many people come and leave, again and again: the memory must not grow from round to round."""
    print(f"\nComing and leaving; trees of closed tabs are kept, so each round waits {given.keep:.0f} s after it")
    for number in range(1, given.rounds + 1):
        people = await people_of(http, url, sessions=given.round_sessions, customers=given.customers)
        phase = Phase("")
        await open_all(people, phase)
        inside = usage.memory_now()
        await asyncio.gather(*(person.tab.leave() for person in people))
        await asyncio.sleep(given.keep)
        print(f"  round {number}: {inside:.0f} MiB with all inside, {usage.memory_now():.0f} MiB after they left")


async def run(url: str, process: psutil.Process | None, given: argparse.Namespace) -> None:
    """Measure and print."""
    usage = Usage(process) if process is not None else None
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        async with http.get(f"{url}/api/products", params={"limit": "100"}) as answer:
            Shopper.products = [product["id"] for product in (await answer.json())["items"] if product["active"]]
        print(f"{given.sessions} sessions, think time {given.think:.0f} s, {machine()}")
        memory = [usage.memory_now()] if usage else []
        people = await people_of(http, url, sessions=given.sessions, customers=given.customers)
        opened, calm, busy = Phase("Opening the pages"), Phase("Quiet: all are there"), Phase("Load")
        await open_all(people, opened)
        opened.show()
        bases = bases_of(people)
        await with_requests(http, url, calm, quiet(people, calm))
        calm.show()
        memory += [usage.memory_now()] if usage else []
        watching = asyncio.create_task(usage.watch()) if usage else None
        begun, cpu = time.time(), usage.cpu_now() if usage else 0.0
        work = load(people, busy, seconds=60 * given.minutes, think=given.think)
        await with_requests(http, url, busy, work)
        spent = (usage.cpu_now() - cpu) / (time.time() - begun) if usage else 0.0
        await asyncio.sleep(SETTLE_SECONDS)
        busy.name = f"Load for {given.minutes:g} minutes; {machine()}"
        busy.errors["closed by the server"] = sum(not person.tab.is_open for person in people)
        busy.errors = +busy.errors
        busy.show()
        show_lag(people, bases, await orders_since(http, url, begun))
        received = sum(person.tab.received for person in people)
        print(f"  received in all {received / (1 << 20):.0f} MiB")
        await asyncio.gather(*(person.tab.leave() for person in people))
        if usage and watching:
            watching.cancel()
            await asyncio.sleep(SETTLE_SECONDS)
            most = max(usage.memory, default=0.0)
            each_event = 1000 * spent * 60 * given.minutes / max(1, sum(map(len, busy.took.values())))
            print(
                f"\nServer: {100 * spent:.0f} % of a core under load, {each_event:.1f} ms an event with its live pushes"
            )
            print(f"  memory in MiB: {memory[0]:.0f} before, {memory[1]:.0f} with all inside, {most:.0f} at most")
            verdict(busy, opened, most)
        if usage and given.rounds:
            await rounds(http, url, usage, given)


def main() -> None:
    """Read the options and run."""
    options = argparse.ArgumentParser(description="Many live sessions against one server")
    options.add_argument("--sessions", type=int, default=1_000)
    options.add_argument("--minutes", type=float, default=2.0)
    options.add_argument("--think", type=float, default=5.0, help="seconds between an answer and the next act")
    options.add_argument("--url", default="", help="a demo shop that runs already; else one is started")
    options.add_argument("--port", type=int, help="of the server that is started")
    options.add_argument("--orders", type=int, default=5_000)
    options.add_argument("--customers", type=int, default=300)
    options.add_argument("--postgres", action="store_true", help="PostgreSQL, Valkey and two workers")
    options.add_argument("--rounds", type=int, default=0, help="then let people come and leave so many times")
    options.add_argument("--round-sessions", type=int, default=300)
    options.add_argument("--keep", type=float, default=310.0, help="seconds to wait after each round")
    given = options.parse_args()
    if given.url:
        asyncio.run(run(given.url.rstrip("/"), None, given))
        return
    size = Size(given.orders, given.customers)
    with running_server(size, port=given.port, postgres=given.postgres) as (url, process):
        asyncio.run(run(url, process, given))


if __name__ == "__main__":
    main()
