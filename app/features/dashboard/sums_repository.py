"""The SQL of sums and people: from the rollups what they know, edges and filtered orders from the rows themselves."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Integer, case, exists, func, literal_column, null
from sqlalchemy import select as sql_select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.features.dashboard.parts_repository import by_step, moments, numbers, passing, tier_of, within
from app.features.dashboard.rules import QUARTER, Part, Span, Tally, cover
from app.features.dashboard.segment_repository import (
    conditions_by_time,
    conditions_of,
    in_currency,
    inside,
    lacking,
    passed_by,
    people_of,
    slot_of,
    way_to,
)
from app.features.dashboard.segments import Segment
from app.features.orders.tiers import STEPS as TIERS
from app.models import Order, OrderRollup, OrderSum, Tier, User

# As many orders are walked in a few milliseconds, whoever placed them.
FEW = 500
# What is known of orders, the longest first.
STEPS = (TIERS[Tier.DAY], TIERS[Tier.HOUR], QUARTER)


async def added_up(session: AsyncSession, segment: Segment, parts: Sequence[Part]) -> list[Tally]:
    """Sums over the parts by slot and status. The rollups must know the segment's filters."""
    found: list[Tally] = []
    for step, some in by_step(parts).items():
        if step is None:
            query = _counted(segment, moments(some))
        elif step == QUARTER:
            query = _rolled_up(segment, moments(some), OrderRollup)
        else:
            query = _rolled_up(segment, numbers(some, step), OrderSum, col(OrderSum.tier) == tier_of(step))
        found += _tallies((await session.execute(query)).all())
    return found


def _rolled_up(segment: Segment, cut: Any, table: type[OrderRollup | OrderSum], *conditions: Any) -> Any:
    sums = (func.sum(column_ * cut.c.sign) for column_ in (table.orders, table.amount, table.units))
    return (
        sql_select(cut.c.slot, col(table.status), *sums)
        .select_from(cut)
        .join(table, within(col(table.bucket), cut))
        .where(*conditions, *passing(table, segment))
        .group_by(cut.c.slot, col(table.status))
    )


def _counted(segment: Segment, cut: Any) -> Any:
    """The same from the orders themselves."""
    sums = (func.sum(column_ * cut.c.sign) for column_ in (Order.total_amount, Order.units))
    return (
        sql_select(cut.c.slot, col(Order.status), func.sum(cut.c.sign), *sums)
        .select_from(cut)
        .join(Order, within(col(Order.ordered_at), cut))
        .where(col(Order.currency) == segment.currency, *passed_by(segment))
        .group_by(cut.c.slot, col(Order.status))
    )


async def picked(session: AsyncSession, segment: Segment, slots: Sequence[Span]) -> tuple[list[Tally], tuple[int, int]]:
    """Sums by slot and status, and the people as `customers` has them, of any segment by one walk over its orders.

    Where most orders have the goods that it asks for it is a walk over those without them.
    """
    if not slots:
        return [], (0, 0)
    way = await way_to(session, segment)
    if way.common:
        return await _but_for_some(session, segment, slots, way.common)
    slot = slot_of(col(Order.ordered_at), [span.start for span in slots]).label("slot")
    columns = col(Order.status), col(Order.user_id), col(Order.total_amount), col(Order.units)
    rows: Any = sql_select(slot, *columns)
    found: Any = rows.where(*way.conditions).cte("found").prefix_with("MATERIALIZED")
    people: Any = sql_select(found.c.user_id).distinct().subquery()
    counts = _people(people, segment, await in_currency(session, segment.currency))
    beside: Any = sql_select(literal_column("-1", Integer), null(), *counts, literal_column("0", Integer))
    rows = (await session.execute(_summed(found).union_all(beside.select_from(people)))).all()
    (_, _, persons, fresh, _) = next(row for row in rows if row[0] < 0)
    return _tallies([row for row in rows if row[0] >= 0]), (int(persons), int(fresh))


