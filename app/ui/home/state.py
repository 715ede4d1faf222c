"""The state of `/`: a customer's latest orders and their year, live; staff are led on to the dashboard."""

import asyncio
from dataclasses import dataclass, fields
from datetime import date

import reflex as rx

from app.core.actor import Actor
from app.core.clock import now
from app.core.errors import DomainError, Forbidden, Unauthenticated
from app.core.formats import Formats
from app.core.ranges import zone
from app.features.dashboard import service as dashboard
from app.features.orders import service as orders
from app.features.orders.schemas import OrderQuery, OrderStatus
from app.ui.assigning import Assigning
from app.ui.dashboard.cards import Card
from app.ui.dashboard.figures import Plot
from app.ui.dashboard.ranges import Option
from app.ui.dashboard.sheets.sheet import Sheet
from app.ui.door.guard import HOME
from app.ui.failures import log_failure
from app.ui.home.address import YearShown, shown
from app.ui.home.year import MyYear, draw
from app.ui.orders.cards import OrderCard, to_card
from app.ui.orders.state import keys_of
from app.ui.session import current_actor, follow, require
from app.ui.shell import formats_of

LATEST = 5
UNDER_WAY = (OrderStatus.PENDING, OrderStatus.PAID, OrderStatus.SHIPPED)
PARTS = tuple(part.name for part in fields(MyYear))


@dataclass(frozen=True, slots=True)
class _View:
    """Who looks at which year: None of one who has not ordered yet."""

    actor: Actor
    formats: Formats
    query: str
    shown: YearShown | None


class HomeState(Assigning, rx.State):
    """The latest orders of the person, and their year as `MyYear` has it.

    `phase` of the year is loading, ready, none (nothing was ever ordered) or failed (`problem` says why).
    """

    cards: list[OrderCard] = []
    loaded: bool = False
    under_way: int = 0
    phase: str = "loading"
    problem: str = ""
    currencies: list[Option] = []
    title: str = ""
    earlier: str = ""
    earlier_href: str = ""
    later: str = ""
    later_href: str = ""
    scope: str = ""
    summary: str = ""
    compared: str = ""
    spent: Card = Card()
    orders: Card = Card()
    before_spent: str = ""
    before_orders: str = ""
    plot: Plot = Plot()
    months: Sheet = Sheet()
    bought: Sheet = Sheet()
    _query: str = ""
    _day: date | None = None

    @rx.event
    async def go(self) -> rx.event.EventSpec | None:
        """Those whose work is elsewhere go there; a link inside the page passes no HTTP guard."""
        actor = await require(self)
        return rx.redirect(HOME[actor.role], replace=True) if HOME[actor.role] != "/" else None

    @rx.event(background=True)
    async def watch(self) -> None:
        """Keep list and year up to date while the page is open: by their own orders, and by the days that pass."""
        actor = await require(self)
        if HOME[actor.role] != "/":
            return
        async with self:
            self._enter()
        async for batch in follow(self, [keys_of(actor)], idle=True):
            async with self:
                if not batch and not await self._is_due():
                    continue
                await self._read()
            await self._try_to_count()

    def _enter(self) -> None:
        """Note the address. What is shown of another year stays, dimmed, until that of this one is there."""
        query = self.router.url.query
        if query != self._query or self.phase == "failed":
            self._query, self.phase = query, "loading"

    async def _is_due(self) -> bool:
        """Whether to look though nothing has happened: the day is another, or what was to be shown was not."""
        is_another_day = self._day is not None and self._day != _today(await formats_of(self))
        return is_another_day or self.phase == "failed"

    async def _read(self) -> None:
        actor = await current_actor(self)
        page = await orders.list_orders(actor, OrderQuery(limit=LATEST))
        counts = await orders.status_counts(actor)
        formats = await formats_of(self)
        self.cards = [to_card(order, formats) for order in page.items]
        self.under_way = sum(counts.get(status, 0) for status in UNDER_WAY)
        self.loaded = True

    async def _try_to_count(self) -> None:
        """Show the year; where that fails the page says so, and tries again before long."""
        try:
            await self._count()
        except (Unauthenticated, Forbidden):
            raise
        except DomainError as refused:
            await self._fail(refused.detail)
        except Exception as error:  # noqa: BLE001 - whatever it is, the list of orders stays and follows
            await self._fail(f"Your year could not be counted (reference {log_failure(error, where='my year')}).")

    async def _count(self) -> None:
        view = await self._view()
        if view.shown is None:
            async with self:
                self.phase = "none"
            return
        query = view.shown.query(view.formats.time_zone)
        # Of now, not `since`: those are shared by many and take turns; of one person's orders they are quick.
        stats, bought = await asyncio.gather(
            dashboard.stats(view.actor, query), dashboard.bought_most(view.actor, query)
        )
        drawn = draw(view.shown, stats, bought, view.formats, now=now())
        async with self:
            if view.query == self._query:
                self._show(drawn, view.shown)

    async def _view(self) -> _View:
        async with self:
            actor, formats, query = await current_actor(self), await formats_of(self), self._query
        reach = await dashboard.own_reach(actor)
        tz = zone(formats.time_zone)
        return _View(actor, formats, query, shown(query, reach, tz=tz, now=now()))

    def _show(self, drawn: MyYear, year: YearShown) -> None:
        """Assign what differs."""
        self._assign(currencies=year.options, **{name: getattr(drawn, name) for name in PARTS})
        self.phase, self.problem, self._day = "ready", "", year.today

    async def _fail(self, problem: str) -> None:
        async with self:
            self.phase, self.problem = "failed", problem


def _today(formats: Formats) -> date:
    return now().astimezone(zone(formats.time_zone)).date()
