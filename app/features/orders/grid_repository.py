"""The SQL of the grid over orders: sorts, filters and search of a window, and how many rows there are in all."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.core.actor import Actor
from app.core.errors import Invalid, invalid
from app.core.paging import Filter, GridQuery
from app.core.ranges import moment, zone
from app.features.orders.list_repository import MAX_NUMBER, SORTS, matching, of_people
from app.features.orders.repository import visible
from app.models import Order, OrderStatus

NUMBERS = {"number": col(Order.number), "total": col(Order.total_amount)}
MOMENTS = {"ordered_at": col(Order.ordered_at), "created_at": col(Order.created_at)}
TEXTS = {"reference": col(Order.reference), "channel": col(Order.channel)}


async def window(session: AsyncSession, actor: Actor, query: GridQuery) -> Sequence[Order]:
    """The orders of a window: first their ids by the index of the sort, then the rows."""
    ids = filtered(actor, query).with_only_columns(col(Order.id)).order_by(*ordering(query))
    found = (await session.scalars(ids.offset(query.offset).limit(query.limit))).all()
    return await rows(session, actor, found)


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
    statement = visible(actor)
    for position, part in enumerate(query.filters):
        statement = statement.where(*_condition(part, f"filters/{position}"))
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


def _condition(part: Filter, where: str) -> list[ColumnElement[bool]]:
    kinds: dict[str, Callable[[Filter, str], list[ColumnElement[bool]]]] = {
        "set": _in_set,
        "range": _in_range,
        "contains": _has_text,
        "equals": _has_text,
    }
    return kinds[part.kind](part, where)


def _in_set(part: Filter, where: str) -> list[ColumnElement[bool]]:
    if part.field == "status":
        known = set(OrderStatus)
        for value in part.values:
            if value not in known:
                raise invalid(f"{where}/values", "unknown_status", f"{value} is not a status of an order")
        return [col(Order.status).in_([OrderStatus(value) for value in part.values])]
    if part.field == "channel":
        return [col(Order.channel).in_(part.values)]
    raise _unknown(part, where)


def _in_range(part: Filter, where: str) -> list[ColumnElement[bool]]:
    column = {**NUMBERS, **MOMENTS}.get(part.field)
    if column is None:
        raise _unknown(part, where)
    low, high = (_bound(part, value, f"{where}/{end}") for end, value in (("low", part.low), ("high", part.high)))
    conditions = [column >= low] if low is not None else []
    return [*conditions, column < high] if high is not None else conditions


def _bound(part: Filter, value: str | int | None, where: str) -> Any:
    if value is None or value == "":
        return None
    if part.field in MOMENTS:
        return moment(str(value), tz=zone("UTC"), field=where)
    try:
        return min(max(int(value), -MAX_NUMBER), MAX_NUMBER)
    except ValueError:
        raise invalid(where, "not_a_number", "must be a whole number") from None


def _has_text(part: Filter, where: str) -> list[ColumnElement[bool]]:
    value = part.text.strip()
    if part.field == "customer":
        return [of_people(value)] if value else []
    column = TEXTS.get(part.field)
    if column is None:
        raise _unknown(part, where)
    if not value:
        return []
    return [column == value if part.kind == "equals" else column.contains(value, autoescape=True)]


def _unknown(part: Filter, where: str) -> Invalid:
    return invalid(f"{where}/field", "unknown_filter", f"orders have no {part.kind} filter on {part.field}")