async def recent(session: AsyncSession, segment: Segment, slots: Sequence[Span]) -> list[Tally]:
    """Sums by slot and status of a short range, which begins with an hour."""
    if segment.is_rolled_up:
        return await added_up(session, segment, cover(slots, (QUARTER,)))
    slot = slot_of(col(Order.ordered_at), [span.start for span in slots]).label("slot")
    columns = col(Order.status), col(Order.total_amount), col(Order.units)
    rows: Any = sql_select(slot, *columns).where(*await conditions_by_time(session, segment)).subquery()
    return _tallies((await session.execute(_summed(rows))).all())


def _summed(rows: Any) -> Any:
    """Rows of (slot, status, total_amount, units) by slot and status."""
    sums = func.count(), func.sum(rows.c.total_amount), func.sum(rows.c.units)
    return sql_select(rows.c.slot, rows.c.status, *sums).group_by(rows.c.slot, rows.c.status)


async def people_since(session: AsyncSession, past: Segment, recent: Segment) -> tuple[int, int]:
    """How many people a short range adds to those of the one before it, and how many of them are new, as `customers`.

    The segments may have any filters.
    """
    people: Any = (await people_of(session, recent)).distinct().subquery()
    theirs = await conditions_of(session, past, whose=col(Order.user_id) == people.c.user_id)
    counts = sql_select(*_people(people, past, await in_currency(session, past.currency))).select_from(people)
    found, fresh = (await session.execute(counts.where(~exists().where(*theirs)))).one()
    return int(found), int(fresh)


async def _but_for_some(
    session: AsyncSession, segment: Segment, slots: Sequence[Span], goods: Sequence[ColumnElement[bool]]
) -> tuple[list[Tally], tuple[int, int]]:
    """What all orders add up to, less those without the goods."""
    every = segment.of_any_goods
    tallies = await added_up(session, every, cover(slots, STEPS))
    slot = slot_of(col(Order.ordered_at), [span.start for span in slots]).label("slot")
    columns = col(Order.status), (-col(Order.total_amount)).label("amount"), (-col(Order.units)).label("units")
    rows: Any = sql_select(slot, *columns).where(*await lacking(session, segment, goods)).subquery()
    sums = -func.count(), func.sum(rows.c.amount), func.sum(rows.c.units)
    query = sql_select(rows.c.slot, rows.c.status, *sums).group_by(rows.c.slot, rows.c.status)
    tallies += _tallies((await session.execute(query)).all())
    orders = sum(tally.orders for tally in tallies)
    return tallies, await customers(session, every, orders=orders, goods=goods)


async def customers(
    session: AsyncSession, segment: Segment, *, orders: int, goods: Sequence[ColumnElement[bool]] = ()
) -> tuple[int, int]:
    """How many different people placed the `orders` orders of the segment, and how many of them had placed none before.

    Few orders are walked by time; many are not: then each person's orders are looked into until one is found. The
    segment is filtered by status and channel alone, and by `goods`, of which each must be true of an order.
    """
    currency = await in_currency(session, segment.currency)
    those = *inside(segment), *currency, *goods
    if orders <= FEW or orders <= await _users(session):
        people: Any = sql_select(col(Order.user_id)).where(*those).group_by(col(Order.user_id)).subquery()
    else:
        has_one = exists().where(col(Order.user_id) == User.id, *those)
        people = sql_select(col(User.id)).where(has_one).subquery()
    columns = _people(people, segment, currency)
    found, fresh = (await session.execute(sql_select(*columns).select_from(people))).one()
    return int(found), int(fresh)


def _people(people: Any, segment: Segment, currency: Sequence[ColumnElement[bool]]) -> tuple[Any, Any]:
    """How many people a table of one column has, and how many of them had placed no order at all before the range."""
    (person,) = people.c
    before = col(Order.ordered_at) < segment.span.start
    # Nobody's orders are looked into where there are none so early.
    earlier = exists().where(before) & exists().where(col(Order.user_id) == person, before, *currency)
    return func.count(), func.coalesce(func.sum(case((earlier, 0), else_=1)), 0)


async def _users(session: AsyncSession) -> int:
    return (await session.scalar(select(func.count()).select_from(User))) or 0


def _tallies(rows: Sequence[Any]) -> list[Tally]:
    """PostgreSQL sums integers to decimals."""
    return [
        Tally(slot, status.value, int(orders), int(amount), int(units)) for slot, status, orders, amount, units in rows
    ]
