"""The SQL of the grid over orders: sorts, filters and search of a window, and how many rows there are in all."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.core.actor import Actor
from app.core.conditions import FilterField, Found, Moments, Numbers, Texts, Words, conditions
from app.core.errors import invalid
from app.core.paging import Filter, GridQuery
from app.features.orders.list_repository import SORTS, matching, of_people
from app.features.orders.repository import visible
from app.models import Order, OrderItem, OrderStatus, Product

PERSON = frozenset({"contains", "equals"})
SET = frozenset({"set"})


def _of_people(part: Filter) -> ColumnElement[bool] | None:
    return of_people(part.text.strip()) if part.text.strip() else None


def _with_products(part: Filter) -> ColumnElement[bool] | None:
    return holding(col(Product.sku).in_(part.values)) if part.values else None


def _in_categories(part: Filter) -> ColumnElement[bool] | None:
    return holding(col(Product.category).in_(part.values)) if part.values else None


def holding(goods: ColumnElement[bool]) -> ColumnElement[bool]:
    """Orders with a line of one of these goods."""
    found = select(Product.id).where(goods)
    return col(Order.id).in_(select(OrderItem.order_id).where(col(OrderItem.product_id).in_(found)))


FIELDS: Mapping[str, FilterField] = {
    "number": Numbers(col(Order.number)),
    "total": Numbers(col(Order.total_amount)),
    "ordered_at": Moments(col(Order.ordered_at)),
    "created_at": Moments(col(Order.created_at)),
    "status": Words(col(Order.status), OrderStatus, "a status of an order"),
    "channel": Words(col(Order.channel), str, "a channel"),
    "reference": Texts(col(Order.reference), maybe_missing=True),
    "customer": Found(_of_people, PERSON),
    "product": Found(_with_products, SET),
    "category": Found(_in_categories, SET),
}


async def window(session: AsyncSession, actor: Actor, query: GridQuery) -> Sequence[Order]:
    """The orders of a window: first their ids by the index of the sort, then the rows."""
    return await rows(session, actor, await window_ids(session, actor, query))


async def window_ids(session: AsyncSession, actor: Actor, query: GridQuery) -> Sequence[UUID]:
    """The ids of the orders of a window, in their order."""
    ids = filtered(actor, query).with_only_columns(col(Order.id)).order_by(*ordering(query))
    return (await session.scalars(ids.offset(query.offset).limit(query.limit))).all()


async def rows(session: AsyncSession, actor: Actor, ids: Sequence[UUID]) -> Sequence[Order]:
    """The orders of these ids that the actor may see, in the order of the ids."""
    found = await session.scalars(visible(actor).where(col(Order.id).in_(ids)))
    by_id = {order.id: order for order in found}
    return [by_id[order_id] for order_id in ids if order_id in by_id]


async def total(session: AsyncSession, actor: Actor, query: GridQuery) -> int:
    """How many orders the filter lets through."""
    inner = filtered(actor, query).with_only_columns(col(Order.id)).subquery()
    return (await session.scalar(select(func.count()).select_from(inner))) or 0


def filtered(actor: Actor, query: GridQuery) -> Select[Any]:
    """The orders that the filters and the search let through. Raises Invalid naming the filter."""
    statement = visible(actor).where(*conditions(FIELDS, query, of="Orders"))
    if query.search.strip():
        statement = statement.where(matching(query.search, personal=True))
    return statement if query.only is None else statement.where(col(Order.id).in_(query.only))


def ordering(query: GridQuery) -> list[ColumnElement[Any]]:
    """The columns to sort by. The newest first where nothing is asked; ties by the last sort's own columns."""
    if not query.sort:
        return [column.desc() for column in SORTS["ordered_at"]]
    result: list[ColumnElement[Any]] = []
    for position, part in enumerate(query.sort):
        if part.field not in SORTS:
            raise invalid(f"sort/{position}/field", "unknown_sort", f"orders cannot be sorted by {part.field}")
        columns = SORTS[part.field]
        used = columns if position == len(query.sort) - 1 else columns[:1]
        result += [column.desc() if part.desc else column.asc() for column in used]
    return result
