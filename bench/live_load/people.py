"""Who is signed in: staff at dashboards, customers who shop, staff who edit in the grid. Each acts, then thinks."""

import asyncio
import random
import re
import time
from abc import ABC, abstractmethod
from typing import Any, ClassVar
from uuid import uuid4

import aiohttp

from live_load.figures import Phase, Sight
from live_load.wire import NotAnswered, Tab, handler

PRESETS = ("30d", "7d", "30d", "today", "90d", "30d", "mtd", "ytd")
RANGES = tuple(dict.fromkeys(PRESETS))
DASHBOARD_VAR = "____dashboard_state"
COUNT = re.compile(r'"orders_rx_state_":\s*\{"value":\s*"([^"]*)"')
READY = re.compile(r'"phase_rx_state_":\s*"ready"')
FAILED = re.compile(r'"phase_rx_state_":\s*"failed"|Something went wrong')
LOADED = re.compile(r'"loaded_rx_state_":\s*true')
GRID_READY = re.compile(r'"ready_rx_state_":\s*true')
ERRORS_SHOWN = re.compile(r'"errors_rx_state_":\s*\{"')
NOTHING = handler("components.effects", "effects_state", "say_refused")
OPEN_ORDER = handler("shell", "shell_state", "open_order")
ADD = handler("orders_new.state", "shop_state", "add")
SET_QUANTITY = handler("orders_new.state", "shop_state", "set_quantity")
PLACE = handler("orders_new.state", "shop_state", "place")
PINGS, NOTHINGS = 0.05, 0.05
NEXT_STATUS = {"pending": "paid", "paid": "shipped", "shipped": "delivered"}


class Person(ABC):
    """Somebody with a tab open."""

    kind: ClassVar[str]
    slowness: ClassVar[float] = 1

    def __init__(self, tab: Tab, number: int) -> None:
        self.tab = tab
        self.number = number
        self.phase = Phase("")
        tab.heard = self.heard

    @abstractmethod
    async def open(self) -> tuple[str, float]:
        """Load the page: what it was, and the seconds until it showed what it is for. Raises NotAnswered."""

    @abstractmethod
    async def act(self) -> tuple[str, float]:
        """Do one thing: what it was, and the seconds until the answer. Raises NotAnswered."""

    def heard(self, text: str) -> None:
        """Look at everything that arrives."""
        if FAILED.search(text):
            self.phase.errors[f"{self.kind} was shown a failure"] += 1

    async def ping(self) -> tuple[str, float]:
        """The socket alone."""
        return "bare: socket ping", await self.tab.ping()

    async def nothing(self) -> tuple[str, float]:
        """The smallest event there is: it looks at the session and changes one var."""
        mark = uuid4().hex
        return "bare: smallest event", await self.tab.send(NOTHING, {"sentence": mark}, lambda text: mark in text)

    async def live(self, *, think: float, until: float) -> None:
        """Act and think until a moment of the loop's clock. What fails is counted, and the person goes on."""
        loop = asyncio.get_running_loop()
        await asyncio.sleep(random.uniform(0, think))
        while loop.time() < until:
            await self.note(random.choices((self.ping, self.nothing, self.act), (PINGS, NOTHINGS, 1))[0])
            await asyncio.sleep(random.uniform(0.5, 1.5) * think * self.slowness)

    async def note(self, deed: Any) -> None:
        """Do it and note how long it took."""
        try:
            what, seconds = await deed()
        except (NotAnswered, aiohttp.ClientError, TimeoutError) as error:
            self.phase.errors[f"{self.kind} {deed.__name__}: {error}"] += 1
        else:
            self.phase.took[what].append(seconds)


class Watcher(Person):
    """At a dashboard: looks, changes the range now and then, looks an order up."""

    kind = "dashboard"
    # Who watches does something every other time and else only looks.
    slowness = 2

    def __init__(self, tab: Tab, number: int) -> None:
        super().__init__(tab, number)
        self.preset = PRESETS[number % len(PRESETS)]
        self.sights: list[Sight] = []
        self._is_fresh = True

    async def open(self) -> tuple[str, float]:
        """Load the dashboard."""
        seconds = await self.tab.open(f"/dashboard?range={self.preset}", self._shows_figures)
        return "dashboard: open", seconds

    async def act(self) -> tuple[str, float]:
        """Look an order up, or choose another range."""
        if random.random() < 0.5:
            number = str(random.randint(1, 100))
            return "dashboard: find an order", await self.tab.send(
                OPEN_ORDER, {"number": number}, lambda text: '"_redirect"' in text or "no order" in text
            )
        self.preset = random.choice([name for name in RANGES if name != self.preset])
        self._is_fresh = True
        seconds = await self.tab.go(f"/dashboard?range={self.preset}", self._shows_figures)
        return "dashboard: change range", seconds

    def _shows_figures(self, text: str) -> bool:
        return DASHBOARD_VAR in text and READY.search(text) is not None

    def heard(self, text: str) -> None:
        """Note each count of orders that is shown, and when."""
        super().heard(text)
        if (found := COUNT.search(text)) is None or DASHBOARD_VAR not in text:
            return
        if self._is_fresh and not READY.search(text):
            return
        digits = "".join(filter(str.isdigit, found.group(1)))
        if digits:
            self.sights.append(Sight(self.preset, int(digits), time.time(), self._is_fresh))
            self._is_fresh = False


