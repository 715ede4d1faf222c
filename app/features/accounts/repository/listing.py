"""The SQL of lists of users: keyset pages for the API, windows for the grid.

Personal columns are searched, not sorted: there is no order among sealed values.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.core.actor import Role
from app.core.conditions import Condition, FilterField, Found, Leaf, Moments, Words, conditions, flag
from app.core.errors import invalid
from app.core.paging import Filter, GridQuery, Sort
from app.features.accounts.repository.users import matching_user_ids, of_ids
from app.features.accounts.schemas import UserQuery
from app.features.grids.narrowing_repository import Narrow
from app.features.grids.windows_repository import Key, Window, columns_of, ids_of
from app.models import Order, User

SORTS: Mapping[str, tuple[Any, ...]] = {
    "role": (col(User.role), col(User.created_at), col(User.id)),
    "active": (col(User.active), col(User.created_at), col(User.id)),
    "created_at": (col(User.created_at), col(User.id)),
}


async def page(session: AsyncSession, query: UserQuery, after: tuple[datetime, UUID] | None) -> Sequence[User]:
    """One user more than `query.limit`, newest first, from behind `after` (created_at, id)."""
    wanted: list[Condition] = [_search(query.q)] if query.q else []
    if query.role is not None:
        wanted.append(col(User.role) == query.role)
    if query.active is not None:
        wanted.append(col(User.active) == query.active)
    if after is not None:
        moment, last = after
        wanted.append(or_(col(User.created_at) < moment, and_(col(User.created_at) == moment, col(User.id) < last)))
    order = (col(User.created_at).desc(), col(User.id).desc())
    return (await session.scalars(select(User).where(*wanted).order_by(*order).limit(query.limit + 1))).all()


async def window(session: AsyncSession, query: GridQuery) -> Sequence[User]:
    """The users of a grid's window. Raises Invalid for a sort or filter that is not offered."""
    found = await window_ids(session, query)
    by_id = {user.id: user for user in await of_ids(session, found)}
    return [by_id[user_id] for user_id in found if user_id in by_id]


async def window_ids(session: AsyncSession, query: GridQuery) -> Sequence[UUID]:
    """The ids of the users of a window, in their order."""
    parts = tuple(Narrow(condition, condition) for condition in passing(query))
    return await ids_of(session, Window(select(col(User.id)), parts, _keys(query), query.offset, query.limit))


async def count(session: AsyncSession, query: GridQuery) -> int:
    """How many users pass the grid's filters and search."""
    return await session.scalar(select(func.count()).select_from(User).where(*passing(query))) or 0


async def orders_by_user(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many orders each of these users has; who has none is missing."""
    query = select(col(Order.user_id), func.count()).where(col(Order.user_id).in_(ids)).group_by(col(Order.user_id))
    return {row[0]: row[1] for row in await session.execute(query)}


def ordering(query: GridQuery) -> list[ColumnElement[Any]]:
    """The columns to sort by, down to the id. Raises Invalid naming the sort."""
    return columns_of(_keys(query))


def _keys(query: GridQuery) -> tuple[Key, ...]:
    for place, sort in enumerate(query.sort):
        if sort.field not in SORTS:
            raise invalid(f"sort/{place}/field", "unknown_sort", f"Users cannot be sorted by {sort.field!r}")
    sorts = query.sort or (Sort(field="created_at", desc=True),)
    words = {"role", "active"}
    return tuple(Key(sort.field, SORTS[sort.field], sort.desc, words=sort.field in words) for sort in sorts)


def filtered(query: GridQuery) -> Select[Any]:
    """The users that the filters and the search let through. Raises Invalid naming the filter."""
    return select(User).where(*passing(query))


def passing(query: GridQuery) -> list[Condition]:
    """What the filters and the search ask. Raises Invalid naming the filter."""
    found = [_search(query.search)] if query.search.strip() else []
    found += [] if query.only is None else [col(User.id).in_(query.only)]
    return found + conditions(FIELDS, query, of="Users")


def _search(text: str) -> Condition:
    return col(User.id).in_(matching_user_ids(text))


def _found(part: Filter) -> Leaf | None:
    return Leaf(_search(part.text), _search(part.text)) if part.text.strip() else None


FIELDS: Mapping[str, FilterField] = {
    "role": Words(col(User.role), Role, "customer, staff or admin"),
    "active": Words(col(User.active), flag, "true or false"),
    "created_at": Moments(col(User.created_at)),
    "name": Found(_found, frozenset({"contains", "equals"})),
    "email": Found(_found, frozenset({"contains", "equals"})),
}
