"""What all see who look at the same dashboard: asked for once, and shown to each in their turn (docs/adr/0012).

A change → the feed → the scene, which asks for the figures, then for every card → what has become another is a value of
the scene → its seats are told → each page, when its turn comes, takes what it does not show yet. So a thousand pages
cost a thousand messages and no more: nobody asks, waits or draws for themselves. Who may look is for the pages to say,
each time: a scene is of one person's rights, and a page that has lost them takes no seat.
"""

import asyncio
from collections import deque
from contextvars import Context
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from time import monotonic
from types import TracebackType
from typing import Any, Literal, Self

from app.core.errors import DomainError
from app.features.changes.feed import Inbox, changed, every, get_feed
from app.features.changes.schemas import Batch, Entity
from app.ui.dashboard.aging import late
from app.ui.dashboard.asking import Asking
from app.ui.dashboard.asks import ASKED, Looker, View, figures_of, said, view_of
from app.ui.dashboard.drawing import minute
from app.ui.failures import log_failure

# A scene that opens shows figures that were read for others so long ago, if there are any, and its own soon after.
RECENT_SECONDS, SOON_SECONDS = 0.5, 0.3
# Changes of so many seconds are one; a look each few seconds keeps true what tells of the present minute.
PAUSE_SECONDS, LOOK_SECONDS = 0.1, 15.0
# Seconds: a change that waits longer is told of as a delay.
PATIENCE = 1.0
# Seconds a page: cards that come one after the other wait for each other as long as it takes to tell everyone anyway.
TELLING = 0.001
# So many changes are known apart, the oldest first, while figures cannot be shown.
MOST_UNSEEN = 1_000
FIGURES = "figures"
# What figures are made of, and how the goods and people on cards and chips are called. The category is that of the
# product now, so that figures move with it.
FOLLOWED = (
    every(Entity.ORDER),
    changed(Entity.PRODUCT, "name"),
    changed(Entity.PRODUCT, "category"),
    changed(Entity.USER, "name"),
    changed(Entity.USER, "email"),
)


