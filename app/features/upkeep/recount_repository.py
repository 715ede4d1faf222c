"""The SQL of recounting rollups: what must be added to a table so that it is the sum of the orders again.

While orders are written, rows and rollups change together, in one transaction: by how much a sum is wrong stays the
same. So what one moment lacks may be appended at the next, as one more delta.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import randbits
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, insert, or_, text, union, union_all
from sqlalchemy import select as sql_select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.core.clauses import StepsOf
from app.features.imports.bulk_repository import is_postgresql
from app.features.orders.deltas import COLUMNS, ID_BITS
from app.features.orders.rules import BUCKET_MINUTES, REVENUE_STATUSES
from app.features.orders.tiers import STEPS, YEAR_ONE, seconds_of
from app.models import Order, OrderItem, OrderRollup, OrderSum, ProductSum, Tier

DAY, BLOCK = STEPS[Tier.DAY], STEPS[Tier.FOUR_WEEKS]
DAYS_OF_BLOCK = BLOCK // DAY
SUMS = ("orders", "amount", "units")


@dataclass(frozen=True, slots=True)
class Days:
    """Whole days (UTC), `first` inclusive and `last` exclusive, counted since the year 1 began."""

    first: int
    last: int

    @property
    def ends(self) -> tuple[datetime, datetime]:
        """The moments between which they lie."""
        return YEAR_ONE + self.first * DAY, YEAR_ONE + self.last * DAY


@dataclass(frozen=True, slots=True)
class Sums:
    """A table of rollups, or one tier of it, and the step that it counts time by."""

    table: Any
    step: timedelta
    tier: Tier | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """The names of what a sum is about, within the tier; `bucket` is one of them."""
        return tuple(name for name in COLUMNS[self.table] if name not in {*SUMS, "tier", "id"})

    @property
    def sums(self) -> tuple[str, ...]:
        """The names of what is added up."""
        return tuple(name for name in COLUMNS[self.table] if name in SUMS)

    @property
    def number(self) -> Any:
        """The bucket of a row as a number of steps."""
        bucket = col(self.table.bucket)
        return bucket if self.tier else StepsOf(bucket, seconds_of(self.step))

    def within(self, days: Days) -> list[ColumnElement[bool]]:
        """That a row is of the tier, and of these days."""
        bucket = col(self.table.bucket)
        low, high = days.ends if self.tier is None else (day * DAY // self.step for day in (days.first, days.last))
        inside: list[ColumnElement[bool]] = [bucket >= low, bucket < high]
        return [col(self.table.tier) == self.tier, *inside] if self.tier else inside


# Counted from the rows, day by day; the sums of four weeks are counted from those of a day.
DAILY = Sums(ProductSum, DAY, Tier.DAY)
FROM_ROWS = (
    Sums(OrderRollup, timedelta(minutes=BUCKET_MINUTES)),
    Sums(OrderSum, STEPS[Tier.HOUR], Tier.HOUR),
    Sums(OrderSum, DAY, Tier.DAY),
    DAILY,
)
FROM_DAYS = Sums(ProductSum, BLOCK, Tier.FOUR_WEEKS)


async def blocks(session: AsyncSession) -> list[Days]:
    """The four weeks in which there are orders or rollups, the earliest first."""
    numbers = [sql_select(StepsOf(col(Order.ordered_at), seconds_of(BLOCK)).label("block"))]
    for sums in (*FROM_ROWS, FROM_DAYS):
        of_tier = [col(sums.table.tier) == sums.tier] if sums.tier else []
        numbers.append(
            sql_select((sums.number * seconds_of(sums.step) // seconds_of(BLOCK)).label("block")).where(*of_tier)
        )
    every = union(*numbers).subquery()
    found = await session.scalars(sql_select(every.c.block).order_by(every.c.block))
    return [Days(int(block) * DAYS_OF_BLOCK, (int(block) + 1) * DAYS_OF_BLOCK) for block in found]


async def missing(session: AsyncSession, sums: Sums, days: Days) -> list[dict[str, Any]]:
    """The rows which, appended, make the sums of these days right."""
    stored = [getattr(sums.table, name) * -1 for name in sums.sums]
    columns = [sums.number if name == "bucket" else col(getattr(sums.table, name)) for name in sums.key]
    rows = sql_select(*_named(sums.key, columns), *_named(sums.sums, stored)).where(*sums.within(days))
    both = union_all(_counted(sums, days), rows).subquery()
    key = [both.c[name] for name in sums.key]
    totals = [func.sum(both.c[name]) for name in sums.sums]
    query = sql_select(*key, *totals).group_by(*key).having(or_(*(total != 0 for total in totals)))
    return [_row(sums, row) for row in await session.execute(query)]


def _counted(sums: Sums, days: Days) -> Any:
    """The sums as they must be."""
    if sums == FROM_DAYS:
        block = col(ProductSum.bucket) // DAYS_OF_BLOCK
        columns = [block if name == "bucket" else col(getattr(ProductSum, name)) for name in sums.key]
        totals = _named(sums.sums, [func.sum(getattr(ProductSum, name)) for name in sums.sums])
        return sql_select(*_named(sums.key, columns), *totals).where(*DAILY.within(days)).group_by(*columns)
    bucket = StepsOf(col(Order.ordered_at), seconds_of(sums.step))
    known = {"bucket": bucket, "product_id": col(OrderItem.product_id)}
    columns = [known[name] if name in known else col(getattr(Order, name)) for name in sums.key]
    low, high = days.ends
    inside = col(Order.ordered_at) >= low, col(Order.ordered_at) < high
    if sums.table is not ProductSum:
        totals = func.count(), func.sum(Order.total_amount), func.sum(Order.units)
        query: Any = sql_select(*_named(sums.key, columns), *_named(sums.sums, totals)).where(*inside)
        return query.group_by(*columns)
    totals = func.sum(OrderItem.line_total_amount), func.sum(OrderItem.quantity)
    query = sql_select(*_named(sums.key, columns), *_named(sums.sums, totals)).select_from(Order)
    query = query.join(OrderItem, col(OrderItem.order_id) == Order.id)
    return query.where(*inside, col(Order.status).in_(REVENUE_STATUSES)).group_by(*columns)


def _named(names: Sequence[str], columns: Sequence[Any]) -> list[Any]:
    return [column.label(name) for name, column in zip(names, columns, strict=True)]


def _row(sums: Sums, row: Sequence[Any]) -> dict[str, Any]:
    values = dict(zip((*sums.key, *sums.sums), row, strict=True))
    values |= {name: int(values[name]) for name in (*sums.sums, "bucket")}
    if sums.tier is None:
        return values | {"bucket": YEAR_ONE + values["bucket"] * sums.step}
    return values | {"tier": sums.tier, "id": randbits(ID_BITS)}


async def append(session: AsyncSession, sums: Sums, rows: Sequence[dict[str, Any]]) -> None:
    """Add rows."""
    if rows:
        await session.execute(insert(sums.table), list(rows))


async def with_wrong_units(session: AsyncSession, days: Days) -> Sequence[UUID]:
    """The orders of these days whose pieces are not the sum of their lines'."""
    low, high = days.ends
    lines = sql_select(func.sum(OrderItem.quantity)).where(col(OrderItem.order_id) == Order.id).scalar_subquery()
    inside = col(Order.ordered_at) >= low, col(Order.ordered_at) < high
    query = sql_select(col(Order.id)).where(*inside, col(Order.units) != func.coalesce(lines, 0))
    return (await session.scalars(query)).all()


async def be_the_only_one(session: AsyncSession) -> None:
    """Let nobody else recount until the end of the transaction; orders may be written."""
    if is_postgresql(session):
        await session.execute(text("LOCK TABLE order_rollups IN SHARE UPDATE EXCLUSIVE MODE"))
