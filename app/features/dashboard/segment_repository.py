"""The SQL of which orders figures are about: the conditions of the record grid, led by the index that finds the fewest.

Who may ask about whose orders is settled before (see `rights`): a customer's segment names the customer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, literal_column, not_
from sqlalchemy import select as sql_select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.core.clauses import Unindexed
from app.core.paging import GridQuery
from app.features.dashboard.rules import Span
from app.features.dashboard.segments import Segment
from app.features.grids.narrowing_repository import Narrow, narrowed, plan_for_values
from app.features.orders.grid_repository import NARROWING
from app.features.orders.tiers import bucket_in
from app.models import Order, OrderRollup, OrderSum, Tier
from app.models.columns import Moment

# From so many orders in the range on, those with a line of some goods are found from the lines.
WIDE = 200_000
# Where a session knows the currencies in use: two of them at least, or the one there is.
IN_USE = "daybook_currencies"
# One index knows both, whose orders are of when: it reads no others.
THEIRS = frozenset({"customer", "ordered_at"})


@dataclass(frozen=True, slots=True)
class Way:
    """How the orders of a segment are found.

    `conditions`: what makes an order one of them; one condition finds rows by its index, the others check them.
    `common`: what makes an order one with the goods that are asked for, where most orders of a wide range have them;
    else nothing. Then it is less work to take those without them (`lacking`) from what the rollups know of all.
    """

    conditions: list[ColumnElement[bool]]
    common: list[ColumnElement[bool]]


async def way_to(
    session: AsyncSession, segment: Segment, *, by_person: bool = False, whose: ColumnElement[bool] | None = None
) -> Way:
    """The way that reads least: by what few rows pass, else by the range, in a wide one by goods that not most have.

    `by_person`: orders are grouped by customer, so that very many are best walked in the order of that index. `whose`:
    only those of the customers of whom that is true, by whom they are found.
    """
    if whose is not None:
        return Way([whose, *await _checks(session, segment), *await in_currency(session, segment.currency)], [])
    await plan_for_values(session)
    parts = await narrowed(session, NARROWING, GridQuery(filters=segment.filters), search=None)
    currency, goods = await in_currency(session, segment.currency), [part for part in parts if part.slow]
    rarest, common = min(parts, key=lambda part: part.weight), list[Narrow]()
    lead = rarest if rarest.is_rare else parts[0]
    if segment.customer and lead.field in THEIRS:
        return Way([*(part.find if part.field in THEIRS else part.check for part in parts), *currency], [])
    if not rarest.is_rare and (goods or by_person) and await _orders(session, segment.span) >= WIDE:
        rarer = [part for part in goods if not await _are_in_most(session, part)]
        common = [] if rarer else goods
        lead = next(iter(rarer), parts[0] if goods else None)
    conditions = [part.find if part is lead else part.check for part in parts]
    return Way([*conditions, *currency], [part.check for part in common] if segment.of_any_goods.is_rolled_up else [])


async def conditions_of(
    session: AsyncSession, segment: Segment, *, by_person: bool = False, whose: ColumnElement[bool] | None = None
) -> list[ColumnElement[bool]]:
    """What makes an order one of the segment, as `way_to` has it."""
    return (await way_to(session, segment, by_person=by_person, whose=whose)).conditions


async def conditions_by_time(session: AsyncSession, segment: Segment) -> list[ColumnElement[bool]]:
    """The same for a range so short that its orders are found by their time, whatever else is asked of them."""
    at, span = col(Order.ordered_at), segment.span
    others = (await _checks(session, segment))[1:]
    return [at >= span.start, at < span.end, *others, *await in_currency(session, segment.currency)]


async def people_of(session: AsyncSession, segment: Segment) -> Select[Any]:
    """The ids of those who have orders in a segment of a short range."""
    return sql_select(col(Order.user_id)).where(*await conditions_by_time(session, segment))


async def _checks(session: AsyncSession, segment: Segment) -> list[ColumnElement[bool]]:
    """What makes an order one of the segment that is found by something else; the range comes first."""
    await plan_for_values(session)
    query = GridQuery(filters=segment.filters)
    return [part.check for part in await narrowed(session, NARROWING, query, search=None, weighs=False)]


async def lacking(
    session: AsyncSession, segment: Segment, goods: Sequence[ColumnElement[bool]]
) -> list[ColumnElement[bool]]:
    """What makes an order one that is not in the segment for nothing but that it is without the goods."""
    return [*inside(segment), *await in_currency(session, segment.currency), not_(and_(*goods))]


def inside(segment: Segment) -> list[ColumnElement[bool]]:
    """The range, status and channel of an order that is found by its time or its customer."""
    at, span = col(Order.ordered_at), segment.span
    return [at >= span.start, at < span.end, *passed_by(segment)]


def passed_by(segment: Segment) -> list[ColumnElement[bool]]:
    """Its status and channel alone."""
    status, channel = Unindexed(col(Order.status)), col(Order.channel)
    checks: list[ColumnElement[bool]] = [status.in_(segment.status)] if segment.status else []
    return [*checks, channel.in_(segment.channel)] if segment.channel else checks


async def in_currency(session: AsyncSession, currency: str) -> list[ColumnElement[bool]]:
    """That orders are in that currency: nothing to check where all are, since no index of orders holds it."""
    if IN_USE not in session.info:
        # Many queries of a session, which see one state of the data, want to know.
        session.info[IN_USE] = set(await currencies(session))
    return [] if session.info[IN_USE] == {currency} else [col(Order.currency) == currency]


async def currencies(session: AsyncSession) -> list[str]:
    """The currencies that orders are in: one step down the index for each, however many orders there are."""
    name = col(OrderRollup.currency)
    first = sql_select(func.min(name).label("name"))
    found = first.cte("found", recursive=True)
    following = sql_select(func.min(name)).where(name > found.c.name).correlate(found).scalar_subquery()
    found = found.union_all(sql_select(following).where(found.c.name.is_not(None)))
    return list((await session.scalars(sql_select(found.c.name).where(found.c.name.is_not(None)))).all())


def slot_of(moment: Any, starts: Sequence[datetime] | Sequence[int]) -> ColumnElement[int]:
    """The number of the last of `starts` (ascending, not empty) that is not after the moment, found by halving.

    The moment may be a bucket of a tier, where `starts` are such.
    """

    def among(low: int, high: int) -> ColumnElement[int]:
        if low == high:
            return literal_column(str(low))
        middle = (low + high + 1) // 2
        return case((moment < starts[middle], among(low, middle - 1)), else_=among(middle, high))

    return among(0, len(starts) - 1)


def start_of(slot: ColumnElement[int], starts: Sequence[datetime]) -> ColumnElement[datetime]:
    """The other way round: which of `starts` has that number."""

    def among(low: int, high: int) -> ColumnElement[datetime]:
        if low == high:
            return literal(starts[low], Moment)
        middle = (low + high + 1) // 2
        return case((slot < middle, among(low, middle - 1)), else_=among(middle, high))

    return among(0, len(starts) - 1)


async def _orders(session: AsyncSession, span: Span | None = None) -> int:
    """How many orders there are, in any currency, or on the days of a range."""
    query = sql_select(func.sum(OrderSum.orders)).where(col(OrderSum.tier) == Tier.DAY)
    if span is not None:
        first, last = (bucket_in(moment, Tier.DAY) for moment in (span.start, span.end))
        query = query.where(col(OrderSum.bucket).between(first, last))
    return int(await session.scalar(query) or 0)


async def _are_in_most(session: AsyncSession, goods: Narrow) -> bool:
    """Whether there are at least half as many lines of the goods as orders, so that some four orders in ten have one.

    PostgreSQL finds the orders with them by a hash, whatever they are.
    """
    if goods.rows is None or session.get_bind().dialect.name == "postgresql":
        return False
    half = await _orders(session) // 2
    lines = goods.rows.limit(half).subquery()
    return await session.scalar(sql_select(func.count()).select_from(lines)) == half
