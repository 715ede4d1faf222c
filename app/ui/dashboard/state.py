"""The state of `/dashboard`: what is shown, formatted, and the loop that keeps it so."""

import asyncio
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TypeAlias

import reflex as rx

from app.core.actor import Actor, Role
from app.core.clock import now
from app.core.errors import DomainError, Forbidden, Invalid, Unauthenticated
from app.core.formats import Formats
from app.core.ranges import zone
from app.features.changes.feed import changed, every
from app.features.changes.schemas import Batch, Entity
from app.features.dashboard import service as dashboard
from app.features.dashboard.schemas import Stats, StatsQuery
from app.ui.dashboard.address import Address
from app.ui.dashboard.aging import late
from app.ui.dashboard.asking import Ask, Asking
from app.ui.dashboard.boards.carrying import Carrying
from app.ui.dashboard.boards.saving import Saving
from app.ui.dashboard.cards import PEOPLES, Card, Courses, courses
from app.ui.dashboard.chips import chips, names_of
from app.ui.dashboard.drawing import draw, draw_sheet, minute
from app.ui.dashboard.figures import Plot
from app.ui.dashboard.head import Head
from app.ui.dashboard.looking import look
from app.ui.dashboard.ranges import choose, currencies
from app.ui.dashboard.seen import Seen
from app.ui.dashboard.sheets.deck import BY_KEY, PANELS, Panel, shown
from app.ui.dashboard.sheets.sheet import Sheet, failed
from app.ui.dashboard.stamp import Freshness, telling_delay
from app.ui.failures import log_failure
from app.ui.session import current_actor, follow, require
from app.ui.shell import formats_of
from app.ui.turns import get_turns

# A page that opens shows figures that were read for others so long ago, if there are any, and its own soon after.
RECENT_SECONDS, SOON_SECONDS = 0.5, 0.3

# A page has all that it shows before its turn, which is work alone: more at once would only hold up what people do.
ONE_BY_ONE = 1

# The bars are told by vars of their own.
SHEETS = tuple(panel for panel in PANELS if panel.body != "bars")


# What its figures are made of, and how the goods and people on its cards and chips are called. The category is that of
# the product now, so that figures move with it.
FOLLOWED = (
    every(Entity.ORDER),
    changed(Entity.PRODUCT, "name"),
    changed(Entity.PRODUCT, "category"),
    changed(Entity.USER, "name"),
    changed(Entity.USER, "email"),
)

# Where the courses of people are, beside the cards.
COURSES = "courses"
# What is asked for by itself, and may be late.
ASKED = (*BY_KEY, COURSES)
# A card of an address.
Found: TypeAlias = tuple[Address, Sheet | Courses]


@dataclass(frozen=True, slots=True)
class _View:
    """Who looks at what."""

    actor: Actor
    seen: Seen
    query: StatsQuery
    figures: Sequence[str]
    panels: Sequence[str]

    @property
    def asks(self) -> dict[str, Ask]:
        """What the cards ask by themselves, beside the figures that come first."""
        panels = {key: partial(self._ask, BY_KEY[key]) for key in self.panels if not BY_KEY[key].is_of(self.query)}
        return panels | ({COURSES: self._ask_courses} if PEOPLES & set(self.figures) else {})

    async def _ask(self, panel: Panel, since: float) -> Found:
        """The card, or why it cannot be shown."""
        return self.seen.address, await self._drawn(panel, since)

    async def _ask_courses(self, since: float) -> Found:
        """The courses of the people; none where they cannot be counted, which the figures do not suffer from."""
        try:
            found = courses(await dashboard.people_course(self.actor, self.query, since=since))
        except DomainError:
            found = Courses()
        except Exception as error:  # noqa: BLE001 - whatever it is, they are asked for again at the next change
            log_failure(error, where="dashboard courses")
            found = Courses()
        return self.seen.address, found

    async def _drawn(self, panel: Panel, since: float) -> Sheet:
        try:
            answer = await panel.answer(self.actor, self.query, since=since)
            return draw_sheet(panel, answer, self.seen)
        except DomainError as refused:
            return failed(_said(refused))
        except Exception as error:  # noqa: BLE001 - whatever it is, the card says so and asks again at the next change
            reference = log_failure(error, where=f"dashboard {panel.key}")
            return failed(f"This could not be counted (reference {reference}).")


