"""Who acts on a page: what page authors call (DESIGN.md, section 3: identity and background loops).

class OrdersState(rx.State):
    rows: list[OrderRow] = []

    @rx.event
    async def load(self):
        actor = await require(self)                       # leaves to /login where nobody is signed in
        self.rows = await orders.list_for(actor)

    @rx.event(background=True)
    async def follow(self):
        async for batch in follow(self, [every(Entity.ORDER)]):
            async with self:
                actor = await current_actor(self)
                self.rows = await orders.list_for(actor)
"""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from contextlib import nullcontext
from time import monotonic
from typing import Any

import reflex as rx
from reflex_base.event.context import EventContext

from app.core.actor import Actor, Role
from app.core.errors import NotFound, Unauthenticated
from app.features.changes.feed import Inbox, get_feed
from app.features.changes.schemas import Batch
from app.ui.door.guard import may_enter
from app.ui.socket import Loop, Tab, tabs
from app.ui.turns import get_turns

RECHECK_SECONDS = 15.0
PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.1, 2.0


async def current_actor(state: rx.State) -> Actor:
    """Who acts in this event. Raises Unauthenticated, which makes the page leave to /login.

    The session was looked up when the event came in; a handler that runs longer than a second looks again.
    """
    tab = _tab(state)
    actor = await tab.actor() if tab is not None else None
    if actor is None:
        raise Unauthenticated
    return actor


async def require(state: rx.State, least: Role = Role.CUSTOMER) -> Actor:
    """The actor, for a page's `on_load`: pages reached by a link inside the page pass no HTTP guard.

    Ends the loops that other pages of this tab left behind. Raises Unauthenticated, or NotFound for a lesser role.
    """
    tab = _tab(state)
    if tab is not None:
        tab.end_loops_of_other_pages(_path(state))
    actor = await current_actor(state)
    if not may_enter(actor, least):
        raise NotFound
    return actor


async def follow(
    state: rx.State,
    keys: Iterable[str] = (),
    *,
    recheck: float = RECHECK_SECONDS,
    idle: bool = False,
    inbox: Inbox | None = None,
) -> AsyncGenerator[Batch, None]:
    """Batches of change notices for feed keys, for a background handler of a page.

    The first batch comes at once, empty and `missed`: load then, so that nothing falls between load and subscription.
    With `idle` an empty batch comes where nothing happened for `recheck` seconds, for pages that show the time.
    Before each batch the session is looked up again. A burst of changes is one batch, and where many pages follow the
    same, each waits for its turn and then as long again, so that the server always has time for other things. Who reads
    an `inbox` of their own takes their turns themselves (`turns.get_turns`).
    Ends when the tab has left, went to another page, opened this loop anew, or its session is gone (the page then
    leaves to /login).
    """
    tab = tab_of(state)
    if tab is None:
        return
    loop, in_turn = loop_of(state, tab), inbox is None
    try:
        async with nullcontext(inbox) if inbox is not None else get_feed().subscribe(tuple(keys)) as read:
            batch, is_first = Batch(notices=(), missed=True), True
            while await still_there(tab, loop):
                if is_first or batch or idle:
                    # Who opens a page does not queue behind those who only look on.
                    async with nullcontext() if is_first or not in_turn else get_turns().turn():
                        if tab.runs(loop):
                            yield batch
                    took = monotonic() - batch.taken if in_turn else PAUSE_SECONDS
                    await asyncio.sleep(min(max(PAUSE_SECONDS, took), LONGEST_PAUSE_SECONDS))
                is_first = False
                batch = await read.next(recheck)
    finally:
        tab.end_loop(loop)


def tab_of(state: rx.State) -> Tab | None:
    """The tab whose event is being handled."""
    return _tab(state)


def loop_of(state: rx.State, tab: Tab, *, part: str = "") -> Loop:
    """Note the running handler as this state's one loop for `part` in the tab; an older one ends."""
    return tab.begin_loop(f"{_name(state)}.{part}", _path(state))


async def still_there(tab: Tab, loop: Loop) -> bool:
    """Whether a loop may go on; where its session is over, the page leaves."""
    if not tab.is_open or not tab.runs(loop):
        return False
    if await tab.actor(fresh=True) is not None:
        return True
    await tab.leave()
    return False


def _tab(state: rx.State) -> Tab | None:
    try:
        key = EventContext.get().token
    except LookupError:
        key = _bare(state).router.session.client_token
    return tabs().get(key)


def _bare(state: Any) -> Any:
    return getattr(state, "__wrapped__", state)


def _name(state: rx.State) -> str:
    return type(_bare(state)).get_full_name()


def _path(state: rx.State) -> str:
    return str(_bare(state).router.url.path)
