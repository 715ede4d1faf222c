"""A browser tab's state belongs to its session: tried with real websockets on a running server."""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import aiohttp
import httpx
import pytest
import socketio
from socketio.exceptions import ConnectionError as Refused

from tests.support.shop import Shop, running_shop

pytestmark = pytest.mark.asyncio

ROOT_STATE = "reflex___state____state"
EFFECTS = f"{ROOT_STATE}.app___ui___components___effects____effects_state"
PASSWORD = "a walrus in the larder"
MARK = "the-mark-of-alice"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop of its own with one admin."""
    with running_shop(tmp_path_factory.mktemp("binding"), demo=False) as shop:
        code = shop.log.read_text().split("with this code: ")[1].split()[0]
        cookie_of(shop, "setup", code=code, email="ada@example.com")
        yield shop


def cookie_of(shop: Shop, route: str, **form: str) -> str:
    """Post to the door and give the Cookie header of the new session."""
    form = {"name": "Somebody", "password": PASSWORD, **form}
    answer = httpx.post(f"{shop.url}/auth/{route}", data=form, headers={"Origin": shop.url})
    assert answer.status_code == 303, answer.text
    return answer.headers["set-cookie"].partition(";")[0]


def newcomer(shop: Shop) -> str:
    """The cookie of someone who has just signed up."""
    return cookie_of(shop, "signup", email=f"{uuid4().hex[:12]}@example.com")


@dataclass
class Tab:
    """A browser tab: what it received, and its socket."""

    socket: socketio.AsyncClient
    received: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    closed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def text(self) -> str:
        """Everything received, as text."""
        return str(self.received)

    def effects(self) -> list[dict[str, Any]]:
        """Every effect received, in order."""
        deltas = [update.get("delta") or {} for update in self.received]
        return [effect for delta in deltas for effect in delta.get(EFFECTS, {}).get("effects_rx_state_", [])]

    async def send(self, handler: str, **payload: Any) -> None:
        """Send an event as a page does."""
        event = {"name": handler, "payload": payload, "router_data": {"pathname": "/login", "asPath": "/login"}}
        await self.socket.emit("event", event, namespace="/_event")

    async def until(self, holds: Callable[[], bool], *, seconds: float = 5.0) -> None:
        """Wait until `holds`. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not holds():  # noqa: ASYNC110 - what is waited for happens in another process
                await asyncio.sleep(0.02)


@asynccontextmanager
async def tab_of(shop: Shop, *, cookie: str = "", tab_token: str = "", origin: str = "") -> AsyncGenerator[Tab, None]:
    """A tab that has hydrated."""
    hydrate = {"name": f"{ROOT_STATE}.hydrate_and_load", "router_data": {"pathname": "/login", "asPath": "/login"}}
    async with aiohttp.ClientSession() as http:
        tab = Tab(socketio.AsyncClient(reconnection=False, http_session=http))
        tab.socket.on("event", tab.received.append, namespace="/_event")
        tab.socket.on("disconnect", lambda *_: tab.closed.set(), namespace="/_event")
        try:
            await tab.socket.connect(
                f"{shop.url}?token={tab_token or uuid4()}",
                headers={"Origin": origin or shop.url, "Cookie": cookie},
                auth={"event": hydrate},
                transports=["websocket"],
                socketio_path="_event",
                namespaces=["/_event"],
            )
            await tab.until(lambda: bool(tab.received))
            yield tab
        finally:
            await tab.socket.disconnect()


async def say(tab: Tab, sentence: str) -> None:
    """Put something into the tab's state and see that it arrived there."""
    await tab.send(f"{EFFECTS}.say_refused", sentence=sentence)
    await tab.until(lambda: sentence in tab.text)


@pytest.mark.parametrize("stranger", ["without a session", "with a session of their own"])
async def test_a_tabs_token_shows_a_stranger_nothing(server: Shop, stranger: str) -> None:
    token = str(uuid4())
    cookie = "" if stranger == "without a session" else newcomer(server)
    async with tab_of(server, cookie=newcomer(server), tab_token=token) as alice:
        await say(alice, MARK)
        async with tab_of(server, cookie=cookie, tab_token=token) as other:
            assert other.effects() == []
            await say(alice, f"{MARK}-again")
            await say(other, "mine")
            assert MARK not in other.text
            assert "mine" not in alice.text


