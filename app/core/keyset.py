"""Walking over any number of rows in any order, some thousands at a time, without counting past those already seen.

An order is a list of columns, `column.asc()` and `column.desc()`, that ends in a unique column. A place in it is a
row's values of these columns, none of which may be NULL. The rows behind a place are found by comparing, never by
OFFSET.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, UnaryExpression, and_, literal, or_, tuple_
from sqlalchemy.sql import operators

T = TypeVar("T")
Place: TypeAlias = tuple[Any, ...]
# Ids are cheap: many at once, so that a sort without an index is done seldom. Rows are not.
IDS_AT_ONCE = 20_000
ROWS_AT_ONCE = 500


def keys(ordering: Sequence[Any]) -> list[ColumnElement[Any]]:
    """The columns of an order."""
    return [part.element if isinstance(part, UnaryExpression) else part for part in ordering]


def behind(ordering: Sequence[Any], place: Place) -> ColumnElement[bool]:
    """The rows that come after `place`. Where all columns run one way it is one comparison, which an index serves."""
    columns = keys(ordering)
    values = [literal(value, column.type) for column, value in zip(columns, place, strict=True)]
    ways = [isinstance(part, UnaryExpression) and part.modifier is operators.desc_op for part in ordering]
    if len(set(ways)) == 1:
        return tuple_(*columns) < tuple_(*values) if ways[0] else tuple_(*columns) > tuple_(*values)
    further = [
        column < value if desc else column > value for column, value, desc in zip(columns, values, ways, strict=True)
    ]
    ties = [column == value for column, value in zip(columns, values, strict=True)]
    steps = [and_(*ties[:depth], step) for depth, step in enumerate(further)]
    return and_(or_(further[0], ties[0]), or_(*steps))


async def walk(
    find: Callable[[Place | None, int], Awaitable[Sequence[tuple[UUID, Place]]]],
    load: Callable[[Sequence[UUID]], Awaitable[Sequence[T]]],
) -> AsyncGenerator[Sequence[T], None]:
    """Rows, some at a time. `find` gives ids with their places behind a place, `load` the rows of some ids in order."""
    place: Place | None = None
    while found := await find(place, IDS_AT_ONCE):
        for part in _parts(found):
            yield await load(part)
        place = found[-1][1]


def _parts(found: Sequence[tuple[UUID, Place]]) -> list[list[UUID]]:
    ids = [row_id for row_id, _place in found]
    return [ids[start : start + ROWS_AT_ONCE] for start in range(0, len(ids), ROWS_AT_ONCE)]
