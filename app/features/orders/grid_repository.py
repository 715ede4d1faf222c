"""The SQL of the grid over orders: the rows of a window, and how many there are in all."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.core.actor import Actor
from app.core.conditions import conditions
from app.core.errors import invalid
from app.core.paging import GridQuery, Sort
from app.features.grids.narrowing_repository import Fields, Narrow, narrowed, plan_for_values
from app.features.grids.windows_repository import Key, Window, columns_of, ids_of
from app.features.orders.list_repository import SORTS
from app.features.orders.narrowing_repository import FIELDS, alternatives
from app.features.orders.repository import visible
from app.models import Order, OrderRollup

NARROWING = Fields(col(Order.id), FIELDS, "Orders")


async def window(session: AsyncSession, actor: Actor, query: GridQuery) -> Sequence[Order]:
    """The orders of a window: first their ids by an index, then the rows."""
    return await rows(session, actor, await window_ids(session, actor, query))


async def window_ids(session: AsyncSession, actor: Actor, query: GridQuery) -> Sequence[UUID]:
    """The ids of the orders of a window, in their order."""
    await plan_for_values(session)
    keys = _keys(query)
    parts = await _parts(session, query, free=keys[0].name)
    ids = visible(actor).with_only_columns(col(Order.id))
    total = _everything(session) if actor.is_staff else None
    return await ids_of(session, Window(ids, parts, keys, query.offset, query.limit, total))


async def rows(session: AsyncSession, actor: Actor, ids: Sequence[UUID]) -> Sequence[Order]:
    """The orders of these ids that the actor may see, in the order of the ids."""
    found = await session.scalars(visible(actor).where(col(Order.id).in_(ids)))
    by_id = {order.id: order for order in found}
    return [by_id[order_id] for order_id in ids if order_id in by_id]


async def total(session: AsyncSession, actor: Actor, query: GridQuery) -> int:
    """How many orders the filters and the search let through."""
    if is_everything(actor, query):
        return int(await session.scalar(_everything(session)) or 0)
    await plan_for_values(session)
    inner = filtered(actor, query).with_only_columns(col(Order.id)).subquery()
    return (await session.scalar(select(func.count()).select_from(inner))) or 0


async def sums(session: AsyncSession, actor: Actor, query: GridQuery) -> list[tuple[str, int]]:
    """The totals of the orders that the filters and the search let through: (currency, minor units), by currency."""
    if is_everything(actor, query):
        found = select(OrderRollup.currency, func.sum(OrderRollup.amount)).group_by(col(OrderRollup.currency))
    else:
        inner = filtered(actor, query).with_only_columns(col(Order.currency), col(Order.total_amount)).subquery()
        found = select(inner.c.currency, func.sum(inner.c.total_amount)).group_by(inner.c.currency)
    return sorted((currency, int(amount)) for currency, amount in await session.execute(found))


def is_everything(actor: Actor, query: GridQuery) -> bool:
    """Whether the query is about all orders there are."""
    return actor.is_staff and not query.filters and not query.search.strip() and query.only is None


def filtered(actor: Actor, query: GridQuery) -> Select[Any]:
    """The orders that the filters and the search let through. Raises Invalid naming the filter."""
    statement = visible(actor).where(*conditions(FIELDS, query, of="Orders"))
    if query.search.strip():
        found = alternatives(query.search)
        statement = statement.where(or_(*(leaf.find for leaf in found.leaves)))
    return statement if query.only is None else statement.where(col(Order.id).in_(query.only))


async def _parts(session: AsyncSession, query: GridQuery, *, free: str) -> tuple[Narrow, ...]:
    search = alternatives(query.search) if query.search.strip() else None
    parts = await narrowed(session, NARROWING, query, search=search, free=free)
    if query.only is not None:
        those = col(Order.id).in_(query.only)
        parts.append(Narrow(those, those, len(query.only)))
    return tuple(parts)


def ordering(query: GridQuery) -> list[ColumnElement[Any]]:
    """The columns to sort by, down to a unique one. Raises Invalid naming the sort."""
    return columns_of(_keys(query))


def _keys(query: GridQuery) -> tuple[Key, ...]:
    """The sorts; the newest first where nothing is asked. Raises Invalid naming the sort."""
    sorts = query.sort or (Sort(field="ordered_at", desc=True),)
    return tuple(_key(sort, f"sort/{place}/field") for place, sort in enumerate(sorts))


def _key(sort: Sort, at: str) -> Key:
    if sort.field not in SORTS:
        raise invalid(at, "unknown_sort", f"Orders cannot be sorted by {sort.field!r}")
    return Key(sort.field, SORTS[sort.field], sort.desc, words=sort.field == "status")


def _everything(session: AsyncSession) -> Select[Any]:
    """How many orders there are: SQLite counts the pages of an index, PostgreSQL would read it all."""
    if session.get_bind().dialect.name == "postgresql":
        return select(func.sum(OrderRollup.orders))
    return select(func.count()).select_from(Order)
