"""Who is where: the open pages of this process and, told over the bus, those of the others.

Only ids pass between processes. A page that is not heard of for SILENT_SECONDS is gone, as is a process; a page that
leaves in an orderly way is gone at once. Each process numbers what it says: one that finds a number missing asks for
the whole, so a lost message heals with the next beat.
"""

import asyncio
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cache
from time import monotonic
from typing import Any, TypeAlias
from uuid import UUID

from app.core import clock
from app.core.bus import Hint, get_bus
from app.core.ids import new_id

TOPIC = "presence"
SILENT_SECONDS = 4.0
BEAT_SECONDS = 1.0
LOOK_SECONDS = 0.25
GATHER_SECONDS = 0.1
MOST_SHOWN = 30
# How many pushes a second one process makes for one list, whoever moves on it, and how long a page waits at most.
PUSHES, SHORTEST_PAUSE, LONGEST_PAUSE = 400, 0.25, 2.0

Packed: TypeAlias = list[Any]


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell that a person stands on, or edits; no row where they only look on."""

    row: UUID | None = None
    field: str = ""
    editing: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One open page: whose, on which list, and where on it. `since`: when it came, milliseconds since 1970."""

    tab: str
    person: UUID
    entity: str
    since: int
    spot: Spot = Spot()

    def packed(self) -> Packed:
        """As it travels: ids, names of fields and numbers only."""
        row = str(self.spot.row) if self.spot.row else None
        return [self.tab, str(self.person), self.entity, self.since, row, self.spot.field, self.spot.editing]


def unpacked(message: Packed) -> Entry:
    """The entry of a message. Raises ValueError or TypeError for what is none."""
    tab, person, entity, since, row, name, editing = message
    spot = Spot(UUID(row) if row else None, str(name), bool(editing))
    return Entry(str(tab), UUID(person), str(entity), int(since), spot)


@dataclass(eq=False, slots=True)
class Visit:
    """One open page of this process. `changed` is set when somebody else on the same list came, went or moved."""

    entry: Entry
    heard: float
    is_heard: bool = True
    changed: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True)
class _Process:
    """What another process has said: its last number, when it was heard, its pages."""

    rev: int
    heard: float
    entries: dict[str, Entry] = field(default_factory=dict[str, Entry])