class DashboardState(Freshness, Head, Saving, rx.State):
    """Figures as text. `phase` is loading, ready, empty (a shop without any order) or failed.

    `has_figures` once some are shown: these stay, dimmed, while others are asked for. `late` says of when the cards
    and courses are that are late.
    """

    phase: str = "loading"
    problem: str = ""
    has_figures: bool = False
    currency: str = ""
    time_zone: str = ""
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
    _minute: datetime | None = None
    _led: tuple[Address, Formats, datetime] | None = None

    @rx.event(background=True)
    async def watch(self) -> None:
        """Show the figures, then move them whenever an order changes. A look each few seconds keeps the time true."""
        async with self:
            await self._enter()
        asking, is_first = Asking(self._show_sheets), True
        try:
            async for batch in follow(self, FOLLOWED, idle=True, in_turn=False):
                if is_first:
                    # What was read a moment ago is shown at once, and then made true.
                    await self._try_to_refresh(asking, since=batch.taken - RECENT_SECONDS)
                    await asyncio.sleep(SOON_SECONDS)
                    is_first = False
                else:
                    await self._forget_names(batch)
                if self.paused:
                    async with self:
                        self._noted(batch)
                    continue
                if not batch and await self._stands():
                    continue
                await telling_delay(self._try_to_refresh(asking, since=batch.taken), batch.since, self._be_behind)
        finally:
            await asking.close()

    async def _stands(self) -> bool:
        """Whether all that is shown is true now, too, since nothing has happened and it tells of the present minute."""
        async with self:
            if self.phase not in {"ready", "empty"} or self._minute != minute():
                return False
            self._dated(now(), await formats_of(self))
            return True

    async def _forget_names(self, batch: Batch) -> None:
        """The chips name goods and people too, which may be called otherwise now."""
        if batch.missed or any(notice.entity is not Entity.ORDER for notice in batch.notices):
            async with self:
                self._led = None

    @rx.event
    async def resume(self) -> rx.event.EventSpec:
        """Let the figures move again, from now on."""
        await require(self, Role.STAFF)
        self.paused, self.waiting = False, ""
        return DashboardState.watch

    async def _enter(self) -> None:
        """Read the address. What is shown stays, dimmed, until what is asked for is there."""
        actor, formats = await require(self, Role.STAFF), await formats_of(self)
        self._forget_changes()
        self.range_error, self.compare_error = "", ""
        try:
            address = await self._open_board(actor)
            # All ways on from here stand on it at once: a link that is pressed right now leads nowhere else.
            await self._lead(actor, address, formats)
        except Invalid as refused:
            self.phase, self.problem = "failed", refused.detail
            return
        if address.pairs != self._address.pairs or self.phase == "failed":
            self.phase, self.problem = "loading", ""
            self._assign(**{panel.key: replace(self._sheet(panel.key), phase="waiting") for panel in SHEETS})
        elif (address.view, address.base) != (self._address.view, self._address.base):
            self._carry(Carrying(self._address, address))
        self._address = address

    def _carry(self, carrying: Carrying) -> None:
        """What is shown stays, and stands on another saved dashboard."""
        sheets = {panel.key: carrying.sheet(self._sheet(panel.key)) for panel in SHEETS}
        self._assign(currencies=carrying.options(self.currencies), grains=carrying.options(self.grains), **sheets)

    async def _try_to_refresh(self, asking: Asking, *, since: float) -> None:
        """Refresh; what cannot be shown is said on the page, which looks again at the next change."""
        try:
            await self._refresh(asking, since=since)
        except (Unauthenticated, Forbidden):
            raise
        except DomainError as refused:
            async with self:
                self.phase, self.problem = "failed", _said(refused)
        except Exception as error:  # noqa: BLE001 - whatever it is, the page says so and looks again
            reference = log_failure(error, where="dashboard")
            async with self:
                self.phase, self.problem = "failed", f"The figures could not be read (reference {reference})."

    async def _refresh(self, asking: Asking, *, since: float) -> None:
        """Show the figures, and let the other cards ask for theirs. In the end nothing is older than `since`."""
        async with self:
            view = await self._view(since)
        stats = await dashboard.stats(view.actor, view.query, since=since)
        async with self._turn(), self:
            self._show(stats, view)
            late_ones = late(asking.waiting, since, view.seen.formats)
            self._assign(late={key: late_ones.get(key, "") for key in ASKED})
        asking.wake(view.asks, since=since)

    def _turn(self) -> AbstractAsyncContextManager[None]:
        """Who looks on waits for a turn; who opens the page, or another address, does not queue behind them."""
        return nullcontext() if self.phase == "loading" else get_turns(ONE_BY_ONE).turn()

    async def _view(self, since: float) -> _View:
        actor, formats, address = await current_actor(self), await formats_of(self), self._address
        self.time_zone = formats.time_zone
        # What the controls say comes first: what cannot be asked for can be taken away.
        if self._led != (address, formats, minute()):
            await self._lead(actor, address, formats)
        looked = await look(actor, formats, address, since=since)
        figures, panels = shown(address.one("cards").split(","))
        known = currencies(address, looked.currencies, looked.currency)
        self._assign(figures=figures, panels=panels, currencies=known)
        return _View(actor, looked.seen, looked.query, figures, panels)

    async def _lead(self, actor: Actor, address: Address, formats: Formats) -> None:
        """The controls, whose links lead on from this address."""
        self._tell(address, choose(address, tz=zone(formats.time_zone), now=now()), formats)
        self._assign(chips=chips(address, await names_of(actor, address), formats))
        self._led = address, formats, minute()

    def _show(self, stats: Stats, view: _View) -> None:
        """Assign what differs. Figures of an address that was left are dropped."""
        if view.seen.address != self._address:
            return
        if self.phase != "ready":
            # Those of another address would stand beside these figures.
            self._assign(courses=Courses())
        drawn = draw(stats, view.seen)
        sheets = {panel.key: draw_sheet(panel, stats, view.seen) for panel in SHEETS if panel.is_of(view.query)}
        self._assign(**drawn.cards, **sheets, plot=drawn.plot, grains=drawn.grains, currency=stats.currency)
        self._assign(counted=drawn.counted, summary=drawn.summary, compared=drawn.compared, title=drawn.title)
        self._dated(now(), view.seen.formats)
        self._minute = minute()
        self.phase, self.has_figures = ("ready" if self.currencies else "empty"), True

    async def _show_sheets(self, found: dict[str, Found]) -> None:
        async with get_turns(ONE_BY_ONE).turn(), self:
            self._assign(**{key: sheet for key, (address, sheet) in found.items() if address == self._address})
            self._assign(late=self.late | dict.fromkeys(found, ""))

    def _sheet(self, key: str) -> Sheet:
        return getattr(self, key)


def _said(refused: DomainError) -> str:
    """A refusal as a sentence that names the field; one that is a sentence already stands as it is."""
    names = ", ".join(error.parameter for error in refused.errors)
    is_sentence = not names or refused.detail.endswith(".")
    return refused.detail if is_sentence else f"In the address, {names} {refused.detail}."
