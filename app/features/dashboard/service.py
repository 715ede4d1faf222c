"""The use cases of the dashboard: figures of a range, its top products, and the currencies there are. Staff only."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from app.core import clock
from app.core.actor import Actor
from app.core.config import get_settings
from app.core.database import read_session
from app.core.errors import invalid
from app.core.ranges import time_range, zone
from app.features.dashboard import repository, rules
from app.features.dashboard.folding import fold_rollups as fold_rollups
from app.features.dashboard.rules import Span, Tally
from app.features.dashboard.schemas import (
    Grain,
    PreviousFigures,
    ProductFigure,
    SeriesPoint,
    Stats,
    StatsQuery,
    StatusFigure,
)
from app.features.dashboard.sharing import get_shared
from app.features.orders.reading import assert_staff
from app.features.orders.rules import REVENUE_STATUSES
from app.features.orders.schemas import MoneyOut
from app.models import OrderStatus

TOP = 8
MOST = 50


@dataclass(frozen=True, slots=True)
class _Question:
    """What is to be computed: a query with its open ends closed, alike for all who mean the same."""

    span: Span
    tz: ZoneInfo
    currency: str
    before: Span | None = None
    is_cut: bool = False
    first: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Sums:
    """Sums over a period, amounts in minor units."""

    orders: int
    revenue: int
    revenue_orders: int
    units: int


async def stats(actor: Actor, query: StatsQuery, *, since: float | None = None) -> Stats:
    """The figures of a range, each as defined in `schemas.Figures`: exact at one state of the database.

    With `since`, a moment of `time.monotonic()`, those who ask the same share what was read after it; else the figures
    are of now. Raises Forbidden for customers, Invalid naming `from`, `to` or `tz`.
    """
    assert_staff(actor)
    if since is None:
        return await _stats_now(query)
    return await get_shared().since(("stats", query), since, lambda: _stats_now(query))


async def _stats_now(query: StatsQuery) -> Stats:
    async with read_session() as session:
        state = await repository.state_of_data(session)
        question = await _question(session, query)
    return await get_shared().get(("stats", question), state, lambda: _stats(question))


async def top_products(
    actor: Actor, query: StatsQuery, *, limit: int = TOP, since: float | None = None
) -> tuple[ProductFigure, ...]:
    """The products with the most revenue of a range, the greatest first. `limit` is at most 50; `since` as in `stats`.

    Raises Forbidden for customers, Invalid naming `from`, `to` or `tz`.
    """
    assert_staff(actor)
    limit = max(1, min(limit, MOST))
    if since is None:
        return await _products_now(query, limit)
    return await get_shared().since(("products", query, limit), since, lambda: _products_now(query, limit))


async def _products_now(query: StatsQuery, limit: int) -> tuple[ProductFigure, ...]:
    async with read_session() as session:
        state = await repository.state_of_data(session)
        question = await _question(session, query.model_copy(update={"compare": "none"}))
    return await get_shared().get(("products", question, limit), state, lambda: _products(question, limit))


async def currencies(actor: Actor, *, since: float | None = None) -> tuple[str, ...]:
    """The currencies that orders are in, the shop's own first. `since` as in `stats`. Raises Forbidden."""
    assert_staff(actor)
    return await get_shared().since("currencies", monotonic() if since is None else since, _currencies_now)


async def _currencies_now() -> tuple[str, ...]:
    async with read_session() as session:
        found = await repository.currencies(session)
    return tuple(sorted(found, key=lambda name: (name != get_settings().currency, name)))


async def _question(session: AsyncSession, query: StatsQuery) -> _Question:
    """The query with its open ends at the first order, and at the last one or the present, whichever is later."""
    asked = time_range(query.from_, query.to, tz=query.tz)
    tz = zone(query.tz)
    currency = query.currency or get_settings().currency
    now = clock.now().replace(second=0, microsecond=0)
    bounds = await repository.bounds(session, currency)
    first, last = bounds or (now, now)
    end = asked.end or max(last + rules.QUARTER, now, asked.start or first)
    span = Span(asked.start or min(first, end), end)
    before = _before(query, span, is_open=asked.start is None, now=now)
    if before is None:
        return _Question(span, tz, currency)
    is_cut = rules.is_under_way(span, now)
    return _Question(span, tz, currency, before, is_cut=is_cut, first=bounds[0] if bounds else None)


