"""The SQL of lists of orders: keyset pages for the API and the customer, windows for the grid.

Every listed sort has an index that ends in the id, so neither a page nor a window sorts the table. A window first
walks the index for the ids and then loads just those rows.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, false, func, literal, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute
from sqlmodel import col, select

from app.core.actor import Actor
from app.core.crypto import email_index, name_query
from app.core.errors import invalid
from app.core.ids import parse_id
from app.core.paging import decode_cursor
from app.core.ranges import TimeRange, moment, zone
from app.features.orders.repository import visible
from app.features.orders.schemas import OrderPick, OrderQuery
from app.models import Order, OrderItem, OrderStatus, Product, User, UserNameTerm

MAX_NUMBER = 2**63 - 1
# Each sort ends in a unique column and runs in one direction, like its index.
SORTS: dict[str, tuple[Any, ...]] = {
    "created_at": (col(Order.created_at), col(Order.id)),
    "ordered_at": (col(Order.ordered_at), col(Order.id)),
    "total": (col(Order.total_amount), col(Order.id)),
    "number": (col(Order.number),),
    "status": (col(Order.status), col(Order.ordered_at), col(Order.id)),
}


def matching(text: str, *, personal: bool) -> ColumnElement[bool]:
    """Orders found by number, reference or SKU, and where `personal` by e-mail or name prefixes of the customer."""
    text = text.strip()
    found: list[Any] = [
        select(Order.id).where(col(Order.reference) == text),
        select(OrderItem.order_id).where(col(OrderItem.sku) == text),
    ]
    digits = text.removeprefix("#")
    if digits.isascii() and digits.isdigit() and int(digits) <= MAX_NUMBER:
        found.append(select(Order.id).where(col(Order.number) == int(digits)))
    if personal:
        found.append(select(Order.id).where(of_people(text)))
    return col(Order.id).in_(found[0].union(*found[1:]))


def of_people(text: str) -> ColumnElement[bool]:
    """Orders of the customers with this e-mail address, or with these prefixes in their name."""
    found = _people(text)
    return false() if found is None else col(Order.user_id).in_(found)


def are_people(text: str) -> ColumnElement[bool]:
    """Users with this e-mail address, or with these prefixes in their name."""
    found = _people(text)
    return false() if found is None else col(User.id).in_(found)


def _people(text: str) -> Any:
    """A statement of the ids of people; None where the text names nobody."""
    if "@" in text:
        return select(User.id).where(col(User.email_index) == email_index(text))
    terms = name_query(text)
    if not terms:
        return None
    return (
        select(UserNameTerm.user_id)
        .where(col(UserNameTerm.term).in_(terms))
        .group_by(col(UserNameTerm.user_id))
        .having(func.count() == len(terms))
    )


def within(span: TimeRange) -> list[ColumnElement[bool]]:
    """Orders of a range of time, by `ordered_at`."""
    parts: list[ColumnElement[bool]] = []
    if span.start:
        parts.append(col(Order.ordered_at) >= span.start)
    if span.end:
        parts.append(col(Order.ordered_at) < span.end)
    return parts


async def page(
    session: AsyncSession, actor: Actor, query: OrderQuery, *, span: TimeRange, personal: bool
) -> Sequence[Order]:
    """One page and one row more, if there is one (so that the caller knows)."""
    statement = _passing(actor, query, span=span, personal=personal)
    columns = SORTS[query.sort.removeprefix("-")]
    descending = query.sort.startswith("-")
    if query.cursor:
        after = tuple_(*columns) < _cursor(query, columns) if descending else tuple_(*columns) > _cursor(query, columns)
        statement = statement.where(after)
    order = [column.desc() if descending else column.asc() for column in columns]
    return (await session.scalars(statement.order_by(*order).limit(query.limit + 1))).all()


async def totals(
    session: AsyncSession, actor: Actor, query: OrderQuery, *, span: TimeRange
) -> Sequence[tuple[str, int, int]]:
    """(currency, orders, sum of their totals) of the whole list."""
    statement = _passing(actor, query, span=span, personal=False)
    sums = func.count(), func.sum(Order.total_amount)
    rows = await session.execute(
        statement.with_only_columns(col(Order.currency), *sums)
        .group_by(col(Order.currency))
        .order_by(col(Order.currency))
    )
    return [(currency, count, int(amount)) for currency, count, amount in rows]


def _passing(actor: Actor, query: OrderQuery, *, span: TimeRange, personal: bool) -> Select[Any]:
    """The orders that the actor may see and the query lets pass."""
    statement = visible(actor).where(*within(span))
    if query.status:
        statement = statement.where(col(Order.status).in_(query.status))
    if query.q.strip():
        statement = statement.where(matching(query.q, personal=personal))
    return statement.where(*_picked(query)) if isinstance(query, OrderPick) else statement


def _picked(query: OrderPick) -> list[ColumnElement[bool]]:
    parts: list[ColumnElement[bool]] = []
    if query.currency:
        parts.append(col(Order.currency) == query.currency)
    if query.product:
        sold = select(Product.id).where(col(Product.sku) == query.product)
        # Looked into for each order: a person has few, a product may have very many.
        parts.append(exists().where(col(OrderItem.order_id) == Order.id, col(OrderItem.product_id).in_(sold)))
    return parts


def cursor_values(order: Order, sort: str) -> tuple[object, ...]:
    """The sort values of an order for its cursor, JSON-ready."""
    names = [column.key for column in SORTS[sort.removeprefix("-")]]
    values = [getattr(order, name) for name in names]
    return tuple(value if isinstance(value, int) else _text(value) for value in values)


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _cursor(query: OrderQuery, columns: tuple[Any, ...]) -> Any:
    """The cursor's values in the columns' types, as a row to compare with. Raises Invalid."""
    raw = decode_cursor(query.cursor or "", length=len(columns))
    return tuple_(*[_bound(column, value) for column, value in zip(columns, raw, strict=True)])


def _bound(column: InstrumentedAttribute[Any], value: object) -> Any:
    kinds: dict[str, type] = {"number": int, "total_amount": int}
    if isinstance(value, kinds.get(column.key, str)) and not isinstance(value, bool):
        if isinstance(value, int):
            return literal(min(max(value, -MAX_NUMBER), MAX_NUMBER), column.type)
        if column.key == "id" and (order_id := parse_id(value)):
            return literal(order_id, column.type)
        if column.key == "status" and value in set(OrderStatus):
            return literal(OrderStatus(str(value)), column.type)
        if column.key.endswith("_at"):
            return literal(moment(str(value), tz=zone("UTC"), field="cursor"), column.type)
    raise invalid("cursor", "invalid_cursor", "this cursor is not one of ours; start from the first page")
