"""The SQL of which orders figures are about: the conditions of the record grid, led by the index that finds the fewest.

Who may ask about whose orders is settled before (see `rights`): a customer's segment names the customer.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, literal, literal_column
from sqlalchemy import select as sql_select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.core.paging import GridQuery
from app.features.dashboard.segments import Segment
from app.features.grids.narrowing_repository import Narrow, narrowed, plan_for_values
from app.features.orders.grid_repository import NARROWING
from app.models import Order, OrderRollup
from app.models.columns import Moment

# From so many orders in the range on, those with a line of some goods are found from the lines.
WIDE = 200_000


async def conditions_of(
    session: AsyncSession, segment: Segment, *, by_person: bool = False, people: Sequence[UUID] = ()
) -> list[ColumnElement[bool]]:
    """What makes an order one of the segment. One condition finds rows by its index, the others check them.

    `by_person`: they are grouped by customer, so that very many are best walked in the order of that index. `people`:
    only theirs, by which they are found.
    """
    await plan_for_values(session)
    parts = await narrowed(session, NARROWING, GridQuery(filters=segment.filters), search=None)
    lead = None if people else await _lead(session, segment, parts, by_person=by_person)
    conditions = [part.find if part is lead else part.check for part in parts]
    theirs = [col(Order.user_id).in_(people)] if people else []
    return [*theirs, *conditions, *await in_currency(session, segment.currency)]


async def in_currency(session: AsyncSession, currency: str) -> list[ColumnElement[bool]]:
    """That orders are in that currency: nothing to check where all are, since no index of orders holds it."""
    return [] if await currencies(session) == [currency] else [col(Order.currency) == currency]


async def currencies(session: AsyncSession) -> list[str]:
    """The currencies that orders are in: one step down the index for each, however many orders there are."""
    found: list[str] = []
    query = select(OrderRollup.currency).order_by(col(OrderRollup.currency)).limit(1)
    name = await session.scalar(query)
    while name is not None:
        found.append(name)
        name = await session.scalar(query.where(col(OrderRollup.currency) > name))
    return found


async def is_wide(session: AsyncSession, segment: Segment) -> bool:
    """Whether very many orders lie in the range, whatever the filters say."""
    inside = col(Order.ordered_at) >= segment.span.start, col(Order.ordered_at) < segment.span.end
    some = sql_select(col(Order.ordered_at)).where(*inside).limit(WIDE).subquery()
    return await session.scalar(sql_select(func.count()).select_from(some)) == WIDE


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


async def _lead(session: AsyncSession, segment: Segment, parts: Sequence[Narrow], *, by_person: bool) -> Narrow | None:
    """The part that few rows pass; where all let many pass, the range, or the goods in a wide one."""
    rarest = min(parts, key=lambda part: part.weight)
    if rarest.is_rare:
        return rarest
    slow = next((part for part in parts if part.slow), None)
    if (slow is None and not by_person) or not await is_wide(session, segment):
        return parts[0]
    return slow