class Shopper(Person):
    """Fills a cart, changes quantities, places the order, and begins again."""

    kind = "shopper"
    products: ClassVar[list[str]] = []
    place_every = 5

    def __init__(self, tab: Tab, number: int) -> None:
        super().__init__(tab, number)
        self.placed = 0
        self._in_cart: list[str] = []

    async def open(self) -> tuple[str, float]:
        """Load the shop."""
        seconds = await self.tab.open("/orders/new", lambda text: LOADED.search(text) is not None)
        return "shopper: open", seconds

    async def act(self) -> tuple[str, float]:
        """Fill the cart, change it, or place it."""
        if not self._in_cart:
            product = random.choice(self.products)
            seconds = await self._change(ADD, {"product": product})
            self._in_cart.append(product)
            return "shopper: add to cart", seconds
        if random.randrange(self.place_every):
            payload = {"product": self._in_cart[0], "quantity": random.randint(1, 9)}
            return "shopper: change quantity", await self._change(SET_QUANTITY, payload)
        return "shopper: place order", await self._place()

    async def _change(self, name: str, payload: dict[str, Any]) -> float:
        return await self.tab.send(name, payload, lambda text: '"cart_rx_state_' in text)

    async def _place(self) -> float:
        answers: list[str] = []

        def answered(text: str) -> bool:
            if '"_redirect"' in text or ERRORS_SHOWN.search(text):
                answers.append(text)
            return bool(answers)

        form = {"ship_to": "1 Harbour Street, Portsmouth", "note": ""}
        seconds = await self.tab.send(PLACE, {"form": form}, answered)
        if '"_redirect"' in answers[0]:
            self.placed += 1
            self._in_cart.clear()
        else:
            self.phase.errors["shopper could not place"] += 1
        return seconds


class Editor(Person):
    """At the grid: reads windows of 100 rows and edits cells, each their own rows."""

    kind = "editor"

    def __init__(self, tab: Tab, number: int) -> None:
        super().__init__(tab, number)
        self._rows: list[dict[str, Any]] = []

    async def open(self) -> tuple[str, float]:
        """Load the grid's page and the first window of rows."""
        seconds = await self.tab.open("/admin/orders", lambda text: GRID_READY.search(text) is not None)
        await self._read()
        return "editor: open", seconds

    async def act(self) -> tuple[str, float]:
        """Read a window or edit a cell."""
        if random.random() < 0.5 or not self._rows:
            return "editor: read 100 rows", await self._read()
        return "editor: edit a cell", await self._edit()

    async def _read(self) -> float:
        body = {"offset": 20 * self.number, "limit": 100, "sort": [{"field": "number"}], "filters": [], "search": ""}
        seconds, answer = await self._post("rows", body)
        self._rows = answer["rows"][:20]
        return seconds

    async def _edit(self) -> float:
        place = random.randrange(len(self._rows))
        row = self._rows[place]
        status = NEXT_STATUS.get(row["status"])
        field, value = ("status", status) if status else ("note", f"Looked at {uuid4().hex[:6]}")
        change = {"id": row["id"], "version": row["version"], "field": field, "base": row[field], "value": value}
        seconds, answer = await self._post("edit", {**change, "key": str(uuid4())})
        self._rows[place] = answer["row"]
        return seconds

    async def _post(self, what: str, body: dict[str, Any]) -> tuple[float, dict[str, Any]]:
        begun = time.perf_counter()
        url = f"{self.tab.url}/grid/orders/{what}"
        async with self.tab.http.post(url, json=body, headers=self.tab.headers) as response:
            answer = await response.json()
            if response.status != 200:
                raise NotAnswered(f"{what} {response.status} {answer.get('code')}")
            return time.perf_counter() - begun, answer
