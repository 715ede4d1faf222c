"""The SQL of orders that have got another status since: what that adds to sums that were taken before."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as sql_select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.features.dashboard.rules import Span, Tally
from app.features.dashboard.segment_repository import conditions_of, slot_of
from app.features.dashboard.segments import Segment
from app.models import Change, Entity, Order


async def moved(session: AsyncSession, segment: Segment, slots: Sequence[Span], *, since: int) -> list[Tally]:
    """What the entries of the log after `since` change in sums by slot and status.

    The segment is of any status, and nothing else of its orders has changed.
    """
    log = sql_select(col(Change.id), col(Change.entity), col(Change.field), col(Change.row_id))
    # By its number first, whatever the databases would make of the other conditions.
    entries: Any = log.where(col(Change.id) > since).cte("entries").prefix_with("MATERIALIZED")
    is_status = entries.c.entity == Entity.ORDER, entries.c.field == "status"
    of_each: Any = sql_select(entries.c.row_id, func.min(entries.c.id).label("id")).where(*is_status)
    first = of_each.group_by(entries.c.row_id).cte("first").prefix_with("MATERIALIZED")
    slot = slot_of(col(Order.ordered_at), [span.start for span in slots])
    query = (
        sql_select(slot, col(Change.old), col(Order.status), col(Order.total_amount), col(Order.units))
        .select_from(first)
        .join(Change, col(Change.id) == first.c.id)
        .join(Order, col(Order.id) == first.c.row_id)
        .where(*await conditions_of(session, segment, whose=col(Order.id) == first.c.row_id))
    )
    rows: Sequence[Any] = (await session.execute(query)).all()
    found: list[Tally] = []
    for at, old, status, amount, units in rows:
        found += Tally(at, json.loads(old), -1, -amount, -units), Tally(at, status.value, 1, amount, units)
    return found
