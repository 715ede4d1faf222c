"""The SQL of lists of users: keyset pages for the API, windows for the grid.

Personal columns are searched, not sorted: there is no order among sealed values.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped
from sqlmodel import col, select

from app.core.actor import Role
from app.core.errors import invalid
from app.core.paging import Filter, GridQuery
from app.features.accounts.repository.users import matching_user_ids
from app.features.accounts.schemas import UserQuery
from app.models import Order, User

Condition = ColumnElement[bool]

SORTS: Mapping[str, Mapped[Any]] = {
    "role": col(User.role),
    "active": col(User.active),
    "created_at": col(User.created_at),
}


async def page(session: AsyncSession, query: UserQuery, after: tuple[datetime, UUID] | None) -> Sequence[User]:
    """One user more than `query.limit`, newest first, from behind `after` (created_at, id)."""
    conditions: list[Condition] = [_search(query.q)] if query.q else []
    if query.role is not None:
        conditions.append(col(User.role) == query.role)
    if query.active is not None:
        conditions.append(col(User.active) == query.active)
    if after is not None:
        moment, last = after
        conditions.append(or_(col(User.created_at) < moment, and_(col(User.created_at) == moment, col(User.id) < last)))
    order = (col(User.created_at).desc(), col(User.id).desc())
    return (await session.scalars(select(User).where(*conditions).order_by(*order).limit(query.limit + 1))).all()


async def window(session: AsyncSession, query: GridQuery) -> Sequence[User]:
    """The users of a grid's window. Raises Invalid for a sort or filter that is not offered."""
    statement = select(User).where(*_conditions(query)).order_by(*_order(query))
    return (await session.scalars(statement.offset(query.offset).limit(query.limit))).all()


async def count(session: AsyncSession, query: GridQuery) -> int:
    """How many users pass the grid's filters and search."""
    return await session.scalar(select(func.count()).select_from(User).where(*_conditions(query))) or 0


async def orders_by_user(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many orders each of these users has; who has none is missing."""
    query = select(col(Order.user_id), func.count()).where(col(Order.user_id).in_(ids)).group_by(col(Order.user_id))
    return {row[0]: row[1] for row in await session.execute(query)}


def _order(query: GridQuery) -> list[ColumnElement[Any]]:
    for place, sort in enumerate(query.sort):
        if sort.field not in SORTS:
            raise invalid(f"sort/{place}/field", "unknown_sort", f"Users cannot be sorted by {sort.field!r}")
    wanted = [SORTS[sort.field].desc() if sort.desc else SORTS[sort.field].asc() for sort in query.sort]
    return [*(wanted or [col(User.created_at).desc()]), col(User.id).asc()]


def _conditions(query: GridQuery) -> list[Condition]:
    conditions = [_search(query.search)] if query.search.strip() else []
    conditions += [] if query.only is None else [col(User.id).in_(query.only)]
    return conditions + [_condition(condition, f"filters/{place}") for place, condition in enumerate(query.filters)]


def _search(text: str) -> Condition:
    return col(User.id).in_(matching_user_ids(text))


def _condition(condition: Filter, at: str) -> Condition:
    make = _FILTERS.get((condition.field, condition.kind))
    if make is None:
        message = f"Users cannot be filtered by {condition.field!r} in this way"
        raise invalid(f"{at}/field", "unknown_filter", message)
    return make(condition, at)


def _roles(condition: Filter, at: str) -> Condition:
    try:
        return col(User.role).in_([Role(value) for value in condition.values])
    except ValueError:
        raise invalid(f"{at}/values", "unknown_value", "A role is customer, staff or admin") from None


def _active(condition: Filter, at: str) -> Condition:
    if not {"true", "false"}.issuperset(condition.values):
        raise invalid(f"{at}/values", "unknown_value", "Active is true or false")
    return col(User.active).in_([value == "true" for value in condition.values])


def _created(condition: Filter, at: str) -> Condition:
    parts: list[Condition] = []
    if condition.low is not None:
        parts.append(col(User.created_at) >= _moment(condition.low, f"{at}/low"))
    if condition.high is not None:
        parts.append(col(User.created_at) < _moment(condition.high, f"{at}/high"))
    return and_(True, *parts)  # noqa: FBT003 - SQL's TRUE, so that no bound is no condition


def _moment(bound: str | int, at: str) -> datetime:
    try:
        moment = datetime.fromisoformat(str(bound))
        if moment.tzinfo is None:
            raise ValueError(bound)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise invalid(at, "not_a_moment", "Give an ISO 8601 moment with its offset") from None


def _text(condition: Filter, _at: str) -> Condition:
    return _search(condition.text)


_FILTERS: Mapping[tuple[str, str], Callable[[Filter, str], Condition]] = {
    ("role", "set"): _roles,
    ("active", "set"): _active,
    ("created_at", "range"): _created,
    ("name", "contains"): _text,
    ("name", "equals"): _text,
    ("email", "contains"): _text,
    ("email", "equals"): _text,
}
