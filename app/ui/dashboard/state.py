"""The state of `/dashboard`: what is shown, formatted, and the loop that keeps it so."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from time import monotonic
from typing import TypeVar

import reflex as rx

from app.core.actor import Actor, Role
from app.core.clock import now
from app.core.config import get_settings
from app.core.errors import DomainError, Forbidden, Invalid, Unauthenticated
from app.core.formats import Formats
from app.core.parsing import parse
from app.core.ranges import zone
from app.features.changes.feed import every
from app.features.changes.schemas import Entity
from app.features.dashboard import service as dashboard
from app.features.dashboard.schemas import ProductFigure, Stats, StatsQuery
from app.ui.dashboard.cards import Card
from app.ui.dashboard.drawing import draw, draw_products
from app.ui.dashboard.figures import Bar, ProductRow, StatusRow
from app.ui.dashboard.labels import Tick
from app.ui.dashboard.ranges import (
    CUSTOM,
    Choice,
    Option,
    choose,
    comparison,
    comparisons,
    currencies,
    custom_comparison,
    custom_range,
    presets,
)
from app.ui.dashboard.stamp import Freshness, telling_delay
from app.ui.failures import log_failure
from app.ui.session import current_actor, follow, require
from app.ui.shell import formats_of

# A page that opens shows figures that were read for others so long ago, if there are any, and its own soon after.
RECENT_SECONDS, SOON_SECONDS = 0.5, 0.3
# Top products are summed over line items; where that takes long it is done as seldom as this many times its duration.
RARELY = 20
SLOW_SECONDS = 0.15

Shown = TypeVar("Shown", Card, StatusRow, ProductRow)


@dataclass(frozen=True, slots=True)
class _View:
    """Who looks at what."""

    actor: Actor
    formats: Formats
    choice: Choice
    query: StatsQuery
    parameters: dict[str, str]


class _Rest:
    """When to sum the top products again: at once where that is quick, seldom where it takes long."""

    def __init__(self) -> None:
        self._until = 0.0

    @property
    def is_over(self) -> bool:
        return monotonic() >= self._until

    @contextmanager
    def after(self) -> Generator[None, None, None]:
        """Time the block, and rest after it."""
        begun = monotonic()
        yield
        took = monotonic() - begun
        self._until = monotonic() + (RARELY * took if took > SLOW_SECONDS else 0)


class DashboardState(Freshness, rx.State):
    """Figures as text. `phase` is loading, ready, empty (a shop without any order) or failed."""

    phase: str = "loading"
    problem: str = ""
    preset: str = ""
    title: str = ""
    first_day: str = ""
    last_day: str = ""
    range_error: str = ""
    compare_error: str = ""
    compares_own: bool = False
    currency: str = ""
    presets: list[Option] = []
    comparisons: list[Option] = []
    currencies: list[Option] = []
    time_zone: str = ""
    revenue: Card = Card()
    orders: Card = Card()
    average: Card = Card()
    items: Card = Card()
    customers: Card = Card()
    fresh: Card = Card()
    refunds: Card = Card()
    cancellations: Card = Card()
    compared: str = ""
    summary: str = ""
    bars: list[Bar] = []
    axis: list[Tick] = []
    statuses: list[StatusRow] = []
    products: list[ProductRow] = []
    has_products: bool = False
    _parameters: dict[str, str] = {}

    @rx.event(background=True)
    async def watch(self) -> None:
        """Show the figures, then move them whenever an order changes. A look each few seconds keeps the time true."""
        async with self:
            await self._enter()
        rest, is_first = _Rest(), True
        async for batch in follow(self, [every(Entity.ORDER)], idle=True):
            if is_first:
                # What was read a moment ago is shown at once, and then made true.
                await self._try_to_refresh(rest, since=batch.taken - RECENT_SECONDS)
                await asyncio.sleep(SOON_SECONDS)
                is_first = False
            if self.paused:
                async with self:
                    self._noted(batch)
                continue
            await telling_delay(self._try_to_refresh(rest, since=batch.taken), batch.since, self._be_behind)

    @rx.event
    async def resume(self) -> rx.event.EventSpec:
        """Let the figures move again, from now on."""
        await require(self, Role.STAFF)
        self.paused, self.waiting = False, ""
        return DashboardState.watch

    @rx.event
    async def pick(self, form: dict[str, str]) -> rx.event.EventSpec | None:
        """Go to the range between two days, both included."""
        await require(self, Role.STAFF)
        try:
            first, last = _two_days(form)
            if not first and not last:
                raise Invalid("Choose a first or a last day")
            return rx.redirect(custom_range(self._parameters, first, last))
        except Invalid as refused:
            self.range_error = refused.detail
            return None

    @rx.event
    async def compare_with(self, form: dict[str, str]) -> rx.event.EventSpec | None:
        """Compare with the range between two days, both included."""
        await require(self, Role.STAFF)
        try:
            first, last = _two_days(form)
            if not first or not last:
                raise Invalid("Choose a first and a last day")
            return rx.redirect(custom_comparison(self._parameters, first, last))
        except Invalid as refused:
            self.compare_error = refused.detail
            return None

    async def _enter(self) -> None:
        """Read the range from the address. What is shown stays where the same is asked for again."""
        await require(self, Role.STAFF)
        self._forget_changes()
        parameters = {name: str(value) for name, value in self.router.url.query_parameters.items()}
        if parameters != self._parameters or self.phase == "failed":
            self.phase, self.has_products, self.problem = "loading", False, ""
        self._parameters, self.range_error, self.compare_error = parameters, "", ""

    async def _try_to_refresh(self, rest: _Rest, *, since: float) -> None:
        """Refresh; what cannot be shown is said on the page, which looks again at the next change."""
        try:
            await self._refresh(rest, since=since)
        except (Unauthenticated, Forbidden):
            raise
        except DomainError as refused:
            async with self:
                self.phase, self.problem = "failed", _said(refused)
        except Exception as error:  # noqa: BLE001 - whatever it is, the page says so and looks again
            reference = log_failure(error, where="dashboard")
            async with self:
                self.phase, self.problem = "failed", f"The figures could not be read (reference {reference})."

    async def _refresh(self, rest: _Rest, *, since: float) -> None:
        """Read and show: the figures at once, the top products when they have rested. Nothing is older than `since`."""
        async with self:
            view = await self._view(since)
        stats = await dashboard.stats(view.actor, view.query, since=since)
        async with self:
            self._show(stats, view)
        if rest.is_over:
            with rest.after():
                found = await dashboard.top_products(view.actor, view.query, since=since)
            async with self:
                self._show_products(found, view)

    async def _view(self, since: float) -> _View:
        actor, formats = await current_actor(self), await formats_of(self)
        choice = choose(self._parameters, tz=zone(formats.time_zone), now=now())
        self.preset, self.time_zone = choice.key, formats.time_zone
        self.first_day, self.last_day = choice.first_day, choice.last_day
        found = await dashboard.currencies(actor, since=since)
        currency = self._parameters.get("currency", "") or (found[0] if found else get_settings().currency)
        compared = comparison(self._parameters)
        self.compares_own = compared["compare"] == CUSTOM
        self.presets, self.comparisons = presets(self._parameters, choice.key), comparisons(self._parameters)
        self.currencies = currencies(self._parameters, found, currency)
        asked = {**choice.query, **compared, "tz": formats.time_zone, "currency": currency}
        return _View(actor, formats, choice, parse(StatsQuery, asked), self._parameters)

    def _show(self, stats: Stats, view: _View) -> None:
        """Assign what differs: a var that stays the same is not sent. Figures of a range that was left are dropped."""
        if view.parameters != self._parameters:
            return
        live = self.phase == "ready"
        drawn = draw(stats, view.formats, words=view.choice.words)
        for name, drawn_card in drawn.cards.items():
            if (moved := _moved(getattr(self, name), drawn_card, live=live)) != getattr(self, name):
                setattr(self, name, moved)
        if drawn.bars != self.bars:
            self.bars = drawn.bars
        if drawn.axis != self.axis:
            self.axis = drawn.axis
        if (rows := _rows_moved(self.statuses, drawn.statuses, live=live)) != self.statuses:
            self.statuses = rows
        self.currency = stats.currency
        self.summary, self.compared, self.title = drawn.summary, drawn.compared, drawn.title
        self._dated(now(), view.formats)
        self.phase = "ready" if self.currencies else "empty"

    def _show_products(self, found: tuple[ProductFigure, ...], view: _View) -> None:
        if view.parameters != self._parameters:
            return
        moved = _rows_moved(self.products, draw_products(found, view.formats, view.choice), live=self.has_products)
        if moved != self.products:
            self.products = moved
        self.has_products = True


def _said(refused: DomainError) -> str:
    """A refusal as a sentence that names the field."""
    names = ", ".join(error.field for error in refused.errors)
    return f"In the address, {names} {refused.detail}." if names else refused.detail


def _two_days(form: dict[str, str]) -> tuple[str, str]:
    """What was typed. Raises Invalid where the last day lies before the first."""
    first, last = str(form.get("from", "")), str(form.get("to", ""))
    if first and last and first > last:
        raise Invalid("The last day lies before the first")
    return first, last


def _moved(before: Shown, after: Shown, *, live: bool) -> Shown:
    """`after`, with one more movement where it differs from what is shown. Only what moves live is marked."""
    if not live:
        return replace(after, moved=0)
    same = replace(after, moved=before.moved)
    return before if same == before else replace(after, moved=before.moved + 1)


def _rows_moved(before: list[Shown], after: list[Shown], *, live: bool) -> list[Shown]:
    known = {_name(row): row for row in before}
    return [_moved(known[_name(row)], row, live=live) if _name(row) in known else row for row in after]


def _name(row: Card | StatusRow | ProductRow) -> str:
    return row.status if isinstance(row, StatusRow) else row.sku if isinstance(row, ProductRow) else ""
