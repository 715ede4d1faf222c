"""What page authors call: who acts, who may be here, and loops that follow changes."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from app.core.actor import Role
from app.core.errors import NotFound, Unauthenticated
from app.features.accounts import service as accounts
from app.features.accounts.schemas import Credentials
from app.features.changes.feed import every, get_feed
from app.features.changes.schemas import Notice
from app.models import Entity
from app.ui import session, socket
from app.ui.components.effects import EffectsState
from app.ui.session import current_actor, follow, require
from app.ui.socket import Tab
from tests.support.cast import PASSWORD, Person

pytestmark = pytest.mark.asyncio
STATE: Any = EffectsState


class Wire:
    """Stands for the socket's namespace: keeps what is sent."""

    def __init__(self) -> None:
        self.sent: list[Any] = []

    async def emit(self, _event: str, update: Any, **_to: Any) -> None:
        self.sent.append(update)

    async def disconnect(self, _sid: str) -> None: ...

    def in_background(self, work: Any) -> None:
        asyncio.ensure_future(work)  # noqa: RUF006 - ends with the test


async def tab_of(person: Person | None) -> Tab:
    cookie = None
    if person is not None:
        cookie = (await accounts.sign_in(Credentials(email=person.email, password=PASSWORD))).token
    return Tab(sid="sid", cookie=cookie, namespace=Wire())  # pyright: ignore[reportArgumentType]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Puts a handler into a tab, on a page."""

    def here(tab: Tab, path: str = "/orders") -> Tab:
        monkeypatch.setattr(socket, "CLOSE_AFTER_SECONDS", 0.0)
        monkeypatch.setattr(session, "_tab", lambda _state: tab)
        monkeypatch.setattr(session, "_path", lambda _state: path)
        monkeypatch.setattr(session, "_name", lambda _state: "orders")
        return tab

    return here


def change() -> Notice:
    return Notice(
        last_id=1, entity=Entity.ORDER, row_id=uuid4(), version=2, fields=frozenset({"status"}), owner_id=None
    )


async def test_the_actor_is_the_one_of_the_session(alice: Person, at: Any) -> None:
    at(await tab_of(alice))
    assert (await current_actor(STATE)).user_id == alice.id


async def test_without_a_session_there_is_no_actor(alice: Person, at: Any) -> None:
    at(await tab_of(None))
    with pytest.raises(Unauthenticated):
        await current_actor(STATE)


async def test_a_page_is_missing_for_a_lesser_role(alice: Person, sam: Person, at: Any) -> None:
    at(await tab_of(alice))
    with pytest.raises(NotFound):
        await require(STATE, Role.STAFF)
    at(await tab_of(sam))
    assert (await require(STATE, Role.STAFF)).user_id == sam.id


async def test_following_begins_with_a_batch_to_load_by_and_goes_on_with_changes(alice: Person, at: Any) -> None:
    at(await tab_of(alice))
    loop = follow(STATE, [every(Entity.ORDER)], recheck=0.1)
    assert (await anext(loop)).missed
    notice = change()
    get_feed()._deliver([notice])
    batch = await anext(loop)
    assert (batch.notices, batch.missed) == ((notice,), False)
    await loop.aclose()


async def test_a_loop_of_an_ended_session_pushes_nothing_more_and_the_page_leaves(alice: Person, at: Any) -> None:
    tab = at(await tab_of(alice))
    loop = follow(STATE, [every(Entity.ORDER)], recheck=0.1)
    await anext(loop)
    await accounts.revoke_sessions(alice.id)
    get_feed()._deliver([change()])
    with pytest.raises(StopAsyncIteration):
        await anext(loop)
    (sent,) = tab.namespace.sent
    (effect,) = sent.delta[EffectsState.get_full_name()]["effects_rx_state_"]
    assert (effect.kind, effect.text) == ("leave", "/login")


async def test_a_loop_ends_when_the_tab_has_left(alice: Person, at: Any) -> None:
    tab = at(await tab_of(alice))
    loop = follow(STATE, [every(Entity.ORDER)], recheck=0.1)
    await anext(loop)
    tab.closed()
    with pytest.raises(StopAsyncIteration):
        await anext(loop)


async def begun(tab: Tab) -> "asyncio.Task[None]":
    """A loop that runs as a task, after its first batch."""
    started = asyncio.Event()

    async def run() -> None:
        async for _ in follow(STATE, [every(Entity.ORDER)], recheck=5):
            started.set()

    task = asyncio.create_task(run())
    await started.wait()
    assert tab.loop_count == 1
    return task


async def test_one_loop_of_a_kind_runs_in_a_tab(alice: Person, at: Any) -> None:
    tab = at(await tab_of(alice))
    first = await begun(tab)
    second = await begun(tab)
    with pytest.raises(asyncio.CancelledError):
        await first
    assert not second.done()
    tab.closed()
    with pytest.raises(asyncio.CancelledError):
        await second


async def test_another_page_ends_the_loops_of_the_one_before(alice: Person, at: Any) -> None:
    tab = at(await tab_of(alice), "/orders")
    loop = await begun(tab)
    at(tab, "/profile")
    await require(STATE)
    with pytest.raises(asyncio.CancelledError):
        await loop
    assert tab.loop_count == 0
