"""The state of `/dashboard`: what is shown, formatted, and the loop that keeps it so."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import replace
from datetime import datetime
from typing import Any

import reflex as rx

from app.core.actor import Actor, Role
from app.core.clock import now
from app.core.errors import Forbidden, Invalid, Unauthenticated
from app.core.formats import Formats
from app.core.ranges import zone
from app.features.changes.schemas import Batch, Entity
from app.ui.dashboard.address import Address
from app.ui.dashboard.asks import ASKED, Looker
from app.ui.dashboard.boards.carrying import Carrying
from app.ui.dashboard.boards.saving import Saving
from app.ui.dashboard.cards import Card, Courses
from app.ui.dashboard.chips import chips, names_of
from app.ui.dashboard.drawing import minute
from app.ui.dashboard.figures import Plot
from app.ui.dashboard.head import Head
from app.ui.dashboard.ranges import choose
from app.ui.dashboard.scene import Scene, Seat
from app.ui.dashboard.sheets.deck import PANELS
from app.ui.dashboard.sheets.sheet import Sheet
from app.ui.dashboard.stamp import Freshness
from app.ui.failures import log_failure
from app.ui.session import current_actor, follow, require
from app.ui.shell import formats_of
from app.ui.turns import get_turns

# A page has all that it shows before its turn, which is a millisecond of work in a few steps.
NO_REST = 0.0

# The bars are told by vars of their own.
SHEETS = tuple(panel for panel in PANELS if panel.body != "bars")


class DashboardState(Freshness, Head, Saving, rx.State):
    """Figures as text. `phase` is loading, ready, empty (a shop without any order) or failed.

    `has_figures` once some are shown: these stay, dimmed, while others are asked for. `late` says of when the cards
    and courses are that are late, `awaited` which cards still show what was asked for before.
    """

    phase: str = "loading"
    problem: str = ""
    has_figures: bool = False
    currency: str = ""
    revenue: Card = Card()
    orders: Card = Card()
    average: Card = Card()
    items: Card = Card()
    customers: Card = Card()
    fresh: Card = Card()
    courses: Courses = Courses()
    refunds: Card = Card()
    cancellations: Card = Card()
    summary: str = ""
    plot: Plot = Plot()
    figures: list[str] = []
    panels: list[str] = []
    statuses: Sheet = Sheet()
    products: Sheet = Sheet()
    categories: Sheet = Sheet()
    buyers: Sheet = Sheet()
    ages: Sheet = Sheet()
    oldest: Sheet = Sheet()
    hours: Sheet = Sheet()
    cohorts: Sheet = Sheet()
    counted: str = ""
    late: dict[str, str] = dict.fromkeys(ASKED, "")
    awaited: list[str] = []
    _led: tuple[Address, Formats, datetime] | None = None

    @rx.event(background=True)
    async def watch(self) -> None:
        """Show what the scene of this address has to show, whenever that becomes another."""
        async with self:
            if not await self._enter():
                return
        async with Seat() as seat:
            async for _ in follow(self, inbox=seat, idle=True):
                seat.held, happened = self.paused and self.phase != "loading", seat.taken()
                if seat.held:
                    async with self:
                        if (await current_actor(self)).is_staff:
                            self._noted(happened)
                else:
                    await self._try_to_show(seat, happened)

    @rx.event
    async def resume(self) -> rx.event.EventSpec:
        """Let the figures move again, from now on."""
        await require(self, Role.STAFF)
        self.paused, self.waiting = False, ""
        return DashboardState.watch

    async def _enter(self) -> bool:
        """Read the address, if it can be read. What is shown stays, dimmed, until what is asked for is there."""
        actor, formats = await require(self, Role.STAFF), await formats_of(self)
        self._forget_changes()
        self.range_error, self.compare_error = "", ""
        try:
            address = await self._open_board(actor)
            # All ways on from here stand on it at once: a link that is pressed right now leads nowhere else.
            await self._lead(actor, address, formats)
        except Invalid as refused:
            self.phase, self.problem = "failed", refused.detail
            return False
        if address.pairs != self._address.pairs or self.phase == "failed":
            self.phase, self.problem = "loading", ""
            self.awaited = [panel.key for panel in SHEETS]
        elif (address.view, address.base) != (self._address.view, self._address.base):
            self._carry(Carrying(self._address, address))
        self._address = address
        return True

    def _carry(self, carrying: Carrying) -> None:
        """What is shown stays, and stands on another saved dashboard."""
        sheets = {panel.key: carrying.sheet(self._sheet(panel.key)) for panel in SHEETS}
        self._assign(currencies=carrying.options(self.currencies), grains=carrying.options(self.grains), **sheets)

    async def _try_to_show(self, seat: Seat, happened: Sequence[Batch]) -> None:
        """Show what there is; what cannot be shown is said on the page, which looks again at the next change."""
        try:
            async with self:
                scene = await seat.take(await self._looker(happened))
            # The page looked up who it is for just now: in its turn it has nothing to wait for.
            async with self._turn(), self:
                self._look(scene, seat.shown)
        except (Unauthenticated, Forbidden):
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the page says so and looks again
            reference = log_failure(error, where="dashboard")
            async with self:
                self.phase, self.problem = "failed", f"The figures could not be shown (reference {reference})."

    def _turn(self) -> AbstractAsyncContextManager[None]:
        """Who looks on waits for a turn; who opens the page, or another address, does not queue behind them."""
        return nullcontext() if self.phase == "loading" else get_turns(rests=NO_REST).turn()

    async def _looker(self, happened: Sequence[Batch]) -> Looker:
        actor, formats, address = await current_actor(self), await formats_of(self), self._address
        # What the controls say comes first: what cannot be asked for can be taken away. Chips name goods and people.
        is_renamed = any(batch.rows.keys() - {Entity.ORDER} for batch in happened)
        if is_renamed or self._led != (address, formats, minute()):
            await self._lead(actor, address, formats)
        return Looker(replace(actor, session_id=None), formats, address)

    def _look(self, scene: Scene, shown: dict[str, Any]) -> None:
        """Show what there is. What is of an address that was left is dropped."""
        if scene.looker.address != self._address:
            return
        if scene.phase == "failed":
            self.phase, self.problem = scene.phase, scene.problem
        elif scene.phase != "loading":
            self._show(scene, shown)
            self._dated(now(), scene.looker.formats)

    async def _lead(self, actor: Actor, address: Address, formats: Formats) -> None:
        """The controls, whose links lead on from this address."""
        self._tell(address, choose(address, tz=zone(formats.time_zone), now=now()), formats)
        self._assign(chips=chips(address, await names_of(actor, address), formats))
        self._led = address, formats, minute()

    def _show(self, scene: Scene, shown: dict[str, Any]) -> None:
        """Assign what is not `shown` yet."""
        if not shown:
            # Those of another address would stand beside these figures.
            self._assign(**({"courses": Courses()} | scene.values))
        else:
            for name, value in scene.values.items():
                if shown.get(name) is not value:
                    setattr(self, name, value)
        shown.update(scene.values)
        awaited = [key for key in self.awaited if key not in scene.values]
        self._assign(phase=scene.phase, problem="", has_figures=True, behind=scene.behind, awaited=awaited)

    def _sheet(self, key: str) -> Sheet:
        return getattr(self, key)
