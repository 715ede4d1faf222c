"""The websocket's binding to the session (DESIGN.md, section 3).

The client token that a browser tab sends is no credential: anyone may send anyone's. So a state tree is never found by
it alone. Its key here is a hash over the session and the tab's token; without a session the tree lives for one
connection. Whoever comes with another's token, but not with their session's cookie, finds an empty tree of their own.
"""

import asyncio
import hashlib
import secrets
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, TypeAlias
from uuid import UUID, uuid4

from reflex.app import App, EventNamespace
from reflex.istate.manager.memory import StateManagerMemory
from reflex.istate.manager.token import BaseStateToken
from reflex.state import FrontendEventExceptionState, State, StateUpdate
from reflex_base.utils.exceptions import EventDeserializationError

from app.core.actor import Actor
from app.features.accounts import service as accounts
from app.ui.components.effects import LOGIN, EffectsState, make
from app.ui.door.cookies import session_token
from app.ui.events import is_event

FRESH_SECONDS = 1.0
CLOSE_AFTER_SECONDS = 1.5
KEEP_TREE_SECONDS = 300.0
SECRET_HEADERS = ("cookie", "authorization", "proxy-authorization")
_tabs: dict[str, "Tab"] = {}


def tabs() -> Mapping[str, "Tab"]:
    """The open tabs of this process by the key of their state tree."""
    return _tabs


@dataclass(frozen=True, eq=False, slots=True)
class Loop:
    """A background loop of a page."""

    name: str
    path: str
    task: asyncio.Task[Any] | None


@dataclass(eq=False, slots=True)
class Tab:
    """One connected browser tab: its connection, its session, and the loops that run for it."""

    sid: str
    cookie: str | None = field(repr=False)
    namespace: "SessionNamespace" = field(repr=False)
    session_id: UUID | None = None
    key: str = ""
    is_open: bool = True
    leaving: bool = False
    _actor: Actor | None = None
    _checked: float = 0.0
    _loops: dict[str, Loop] = field(default_factory=dict[str, Loop])

    async def actor(self, *, fresh: bool = False) -> Actor | None:
        """Who this tab's session belongs to now; None where it has none, or it ended. `fresh` asks the database."""
        if self.cookie is None:
            return None
        if fresh or monotonic() - self._checked > FRESH_SECONDS:
            actor = await accounts.session_actor(self.cookie)
            self._actor = actor if actor is not None and self._same_session(actor) else None
            self._checked = monotonic()
        return self._actor

    def _same_session(self, actor: Actor) -> bool:
        return self.session_id is None or actor.session_id == self.session_id

    async def leave(self) -> None:
        """Make the page load /login in full, then close the connection (the client does not reconnect by itself)."""
        if self.leaving:
            return
        self.leaving = True
        self._end_loops(lambda _loop: True)
        effects = {EffectsState.get_full_name(): {"effects_rx_state_": [make("leave", LOGIN)]}}
        await self.namespace.emit("event", StateUpdate(delta=effects), to=self.sid)
        asyncio.get_running_loop().call_later(CLOSE_AFTER_SECONDS, self._close)

    def _close(self) -> None:
        self.namespace.in_background(self.namespace.disconnect(self.sid))

    def is_named_by(self, hint: Mapping[str, Any]) -> bool:
        """Whether a hint names this tab's session, or its user."""
        user_id = self._actor.user_id if self._actor is not None else None
        return hint.get("session") == str(self.session_id) or (user_id is not None and hint.get("user") == str(user_id))

    async def look(self) -> None:
        """Leave where the session is over."""
        if self.cookie is not None and await self.actor(fresh=True) is None:
            await self.leave()

    def begin_loop(self, name: str, path: str) -> Loop:
        """Note the running task as the one loop `name` of this tab; an older one ends."""
        loop = Loop(name, path, asyncio.current_task())
        self._end_loops(lambda other: other.name == name)
        self._loops[name] = loop
        return loop

    def runs(self, loop: Loop) -> bool:
        """Whether `loop` has not been replaced or ended."""
        return self._loops.get(loop.name) is loop

    def end_loop(self, loop: Loop) -> None:
        """Forget a loop that has ended by itself."""
        if self.runs(loop):
            del self._loops[loop.name]

    def end_loops_of_other_pages(self, path: str) -> None:
        """End the loops that were begun on another page than `path`."""
        self._end_loops(lambda loop: loop.path != path)

    def closed(self) -> None:
        """The connection is gone."""
        self.is_open = False
        self._end_loops(lambda _loop: True)

    @property
    def tasks(self) -> list[asyncio.Task[Any]]:
        """The tasks of the loops that run for this tab."""
        return [loop.task for loop in self._loops.values() if loop.task is not None]

    @property
    def loop_count(self) -> int:
        """How many loops run for this tab."""
        return len(self._loops)

    def _end_loops(self, ends: Callable[[Loop], bool]) -> None:
        for loop in [loop for loop in self._loops.values() if ends(loop)]:
            del self._loops[loop.name]
            if loop.task is not None and loop.task is not asyncio.current_task():
                loop.task.cancel()


Light: TypeAlias = Callable[[Tab, Mapping[str, Any]], None]
_light: dict[str, Light] = {}