class Presence:
    """The table of one process. It does nothing by itself: `Hub` gives it the time and the bus."""

    def __init__(self, process: str = "", *, now: Callable[[], float] = monotonic) -> None:
        self.process = process or str(new_id())
        self._now = now
        self._visits: dict[str, Visit] = {}
        self._others: dict[str, _Process] = {}
        self._told: dict[str, Entry] = {}
        self._unsaid: set[str] = set()
        self._lists: dict[str, tuple[Entry, ...]] = {}
        self._rev = 0
        self.stirred = asyncio.Event()

    @contextmanager
    def visit(self, tab: str, person: UUID, entity: str) -> Generator[Visit, None, None]:
        """The page `tab` looks at the list of `entity` for as long as the block lasts."""
        since = int(clock.now().timestamp() * 1000)
        visit = Visit(Entry(tab, person, entity, since), self._now())
        self._visits[tab] = visit
        self._note(visit.entry)
        try:
            yield visit
        finally:
            if self._visits.get(tab) is visit:
                del self._visits[tab]
                self._note(visit.entry)

    def say(self, tab: str, spot: Spot) -> None:
        """The page is at `spot`, or still there. One that does not look at any list is not heard."""
        visit = self._visits.get(tab)
        if visit is None:
            return
        visit.heard = self._now()
        if visit.is_heard and visit.entry.spot == spot:
            return
        visit.is_heard = True
        visit.entry = replace(visit.entry, spot=spot)
        self._note(visit.entry)

    def others(self, visit: Visit) -> tuple[Entry, ...]:
        """Everybody else's pages on the same list, the longest there first, at most MOST_SHOWN."""
        entity = visit.entry.entity
        if entity not in self._lists:
            self._lists[entity] = tuple(sorted(self._on(entity), key=lambda entry: (entry.since, entry.tab)))
        return tuple(entry for entry in self._lists[entity] if entry.tab != visit.entry.tab)[:MOST_SHOWN]

    def pause(self, visit: Visit) -> float:
        """Seconds to wait before this page is told again: longer, the more pages of this process look at its list."""
        viewers = sum(other.entry.entity == visit.entry.entity for other in self._visits.values())
        return min(max(SHORTEST_PAUSE, viewers / PUSHES), LONGEST_PAUSE)

    def sweep(self) -> None:
        """Let go of pages and processes that are silent."""
        oldest = self._now() - SILENT_SECONDS
        for visit in self._visits.values():
            if visit.is_heard and visit.heard < oldest:
                visit.is_heard = False
                self._note(visit.entry)
        for name in [name for name, other in self._others.items() if other.heard < oldest]:
            self._drop(name)

    def news(self) -> Hint | None:
        """What the others have not been told yet; None where there is nothing."""
        here = self._here()
        changed = {tab for tab in self._unsaid if here.get(tab) != self._told.get(tab)}
        self._unsaid.clear()
        if not changed:
            return None
        self._told = here
        self._rev += 1
        told = [here[tab].packed() for tab in changed if tab in here]
        return {"p": self.process, "rev": self._rev, "set": told, "gone": [tab for tab in changed if tab not in here]}

    def beat(self) -> Hint:
        """A sign of life."""
        return {"p": self.process, "rev": self._rev}

    def farewell(self) -> Hint:
        """The last word of a process that stops."""
        return {"p": self.process, "bye": True}

    def hear(self, hint: Hint) -> Hint | None:
        """Take in what another process said, and answer where it asked or something of it is missing."""
        name = str(hint.get("p", ""))
        if name == self.process:
            return None
        if hint.get("ask") == self.process:
            return {**self.beat(), "all": [entry.packed() for entry in self._told.values()]}
        if hint.get("bye"):
            self._drop(name)
        elif "rev" in hint:
            return self._take(name, hint)
        return None

    def _take(self, name: str, hint: Hint) -> Hint | None:
        rev, known = int(hint["rev"]), self._others.get(name)
        if known is not None:
            known.heard = self._now()
        if "all" in hint:
            self._replace(name, rev, map(unpacked, hint["all"]))
        elif known is not None and "set" in hint and rev == known.rev + 1:
            known.rev = rev
            self._change(known, map(unpacked, hint["set"]), hint["gone"])
        elif known is None or rev != known.rev:
            return {"p": self.process, "ask": name}
        return None

    def _replace(self, name: str, rev: int, entries: Iterable[Entry]) -> None:
        self._drop(name)
        fresh = {entry.tab: entry for entry in entries}
        self._others[name] = _Process(rev, self._now(), fresh)
        for entry in fresh.values():
            self._stir(entry.entity)

    def _change(self, known: _Process, entries: Iterable[Entry], gone: Iterable[str]) -> None:
        for entry in entries:
            known.entries[entry.tab] = entry
            self._stir(entry.entity)
        for tab in gone:
            if (left := known.entries.pop(tab, None)) is not None:
                self._stir(left.entity)

    def _drop(self, name: str) -> None:
        known = self._others.pop(name, None)
        for entity in {entry.entity for entry in known.entries.values()} if known else ():
            self._stir(entity)

    def _here(self) -> dict[str, Entry]:
        return {tab: visit.entry for tab, visit in self._visits.items() if visit.is_heard}

    def _on(self, entity: str) -> Iterable[Entry]:
        """The pages on a list. One that came back in another process is here as long as its old place lasts."""
        found = {entry.tab: entry for other in self._others.values() for entry in other.entries.values()} | self._here()
        return (entry for entry in found.values() if entry.entity == entity)

    def _note(self, entry: Entry) -> None:
        self._unsaid.add(entry.tab)
        self.stirred.set()
        self._stir(entry.entity, but=entry.tab)

    def _stir(self, entity: str, *, but: str = "") -> None:
        self._lists.pop(entity, None)
        for tab, visit in self._visits.items():
            if tab != but and visit.entry.entity == entity:
                visit.changed.set()


class Hub:
    """The table of this process, with the bus and a clock behind it."""

    def __init__(self, table: Presence) -> None:
        self.table = table
        self._task: asyncio.Task[None] | None = None
        self._answers: set[asyncio.Task[None]] = set()
        self._unlisten: Callable[[], None] | None = None

    def start(self) -> None:
        """Begin to tell and to hear."""
        self._unlisten = get_bus().listen(TOPIC, self._heard)
        self._task = asyncio.create_task(self._run(), name="presence")

    async def stop(self) -> None:
        """Say farewell and end."""
        if self._task is None or self._unlisten is None:
            return
        self._unlisten()
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task
        self._task = None
        await get_bus().publish(TOPIC, self.table.farewell())

    async def _run(self) -> None:
        beaten = 0.0
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await self.table.stirred.wait()
            self.table.stirred.clear()
            self.table.sweep()
            if (news := self.table.news()) is not None:
                await get_bus().publish(TOPIC, news)
                await asyncio.sleep(GATHER_SECONDS)
            elif monotonic() - beaten > BEAT_SECONDS:
                beaten = monotonic()
                await get_bus().publish(TOPIC, self.table.beat())

    def _heard(self, hint: Hint) -> None:
        answer = self.table.hear(hint)
        if answer is not None:
            task = asyncio.create_task(get_bus().publish(TOPIC, answer))
            self._answers.add(task)
            task.add_done_callback(self._answers.discard)


@cache
def get_hub() -> Hub:
    """The hub of this process."""
    return Hub(Presence())
