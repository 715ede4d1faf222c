"""The SQL of what has happened since: how far a session sees, and whether anything before a moment has changed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, exists, false, func, literal_column, or_
from sqlalchemy import select as sql_select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.core.clauses import Unindexed
from app.features.changes.schemas import CREATED
from app.features.dashboard.aspects import Aspect
from app.features.dashboard.segment_repository import IN_USE
from app.features.orders.rules import REVENUE_STATUSES
from app.models import Change, Entity, Order, OrderRollup

# What figures of an order, or of its goods, do not tell.
SILENT = (CREATED, "note", "ship_to")
TELLING_OF_PRODUCTS = ("category", "sku")
# As the log has them.
REVENUE = tuple(sorted(json.dumps(status) for status in REVENUE_STATUSES))
# Of the session's snapshot: before which transaction all have ended, and from which on none had. If that one has not
# even begun by now, nothing is under way. Each transaction has its number before its orders and changes have theirs.
SETTLED = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
OPEN = "pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
NONE_BEGAN = "age(pg_snapshot_xmax(pg_current_snapshot())::xid) = 0"


@dataclass(frozen=True, slots=True)
class Sight:
    """What a session sees: the newest entry of the log, the newest order, and which transactions have ended.

    PostgreSQL commits out of the order of its ids. Of its transactions all before `settled` have ended, none from
    `open` on; SQLite, which has one writer, needs neither. `is_whole`: none was under way, so that all that has such an
    id, or a smaller one, is seen. `changed`: what has become another of the orders before the border since the sight
    that this one was compared with.
    """

    change: int
    number: int
    settled: int
    open: int
    is_whole: bool
    changed: frozenset[Aspect]

    def is_before(self, other: "Sight") -> bool:
        """Whether this session may see less than another one saw, which was whole."""
        return self.settled < other.open or self.change < other.change or self.number < other.number


async def sight(session: AsyncSession, *, border: datetime, beside: Sight | None) -> Sight:
    """What the session sees, compared with an earlier sight. The session knows the currencies in use from then on."""
    newest = [sql_select(func.max(column_)).scalar_subquery() for column_ in (Change.id, Order.number)]
    in_use = [sql_select(end(OrderRollup.currency)).scalar_subquery() for end in (func.min, func.max)]
    columns: list[Any] = [*newest, *in_use, *(_changed(beside, border) if beside else [false()] * len(Aspect))]
    if session.get_bind().dialect.name == "postgresql":
        columns += map(literal_column, (SETTLED, OPEN, NONE_BEGAN))
    row = cast("Sequence[Any]", (await session.execute(sql_select(*columns))).one())
    change, number, first, last, *others = row
    is_changed, ends = others[: len(Aspect)], others[len(Aspect) :]
    session.info[IN_USE] = {first, last}
    settled, end, none_began = cast("tuple[int, int, bool]", tuple(ends) or (0, 0, True))
    is_whole = settled == end and none_began
    changed = frozenset(aspect for aspect, is_another in zip(Aspect, is_changed, strict=True) if is_another)
    return Sight(change or 0, number or 0, settled, end, is_whole=is_whole, changed=changed)


def _changed(beside: Sight, border: datetime) -> tuple[ColumnElement[bool], ...]:
    """Of each aspect whether it has changed since. Most of what happens is new and of today: this reads little.

    What came since is found first, by its number, whatever the databases would make of the other conditions. An order
    whose time changed may come from before the border.
    """
    columns = Change.entity, Change.field, Change.row_id, Change.old, Change.new
    log = sql_select(*map(col, columns)).where(col(Change.id) > beside.change)
    entries: Any = log.cte("entries").prefix_with("MATERIALIZED")
    made = sql_select(col(Order.ordered_at)).where(col(Order.number) > beside.number)
    orders: Any = made.cte("made").prefix_with("MATERIALIZED")
    theirs = exists().where(col(Order.id) == entries.c.row_id, Unindexed(col(Order.ordered_at)) < border)
    is_of_order, is_of_status = entries.c.entity == Entity.ORDER, entries.c.field == "status"
    is_another = is_of_order, entries.c.field.not_in((*SILENT, "status"))
    is_of_product = entries.c.entity == Entity.PRODUCT, entries.c.field.in_(TELLING_OF_PRODUCTS)
    was, is_now = (func.coalesce(status, "").in_(REVENUE) for status in (entries.c.old, entries.c.new))
    return (
        or_(
            exists().where(orders.c.ordered_at < border),
            exists().where(*is_of_product),
            exists().where(*is_another, or_(entries.c.field == "ordered_at", theirs)),
        ),
        exists().where(is_of_order, is_of_status, was != is_now, theirs),
        exists().where(is_of_order, is_of_status, theirs),
    )