def answer_lightly(handler: str, answer: Light) -> None:
    """Let `answer` take the events of handlers of this name: `answer(tab, payload)`.

    For signs of life, which change no state: they pass Reflex's machinery by, which takes a hundred times as long, and
    the session is not looked up for them, so what they do must not need it.
    """
    _light[handler] = answer


async def end_every_loop() -> None:
    """End the loops of all tabs and wait for them: the server stops, and the database is about to close."""
    open_tabs = list(_tabs.values())
    tasks = [task for tab in open_tabs for task in tab.tasks]
    for tab in open_tabs:
        tab.closed()
    await asyncio.gather(*tasks, return_exceptions=True)


def tree_key(session_id: UUID | None, tab_token: str) -> str:
    """The key of a tab's state tree. Without a session it is random: nobody else can name it."""
    if session_id is None:
        return secrets.token_hex(32)
    return hashlib.sha256(f"tree|{session_id}|{tab_token}".encode()).hexdigest()


class SessionNamespace(EventNamespace):
    """Reflex's socket namespace with each connection bound to the session of its handshake."""

    def __init__(self, namespace: str, app: App) -> None:
        super().__init__(namespace, app)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._by_sid: dict[str, Tab] = {}

    async def on_connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        """Bind the connection to its session before anything is read or sent; an event of this name does nothing."""
        if sid in self._by_sid:
            return
        headers = environ.get("asgi.scope", {}).get("headers", [])
        tab = Tab(sid=sid, cookie=session_token(headers), namespace=self)
        actor = await tab.actor(fresh=True)
        tab.session_id = actor.session_id if actor is not None else None
        if actor is None:
            tab.cookie = None  # a dead cookie is no cookie: the page's own guard decides
        self._by_sid[sid] = tab
        try:
            await super().on_connect(sid, environ, auth)
        except Exception:
            self._forget(sid)
            raise

    async def link_token_to_sid(self, sid: str, token: str, *, update_state: bool = True) -> None:
        """Give the connection the tree of its session and tab; a second connection of one tab gets a new token."""
        tab = self._by_sid[sid]
        key = tree_key(tab.session_id, token)
        if (other := _tabs.get(key)) is not None and other.sid != sid:
            token = str(uuid4())
            key = tree_key(tab.session_id, token)
            await self.emit("new_token", token, to=sid)
        tab.key = key
        _tabs[key] = tab
        await super().link_token_to_sid(sid, key, update_state=update_state)

    async def on_event(self, sid: str, data: Any = None) -> None:
        """Look the session up, then let the event in. An event of an ended session makes the page leave instead."""
        tab = self._by_sid.get(sid)
        if tab is None or tab.leaving or not is_event(data):
            return
        if (light := _light.get(data["name"].rpartition(".")[2])) is not None:
            light(tab, data.get("payload", {}))
            return
        await tab.look()
        if tab.leaving:
            return
        with suppress(EventDeserializationError):
            await super().on_event(sid, data)

    async def on_ping(self, sid: str, *_: object) -> None:
        """Answer, whatever comes with it."""
        await super().on_ping(sid)

    def on_disconnect(self, sid: str) -> asyncio.Task[Any] | None:
        """End what runs for the connection. Its tree goes at once without a session, else unless the tab comes back."""
        tab = self._forget(sid)
        task = super().on_disconnect(sid)
        if tab is not None and tab.key:
            delay = 0.0 if tab.session_id is None else KEEP_TREE_SECONDS
            asyncio.get_running_loop().call_later(delay, self._drop_tree, tab.key)
        return task

    def _drop_tree(self, key: str) -> None:
        manager = self.app.state_manager
        assert isinstance(manager, StateManagerMemory)
        if key not in _tabs and key in manager.states:
            manager._purge_token(BaseStateToken(ident=key, cls=State))  # noqa: SLF001 - pinned by the contract test

    def _forget(self, sid: str) -> Tab | None:
        tab = self._by_sid.pop(sid, None)
        if tab is not None:
            tab.closed()
            if _tabs.get(tab.key) is tab:
                del _tabs[tab.key]
        return tab

    def _build_static_router_data(self, sid: str, environ: dict[str, Any]) -> dict[str, Any]:
        """Without the cookie: Reflex sends the handshake's headers to the page, where scripts could read them."""
        built = super()._build_static_router_data(sid, environ)
        for name in SECRET_HEADERS:
            built["headers"].pop(name, None)
        return built

    def sessions_changed(self, hint: Mapping[str, Any]) -> None:
        """Look at the tabs that a hint names by session or user: those whose session ended leave."""
        for tab in self._by_sid.values():
            if tab.is_named_by(hint):
                self.in_background(tab.look())

    def in_background(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run something small beside the events, and keep hold of it until it is done."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def bind_sessions(app: App) -> SessionNamespace:
    """Put the bound namespace in the place of Reflex's own."""
    # It would reload a page by a script to evaluate, which our policy forbids.
    FrontendEventExceptionState.auto_reload_on_errors = []
    assert app.sio is not None
    assert app.event_namespace is not None
    namespace = SessionNamespace(app.event_namespace.namespace, app)
    app._event_namespace = namespace  # noqa: SLF001 - pinned: tests/ui/test_reflex_contract.py
    app.sio.register_namespace(namespace)
    return namespace