class Seat(Inbox):
    """A page that looks on: what it shows, and what has happened since it was told last.

    A page that is `held` still is told of each change, any other one of what there is to show. As a context it leaves
    its scene at the end.
    """

    def __init__(self) -> None:
        super().__init__()
        self.scene: Scene | None = None
        self.shown: dict[str, Any] = {}
        self.held = False
        self._noted: list[Batch] = []

    def tell(self) -> None:
        """There is something to show."""
        self._fill()

    def note(self, batch: Batch) -> None:
        """Keep what has happened, by reference."""
        self._noted.append(batch)
        if self.held:
            self.tell()

    def taken(self) -> list[Batch]:
        """What has happened since this was asked last."""
        noted, self._noted = self._noted, []
        return noted

    async def take(self, looker: Looker) -> "Scene":
        """Look at what is shown to such a one."""
        if self.scene is None or self.scene.looker != looker:
            await self.leave()
            self.scene, self.shown = get_scenes().join(looker, self), {}
        return self.scene

    async def leave(self) -> None:
        """Look no more."""
        if self.scene is not None:
            scene, self.scene = self.scene, None
            await get_scenes().part(scene, self)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.leave()


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures that were asked for: none is older than `since`, and they tell of the minute `at`."""

    since: float
    at: datetime
    view: View
    values: dict[str, Any]


class Scene:
    """One dashboard as one person's rights and formats show it.

    `values` are vars of the page by name: one that is the same object has not changed. `phase` is loading until there
    are figures, ready, empty (a shop without any order) or failed, which `problem` tells.
    """

    def __init__(self, looker: Looker) -> None:
        self.looker = looker
        self.values: dict[str, Any] = {}
        self.phase: Literal["loading", "ready", "empty", "failed"] = "loading"
        self.problem = ""
        self.seats: set[Seat] = set()
        self._asking = Asking(self._take)
        self._unseen: deque[tuple[float, float]] = deque()
        self._minute: datetime | None = None
        self._telling: asyncio.TimerHandle | None = None
        self._task = asyncio.create_task(self._run(), context=Context())

    @property
    def behind(self) -> float:
        """For how many seconds the oldest change that the figures do not hold has waited; 0 for a short while."""
        waited = monotonic() - self._unseen[0][1] if self._unseen else 0.0
        return round(waited, 1) if waited > PATIENCE else 0.0

    async def close(self) -> None:
        """Ask nothing more."""
        self._task.cancel()
        try:
            await asyncio.gather(self._task, return_exceptions=True)
        finally:
            await self._asking.close()

    async def _run(self) -> None:
        """Ask whenever something changes, and when another minute begins."""
        async with get_feed().subscribe(FOLLOWED) as inbox:
            # What was read a moment ago is shown at once, and then made true.
            self._ask(monotonic() - RECENT_SECONDS)
            await asyncio.sleep(SOON_SECONDS)
            batch = Batch(missed=True)
            while True:
                if batch.notices or batch.missed:
                    self._note(batch)
                if batch or self._minute != minute():
                    self._ask(batch.taken)
                await asyncio.sleep(PAUSE_SECONDS)
                batch = await inbox.next(LOOK_SECONDS)

    def _note(self, batch: Batch) -> None:
        """Something has happened that the figures do not hold yet."""
        for seat in self.seats:
            seat.note(batch)
        if batch.since is not None and len(self._unseen) < MOST_UNSEEN:
            self._unseen.append((batch.taken, batch.since))
            patience = max(0.0, batch.since + PATIENCE - monotonic())
            asyncio.get_running_loop().call_later(patience, self._tell_of_delay, batch.taken)

    def _tell_of_delay(self, taken: float) -> None:
        """Let the pages say that they are behind, where they do not say so yet and that change is still to come."""
        if self._unseen and self._unseen[0][0] == taken:
            self._tell()

    def _tell(self) -> None:
        if self._telling is not None:
            self._telling.cancel()
            self._telling = None
        for seat in self.seats:
            seat.tell()

    def _ask(self, since: float) -> None:
        """In the end no figure and no card is older than `since`."""
        self._asking.wake({FIGURES: self._ask_figures}, since=since)

    async def _ask_figures(self, since: float) -> Figures | str:
        """The figures, or why they cannot be shown; the page looks again at the next change."""
        try:
            at, view = minute(), await view_of(self.looker, since=since)
            return Figures(since, at, view, await figures_of(view, since=since))
        except DomainError as refused:
            return said(refused)
        except Exception as error:  # noqa: BLE001 - whatever it is, the page says so and looks again
            return f"The figures could not be read (reference {log_failure(error, where='dashboard')})."

    async def _take(self, found: dict[str, Any]) -> None:
        """What was asked for is there."""
        figures = found.pop(FIGURES, None)
        try:
            if figures is not None:
                self._take_figures(figures)
            self._set(found)
            self._set({"late": self.values.get("late", dict.fromkeys(ASKED, "")) | dict.fromkeys(found, "")})
        except Exception as error:  # noqa: BLE001 - whatever it is, the scene goes on and asks again
            self._minute = None
            log_failure(error, where="dashboard scene")
        if figures is not None:
            self._tell()
        elif self._telling is None:
            delay = TELLING * get_scenes().seat_count
            self._telling = asyncio.get_running_loop().call_later(delay, self._tell)

    def _take_figures(self, found: Figures | str) -> None:
        if isinstance(found, str):
            self.phase, self.problem = "failed", found
            return
        self._set(found.values)
        self._minute = found.at
        self.phase, self.problem = ("ready" if found.view.currencies else "empty"), ""
        while self._unseen and self._unseen[0][0] <= found.since:
            self._unseen.popleft()
        late_ones = late(self._asking.waiting, found.since, self.looker.formats)
        self._set({"late": {key: late_ones.get(key, "") for key in ASKED}})
        self._asking.wake(found.view.asks, since=found.since)

    def _set(self, values: dict[str, Any]) -> None:
        """What is equal to what there was stays that."""
        for name, value in values.items():
            if name not in self.values or self.values[name] != value:
                self.values[name] = value


class Scenes:
    """The scenes of this process that somebody looks at."""

    def __init__(self) -> None:
        self._scenes: dict[Looker, Scene] = {}

    @property
    def seat_count(self) -> int:
        """How many pages look on."""
        return sum(len(scene.seats) for scene in self._scenes.values())

    def join(self, looker: Looker, seat: Seat) -> Scene:
        """The scene that shows that, opened by who comes first."""
        scene = self._scenes.get(looker)
        if scene is None:
            scene = self._scenes[looker] = Scene(looker)
        scene.seats.add(seat)
        return scene

    async def part(self, scene: Scene, seat: Seat) -> None:
        """Leave; who goes last closes it."""
        scene.seats.discard(seat)
        if not scene.seats and self._scenes.get(scene.looker) is scene:
            del self._scenes[scene.looker]
            await scene.close()


@cache
def get_scenes() -> Scenes:
    """The scenes of this process."""
    return Scenes()