async def test_a_tabs_token_shows_a_stranger_nothing_after_the_tab_has_left(server: Shop) -> None:
    token = str(uuid4())
    async with tab_of(server, cookie=newcomer(server), tab_token=token) as alice:
        await say(alice, MARK)
    async with tab_of(server, cookie=newcomer(server), tab_token=token) as other:
        assert MARK not in other.text


async def test_two_visitors_without_a_session_share_nothing(server: Shop) -> None:
    token = str(uuid4())
    async with tab_of(server, tab_token=token) as one:
        await say(one, MARK)
        async with tab_of(server, tab_token=token) as two:
            assert MARK not in two.text


async def test_a_tab_that_reconnects_finds_its_own_state(server: Shop) -> None:
    token, cookie = str(uuid4()), newcomer(server)
    async with tab_of(server, cookie=cookie, tab_token=token) as before:
        await say(before, MARK)
    await asyncio.sleep(0.3)
    async with tab_of(server, cookie=cookie, tab_token=token) as after:
        assert MARK in after.text


async def test_signing_in_anew_begins_with_an_empty_state(server: Shop) -> None:
    token, email = str(uuid4()), f"{uuid4().hex[:12]}@example.com"
    before = cookie_of(server, "signup", email=email)
    async with tab_of(server, cookie=before, tab_token=token) as old:
        await say(old, MARK)
    async with tab_of(server, cookie=cookie_of(server, "login", email=email), tab_token=token) as new:
        assert MARK not in new.text


async def test_the_cookie_is_not_sent_to_the_page(server: Shop) -> None:
    cookie = newcomer(server)
    async with tab_of(server, cookie=cookie) as tab:
        await say(tab, "anything")
        assert cookie.partition("=")[2] not in tab.text


async def test_signing_out_elsewhere_makes_the_page_leave_at_once(server: Shop) -> None:
    cookie = newcomer(server)
    async with tab_of(server, cookie=cookie) as tab:
        headers = {"Origin": server.url, "Cookie": cookie}
        async with httpx.AsyncClient() as browser:
            assert (await browser.post(f"{server.url}/auth/logout", headers=headers)).status_code == 303
        await tab.until(lambda: [effect["kind"] for effect in tab.effects()] == ["leave"])
        assert tab.effects()[0]["text"] == "/login"
        async with asyncio.timeout(5):
            await tab.closed.wait()


async def test_an_event_of_an_ended_session_is_not_handled(server: Shop) -> None:
    async with tab_of(server, cookie=newcomer(server)) as tab:
        with closing(sqlite3.connect(server.folder / "daybook.db", timeout=10)) as database, database:
            database.execute("UPDATE sessions SET revoked_at = created_at WHERE revoked_at IS NULL")
        await tab.send(f"{EFFECTS}.say_refused", sentence=MARK)
        await tab.until(lambda: bool(tab.effects()))
        assert [effect["kind"] for effect in tab.effects()] == ["leave"]
        async with asyncio.timeout(5):
            await tab.closed.wait()


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:1"])
async def test_other_sites_may_not_open_the_socket(server: Shop, origin: str) -> None:
    with pytest.raises(Refused):
        async with tab_of(server, cookie=newcomer(server), origin=origin):
            pass


async def test_messages_that_are_no_events_change_nothing_and_are_not_logged(server: Shop) -> None:
    async with tab_of(server, cookie=newcomer(server)) as tab:
        for message in (None, 7, [], {}, {"name": 7}, {"name": "nobody.nothing", "payload": {"text": MARK}}):
            await tab.socket.emit("event", message, namespace="/_event")
        await tab.send(f"{EFFECTS}.say_refused", wrong=MARK)
        await tab.send(f"{EFFECTS}.say_failed", reference={"text": MARK})
        await say(tab, "still here")
    assert MARK not in server.log.read_text()
