"""A browser tab's websocket in Reflex's own protocol, as light as it can be: Socket.IO's text frames over aiohttp.

What arrives is searched as text and not parsed: one process plays a thousand tabs, each of which gets several
kilobytes a second.
"""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from time import perf_counter
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import aiohttp

ROOT_STATE = "reflex___state____state"
NAMESPACE = "/_event"
OPEN, PING, PONG = "0", "2", "3"
CONNECTED, GONE, MESSAGE, REFUSED = f"40{NAMESPACE}", f"41{NAMESPACE}", f"42{NAMESPACE},", f"44{NAMESPACE}"
ANSWER_SECONDS = 30.0

Matches = Callable[[str], bool]


class NotAnswered(Exception):
    """No answer came in time, or the connection ended."""


def at(address: str) -> dict[str, Any]:
    """The router data that a page at this address sends with each event."""
    parts = urlsplit(address)
    data: dict[str, Any] = {"pathname": parts.path, "asPath": address}
    if parts.query:
        data["query"] = dict(parse_qsl(parts.query))
    return data


def handler(module: str, state: str, name: str) -> str:
    """An event handler's full name, as in `handler("dashboard.state", "dashboard_state", "watch")`."""
    path = "___".join(("app.ui." + module).split("."))
    return f"{ROOT_STATE}.{path}____{state}.{name}"


class Tab:
    """One tab: its connection, what it waits for, and what it tells of all that arrives."""

    def __init__(self, http: aiohttp.ClientSession, url: str, cookie: str) -> None:
        self.http = http
        self.url = url
        self.headers = {"Cookie": cookie, "Origin": url}
        self.address = "/"
        self.received = 0
        self.heard: Callable[[str], None] | None = None
        self._waiting: tuple[Matches, asyncio.Future[float]] | None = None
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._reader: asyncio.Task[None] | None = None

    @property
    def is_open(self) -> bool:
        """Whether the connection stands."""
        return self._reader is not None and not self._reader.done()

    async def open(self, address: str, answered: Matches) -> float:
        """Connect and load the page at `address`; seconds until `answered`. Raises NotAnswered, aiohttp.ClientError."""
        self.address = address
        begun = perf_counter()
        self._socket = await self.http.ws_connect(
            f"{self.url}{NAMESPACE}/?EIO=4&transport=websocket&token={uuid4()}", headers=self.headers, max_msg_size=0
        )
        hydrate = {"name": f"{ROOT_STATE}.hydrate_and_load", "payload": {}, "router_data": at(address)}
        self._reader = asyncio.create_task(self._read(self._socket))
        return await self._ask(f"{CONNECTED},{json.dumps({'event': hydrate})}", answered, begun)

    async def go(self, address: str, answered: Matches) -> float:
        """Go to another page or query inside the page, as a link does; seconds until `answered`."""
        self.address = address
        name = f"{ROOT_STATE}.reflex___state____on_load_internal_state.on_load_internal"
        return await self.send(name, {}, answered)

    async def send(self, name: str, payload: dict[str, Any], answered: Matches) -> float:
        """Send an event; seconds until `answered`. Raises NotAnswered."""
        event = {"name": name, "payload": payload, "router_data": at(self.address)}
        return await self._ask(f"{MESSAGE}{json.dumps(['event', event])}", answered, perf_counter())

    async def ping(self) -> float:
        """Seconds that the socket alone takes: Reflex answers without looking at any state."""
        return await self._ask(f'{MESSAGE}["ping"]', lambda text: '"pong"' in text, perf_counter())

    async def leave(self) -> None:
        """Close the connection."""
        if self._socket is not None:
            await self._socket.close()
        if self._reader is not None:
            self._reader.cancel()
            with suppress(asyncio.CancelledError):
                await self._reader

    async def _ask(self, frame: str, answered: Matches, begun: float) -> float:
        if self._socket is None or self._socket.closed:
            raise NotAnswered("the connection is closed")
        future: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._waiting = (answered, future)
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await self._socket.send_str(frame)
                return await future - begun
        except (TimeoutError, ConnectionError) as error:
            raise NotAnswered(type(error).__name__) from error
        finally:
            self._waiting = None

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            text: str = message.data
            if text == PING:
                await socket.send_str(PONG)
            elif text.startswith(MESSAGE):
                self._take(text)
            elif text.startswith((GONE, REFUSED)):
                break
        if self._waiting is not None and not self._waiting[1].done():
            self._waiting[1].set_exception(NotAnswered("the connection was closed"))

    def _take(self, text: str) -> None:
        self.received += len(text)
        if self._waiting is not None and not self._waiting[1].done() and self._waiting[0](text):
            self._waiting[1].set_result(perf_counter())
        if self.heard is not None:
            self.heard(text)
