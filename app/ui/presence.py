"""Who else looks at a list, and on which cells they stand: what a page's state tells its grid.

class AdminOrdersState(PresenceState, rx.State):
    @rx.event(background=True)
    async def meet(self):
        async for seen in colleagues(self, "orders", Role.STAFF):
            async with self:
                self._show(seen)

The grid tells its place with the event `here`, which is also its sign of life: every 1.5 seconds, and when the place
changes, at most five times a second. Names are read under the viewer's own rights.
"""

import asyncio
import hashlib
import re
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import reflex as rx

from app.core.actor import Actor, Role
from app.core.ids import parse_id
from app.core.presence import Entry, Spot, get_hub
from app.features.accounts import service as accounts
from app.ui.door.guard import may_enter
from app.ui.session import RECHECK_SECONDS, loop_of, still_there, tab_of
from app.ui.socket import Tab, answer_lightly

TONES = 10
FIELD = re.compile(r"^[a-z][a-z0-9_]{0,39}$")


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who is here. `tone` numbers their colour, 0 to 9; `mine` is the viewer, in another tab."""

    id: str
    name: str
    initials: str
    tone: int
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """The cell one of them stands on in one of their tabs."""

    tab: str
    person: str
    row: str
    field: str
    editing: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """Everybody else on a list, as one viewer sees them."""

    people: tuple[Colleague, ...] = ()
    places: tuple[Place, ...] = ()


class PresenceState(rx.State, mixin=True):
    """The part of a grid page's state that holds who else is here. Two vars, so that a move sends no names."""

    people: tuple[Colleague, ...] = ()
    places: tuple[Place, ...] = ()

    @rx.event
    async def here(self, spot: dict[str, Any]) -> None:
        """The grid says where its person is: {row, field, editing}. What comes over the socket is taken by `_stand`."""
        tab = tab_of(self)
        if tab is not None:
            _stand(tab, {"spot": spot})

    def _show(self, seen: Seen) -> None:
        if self.people != seen.people:
            self.people = seen.people
        if self.places != seen.places:
            self.places = seen.places


def presence_of(state: type[PresenceState]) -> dict[str, Any]:
    """What `record_grid` is given of a page's state to show who else is here."""
    return {"people": state.people, "places": state.places, "on_here": state.here}


def _stand(tab: Tab, payload: Mapping[str, Any]) -> None:
    """A tab says where its person is; one that does not show a list to somebody who may see it is not heard."""
    get_hub().table.say(tab_name(tab), spot_of(payload["spot"]))


answer_lightly("here", _stand)


def tab_name(tab: Tab) -> str:
    """What other people know a tab by: nothing can be found with it."""
    return hashlib.sha256(f"presence|{tab.key}".encode()).hexdigest()[:16]


def spot_of(message: Mapping[str, Any]) -> Spot:
    """The place that a grid names."""
    row, name = message.get("row"), message.get("field")
    found = parse_id(row) if isinstance(row, str) else None
    if found is None or not isinstance(name, str) or not FIELD.match(name):
        return Spot()
    return Spot(found, name, message.get("editing") is True)


def initials_of(name: str) -> str:
    """One or two letters of a name: the first of its first and of its last word; "?" where it has no letter."""
    words = [word for word in re.findall(r"\w+", name) if word[0].isalpha()]
    ends = [words[0], words[-1]] if len(words) > 1 else words
    return "".join(word[0] for word in ends).upper()[:4] or "?"


def tone_of(person: UUID) -> int:
    """The number of a person's colour, the same everywhere and always."""
    return person.int % TONES


async def colleagues(state: rx.State, entity: str, least: Role) -> AsyncGenerator[Seen, None]:
    """Who else is here, for a background handler of a page: at once, then when it changes, at most four times a second.

    The person counts as here meanwhile. Ends when the tab has left, went to another page, or may no longer see it.
    """
    tab = tab_of(state)
    actor = await tab.actor() if tab is not None else None
    if tab is None or actor is None or actor.user_id is None or not may_enter(actor, least):
        return
    loop = loop_of(state, tab, part="presence")
    table, shown = get_hub().table, None
    try:
        with table.visit(tab_name(tab), actor.user_id, entity) as visit:
            while await still_there(tab, loop):
                actor = await tab.actor()
                if actor is None or not may_enter(actor, least):
                    return
                visit.changed.clear()
                seen = await seen_by(actor, table.others(visit))
                if seen != shown and tab.runs(loop):
                    shown = seen
                    yield seen
                await asyncio.sleep(table.pause(visit))
                with suppress(TimeoutError):
                    async with asyncio.timeout(RECHECK_SECONDS):
                        await visit.changed.wait()
    finally:
        tab.end_loop(loop)


async def seen_by(viewer: Actor, entries: Sequence[Entry]) -> Seen:
    """The pages of others as `viewer` may see them; who is not known to them is left out."""
    names = await accounts.names_of(viewer, {entry.person for entry in entries})
    known = [entry for entry in entries if entry.person in names]
    people = {
        entry.person: Colleague(
            id=str(entry.person),
            name=names[entry.person],
            initials=initials_of(names[entry.person]),
            tone=tone_of(entry.person),
            mine=entry.person == viewer.user_id,
        )
        for entry in known
    }
    places = tuple(
        Place(entry.tab, str(entry.person), str(entry.spot.row), entry.spot.field, entry.spot.editing)
        for entry in known
        if entry.spot.row is not None
    )
    return Seen(tuple(people.values()), places)
