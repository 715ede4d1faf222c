"""The feed: one tail of the change log in each process, which open pages follow.

The log is the truth, hints only wake the tail earlier: it looks every second, and at once when the bus says so.
Pages subscribe to keys and get notices (ids and field names); what they show they fetch under their own actor.

PostgreSQL gives out ids when an entry is written but shows it when its transaction commits, so a lower id can
appear after a higher one. The tail therefore remembers the ids it skipped and looks for them again for some minutes
(a rolled-back transaction leaves a gap for good).
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from functools import cache
from time import monotonic
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.core.bus import Hint, get_bus
from app.core.database import read_session
from app.core.errors import Unavailable
from app.features.changes import repository
from app.features.changes.repository import Told
from app.features.changes.schemas import Batch, Notice
from app.features.changes.service import TOPIC
from app.models import Entity

LOOK_SECONDS = 1.0
READ_LIMIT = 2_000
INBOX_LIMIT = 10_000
GAP_SECONDS = 300.0
GAP_LIMIT = 10_000

log = structlog.get_logger(__name__)


def every(entity: Entity) -> str:
    """The key of all rows of an entity."""
    return entity.value


def row(entity: Entity, row_id: UUID) -> str:
    """The key of one row."""
    return f"{entity.value}:{row_id}"


def owned(entity: Entity, owner_id: UUID) -> str:
    """The key of all rows of an entity that belong to a person."""
    return f"{entity.value}@{owner_id}"


def changed(entity: Entity, field: str) -> str:
    """The key of the rows of an entity whose field becomes another. A row that is made had none before."""
    return f"{entity.value}.{field}"


def keys_of(notice: Notice) -> tuple[str, ...]:
    """Every key under which a notice is delivered."""
    keys = (every(notice.entity), row(notice.entity, notice.row_id))
    fields = () if notice.is_creation else (changed(notice.entity, field) for field in notice.fields)
    return (*keys, *fields, owned(notice.entity, notice.owner_id)) if notice.owner_id else (*keys, *fields)


class Inbox:
    """What one subscriber has not read yet. When that gets too much it is dropped, and the next batch says so."""

    def __init__(self) -> None:
        self._parts: deque[list[Notice]] = deque()
        self._count = 0
        self._missed = False
        self._since: float | None = None
        self._filled = asyncio.Event()

    def put(self, notices: list[Notice]) -> None:
        """Add notices (kept by reference)."""
        self._parts.append(notices)
        self._count += len(notices)
        if self._count > INBOX_LIMIT:
            self.miss()
        self._fill()

    def miss(self) -> None:
        """Drop everything: the reader must fetch anew."""
        self._parts.clear()
        self._count = 0
        self._missed = True
        self._fill()

    def _fill(self) -> None:
        if self._since is None:
            self._since = monotonic()
        self._filled.set()

    async def next(self, timeout: float) -> Batch:  # noqa: ASYNC109 - waiting for nothing is a normal outcome here
        """What came since the last call; an empty batch after `timeout` seconds without anything."""
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                await self._filled.wait()
        self._filled.clear()
        unread: dict[tuple[UUID, int], Notice] = {
            (notice.row_id, notice.last_id): notice for part in self._parts for notice in part
        }
        batch = Batch(notices=tuple(unread.values()), missed=self._missed, since=self._since)
        self._parts.clear()
        self._count, self._missed, self._since = 0, False, None
        return batch


class Feed:
    """The tail of the log and its subscribers."""

    def __init__(self) -> None:
        self.cursor = 0
        self._gaps: dict[int, float] = {}
        self._inboxes: defaultdict[str, set[Inbox]] = defaultdict(set)
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._unlisten: Callable[[], None] | None = None

    async def start(self) -> None:
        """Begin at the end of the log."""
        if self._task is not None:
            return
        async with read_session() as session:
            self.cursor = await repository.newest_id(session)
        self._unlisten = get_bus().listen(TOPIC, self._hinted)
        self._task = asyncio.create_task(self._run(), name="feed")

    async def stop(self) -> None:
        """End the tail."""
        if self._task is None:
            return
        if self._unlisten is not None:
            self._unlisten()
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task
        self._task = None

    @property
    def followers(self) -> int:
        """How many inboxes are open."""
        return len({inbox for inboxes in self._inboxes.values() for inbox in inboxes})

    async def lag(self) -> int:
        """How many entries of the log have not been read yet; 0 where the tail does not run."""
        if self._task is None:
            return 0
        async with read_session() as session:
            return max(0, await repository.newest_id(session) - self.cursor)

    @asynccontextmanager
    async def subscribe(self, keys: Iterable[str]) -> AsyncGenerator[Inbox, None]:
        """An inbox that gets every notice of these keys from now on."""
        inbox, keys = Inbox(), tuple(keys)
        for key in keys:
            self._inboxes[key].add(inbox)
        try:
            yield inbox
        finally:
            for key in keys:
                self._inboxes[key].discard(inbox)
                if not self._inboxes[key]:
                    del self._inboxes[key]

    async def look(self) -> None:
        """Read what is new and hand it out. Called by the tail; tests may call it themselves."""
        while True:
            changes = await self._read()
            self._deliver(_notices(changes))
            if len(changes) < READ_LIMIT:
                return

    def _hinted(self, _hint: Hint) -> None:
        self._wake.set()

    async def _run(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._wake.wait()
            self._wake.clear()
            try:
                await self.look()
            except (SQLAlchemyError, Unavailable, OSError) as error:
                log.warning("feed.cannot_read", cause=type(error).__name__)
                await asyncio.sleep(LOOK_SECONDS)
            except Exception:
                # Every open page hangs on it.
                log.exception("feed.failed")
                await asyncio.sleep(LOOK_SECONDS)

    async def _read(self) -> Sequence[Told]:
        moment = monotonic()
        # What did not come in all that time never will, and so many can be asked for at once.
        open_ones = [number for number, until in self._gaps.items() if until > moment]
        self._gaps = {number: self._gaps[number] for number in open_ones[-GAP_LIMIT:]}
        async with read_session() as session:
            late = await repository.by_ids(session, tuple(self._gaps))
            fresh = await repository.after(session, self.cursor, limit=READ_LIMIT)
        self._remember([change.id for change in late], [change.id for change in fresh])
        return [*late, *fresh]

    def _remember(self, late: list[int], fresh: list[int]) -> None:
        """Move the cursor; note the ids it passed over, forget the ones that came or never will."""
        moment = monotonic()
        for number in late:
            self._gaps.pop(number, None)
        self._gaps = {number: until for number, until in self._gaps.items() if until > moment}
        for number in fresh:
            skipped = range(max(self.cursor + 1, number - GAP_LIMIT), number)
            self._gaps.update(dict.fromkeys(skipped, moment + GAP_SECONDS))
            self.cursor = number

    def _deliver(self, notices: list[Notice]) -> None:
        parts: defaultdict[str, list[Notice]] = defaultdict(list)
        for notice in notices:
            for key in keys_of(notice):
                if key in self._inboxes:
                    parts[key].append(notice)
        for key, part in parts.items():
            for inbox in self._inboxes[key]:
                inbox.put(part)


def _notices(changes: Sequence[Told]) -> list[Notice]:
    """One notice for each version of a row, with all the fields that changed in it."""
    joined: dict[tuple[UUID, int], Notice] = {}
    for change in changes:
        key = (change.row_id, change.version)
        before = joined.get(key)
        joined[key] = Notice(
            last_id=change.id,
            entity=change.entity,
            row_id=change.row_id,
            version=change.version,
            fields=before.fields | {change.field} if before else frozenset({change.field}),
            owner_id=change.owner_id,
            actor_id=change.actor_id,
        )
    return list(joined.values())


@cache
def get_feed() -> Feed:
    """The feed of this process."""
    return Feed()