def _before(query: StatsQuery, span: Span, *, is_open: bool, now: datetime) -> Span | None:
    """The period to compare with; None where none is asked for, or none can lie before a range without a beginning."""
    tz = zone(query.tz)
    if query.compare == "custom":
        other = time_range(query.compare_from, query.compare_to, tz=query.tz, names=("compare_from", "compare_to"))
        if other.start is None or other.end is None:
            missing = "compare_to" if other.start else "compare_from"
            raise invalid(missing, "missing", "must be given to compare with a range of your own")
        return rules.up_to_same_moment(Span(other.start, other.end), span, now=now)
    if query.compare == "none" or is_open:
        return None
    find = rules.previous if query.compare == "previous" else rules.year_before
    return find(span, tz=tz, now=now)


async def _stats(question: _Question) -> Stats:
    grain = rules.grain_for(question.span)
    async with read_session() as session:
        await repository.steady(session)
        tallies, figures = await _figures(session, question, question.span, grain=grain)
        previous = None
        if question.before is not None:
            _, former = await _figures(session, question, question.before, grain=grain)
            is_whole = question.first is not None and question.first <= question.before.start
            previous = PreviousFigures(**former, is_whole=is_whole, is_cut=question.is_cut)
    return Stats(
        **figures,
        currency=question.currency,
        by_status=_by_status(tallies, question.currency),
        grain=grain,
        previous=previous,
    )


async def _figures(
    session: AsyncSession, question: _Question, span: Span, *, grain: Grain
) -> tuple[list[Tally], dict[str, Any]]:
    """The sums of a period by slot and status, and its figures by their names in `schemas.Figures`."""
    spans = rules.slots(span, tz=question.tz, grain=grain)
    tallies = await _tallies(session, question.currency, spans)
    sums = _sums(tallies)
    people, fresh = await repository.customers(session, question.currency, span, orders=sums.orders)
    return tallies, {
        "from_": span.start,
        "to": span.end,
        "revenue": _money(question.currency)(sums.revenue),
        "orders": sums.orders,
        "average_order_value": _average(sums, question.currency),
        "customers": people,
        "new_customers": fresh,
        "units": sums.units,
        "revenue_orders": sums.revenue_orders,
        "refunded": _in_status(tallies, OrderStatus.REFUNDED),
        "cancelled": _in_status(tallies, OrderStatus.CANCELLED),
        "series": _series(tallies, spans, question),
    }


async def _tallies(session: AsyncSession, currency: str, spans: Sequence[Span]) -> list[Tally]:
    whole, edges = rules.split(spans)
    rolled_up = await repository.rolled_up(session, currency, whole)
    return [*rolled_up, *await repository.counted(session, currency, edges)]


async def _products(question: _Question, limit: int) -> tuple[ProductFigure, ...]:
    async with read_session() as session:
        rows = await repository.top_products(session, question.currency, question.span, limit=limit)
    money = _money(question.currency)
    return tuple(
        ProductFigure(product_id=product_id, sku=sku, name=name, units=int(units), revenue=money(int(revenue)))
        for product_id, sku, name, units, revenue in rows
    )


def _sums(tallies: Sequence[Tally]) -> _Sums:
    counting = [tally for tally in tallies if tally.status in REVENUE_STATUSES]
    return _Sums(
        orders=sum(tally.orders for tally in tallies),
        revenue=sum(tally.amount for tally in counting),
        revenue_orders=sum(tally.orders for tally in counting),
        units=sum(tally.units for tally in counting),
    )


def _in_status(tallies: Sequence[Tally], status: OrderStatus) -> int:
    return sum(tally.orders for tally in tallies if tally.status == status)


def _average(sums: _Sums, currency: str) -> MoneyOut | None:
    mean = rules.average(sums.revenue, sums.revenue_orders)
    return None if mean is None else MoneyOut(amount=mean, currency=currency)


def _by_status(tallies: Sequence[Tally], currency: str) -> dict[str, StatusFigure]:
    def figure(status: OrderStatus) -> StatusFigure:
        own = [tally for tally in tallies if tally.status == status]
        amount = MoneyOut(amount=sum(tally.amount for tally in own), currency=currency)
        return StatusFigure(orders=sum(tally.orders for tally in own), amount=amount)

    return {status.value: figure(status) for status in OrderStatus}


def _series(tallies: Sequence[Tally], spans: Sequence[Span], question: _Question) -> tuple[SeriesPoint, ...]:
    by_slot: defaultdict[int, list[Tally]] = defaultdict(list)
    for tally in tallies:
        by_slot[tally.slot].append(tally)
    sums = [_sums(by_slot[number]) for number in range(len(spans))]
    money = _money(question.currency)
    return tuple(
        SeriesPoint(at=span.start.astimezone(question.tz), revenue=money(one.revenue), orders=one.orders)
        for span, one in zip(spans, sums, strict=True)
    )


def _money(currency: str) -> Callable[[int], MoneyOut]:
    """Amounts of one currency."""
    return lambda amount: MoneyOut(amount=amount, currency=currency)
