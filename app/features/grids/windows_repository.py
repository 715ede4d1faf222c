"""The ids of a window, by any sorts and from any place, among a million rows (docs/adr/0008).

Every sort has an index that holds all columns that are filtered by, so that a window reads that one index and then just
its own rows. Several sorts follow the index of the first: within a group of rows that are equal there, they are sorted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, tuple_
from sqlalchemy import select as sql_select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clauses import Unindexed
from app.features.grids.narrowing_repository import FEW, Narrow

# From here on it is worth knowing how many rows there are, since the last ones are near the other end.
FAR = 100_000
# So many rows are checked by a look into another table before the rows are found from there instead; this many times
# more where other conditions keep rows from being looked at so closely.
PATIENCE, LENIENCE = 20_000, 5
# Columns, each with whether it falls.
Order: TypeAlias = Sequence[tuple[Any, bool]]


@dataclass(frozen=True, slots=True)
class Key:
    """A sort: columns in the order of an index, the first being what is sorted by, the last unique.

    `words`: it has few values, each of which may have very many rows.
    """

    name: str
    columns: tuple[Any, ...]
    desc: bool = False
    words: bool = False

    @property
    def column(self) -> Any:
        """What is sorted by."""
        return self.columns[0]

    @property
    def order(self) -> Order:
        """All its columns, in its direction."""
        return [(column, self.desc) for column in self.columns]


@dataclass(frozen=True, slots=True)
class Window:
    """`limit` rows from `offset` on, of those that `ids` selects, whose `parts` all hold, sorted by `keys` (not empty).

    `ids` is a statement that selects the id of each row there is, `total` a quick one of how many those are.
    """

    ids: Select[Any]
    parts: tuple[Narrow, ...]
    keys: tuple[Key, ...]
    offset: int
    limit: int
    total: Select[Any] | None = None

    @property
    def order(self) -> Order:
        """By each sort's column, then by the columns that break the ties of the last one."""
        return _order(self.keys)


def columns_of(keys: Sequence[Key]) -> list[ColumnElement[Any]]:
    """What to order by, for who walks over all rows."""
    return [column.desc() if desc else column.asc() for column, desc in _order(keys)]


def _order(keys: Sequence[Key]) -> Order:
    *before, last = keys
    return [(key.column, key.desc) for key in before] + list(last.order)


async def ids_of(session: AsyncSession, window: Window) -> list[UUID]:
    """The ids of the rows of a window, in their order."""
    if window.total is not None and window.offset >= FAR and not window.parts:
        total = int(await session.scalar(window.total) or 0)
        if window.offset > total // 2:
            return (await _forwards(session, _from_the_end(window, total)))[::-1]
    return await _forwards(session, window)


def _from_the_end(window: Window, total: int) -> Window:
    """The same rows, told from the other end."""
    last = min(window.offset + window.limit, total)
    keys = tuple(replace(key, desc=not key.desc) for key in window.keys)
    return replace(window, keys=keys, offset=total - last, limit=max(0, last - window.offset))


async def _forwards(session: AsyncSession, window: Window) -> list[UUID]:
    first, *rest = window.keys
    if len(first.columns) == 1:
        window, rest = replace(window, keys=(first,)), []
    if any(part.is_rare for part in window.parts):
        return await _run(session, _found(window, _rarest(window)))
    if any(part.slow for part in window.parts):
        return await _patiently(session, window)
    return await (_by_groups(session, window) if rest else _run(session, _walked(window)))


async def _patiently(session: AsyncSession, window: Window) -> list[UUID]:
    """Checks rows in their order as long as that is quick; where those that pass are far away, finds them all."""
    if len(window.keys) == 1 and window.offset + window.limit < PATIENCE:
        ids = await _run(session, _walked(await _until(session, window)))
        if len(ids) == window.limit:
            return ids
    return await _run(session, _found(window, _rarest(window)))


async def _until(session: AsyncSession, window: Window) -> Window:
    """The window, going no further than PATIENCE allows."""
    key = window.keys[0]
    far = PATIENCE * (LENIENCE if any(not part.slow for part in window.parts) else 1)
    last = (await session.execute(_walked(replace(window, parts=(), offset=far, limit=1), (key.column,)))).one_or_none()
    if last is None:
        return window
    until = key.column >= last[0] if key.desc else key.column <= last[0]
    return replace(window, parts=(*window.parts, Narrow(until, until, field=key.name)))


async def _by_groups(session: AsyncSession, window: Window) -> list[UUID]:
    """Sorted by several: from the group of equal rows on in which the window begins."""
    first, *rest = window.keys
    found = await _group_at(session, window)
    if found is None:
        return []
    value, before = found
    if first.words:
        return await _word_by_word(session, window, value, tuple(rest), skipped=window.offset - before)
    since = first.column <= value if first.desc else first.column >= value
    part = Narrow(since, since, field=first.name)
    return await _run(session, _walked(replace(window, parts=(*window.parts, part), offset=window.offset - before)))


async def _group_at(session: AsyncSession, window: Window) -> tuple[Any, int] | None:
    """The value of the first sort at the window's beginning, and how many rows come before those that have it."""
    first = window.keys[0]
    alone = replace(window, keys=(first,), limit=1)
    row = (await session.execute(_walked(alone, first.columns))).one_or_none()
    if row is None:
        return None
    value, *ties = row
    if not window.offset:
        return value, 0
    ours, place = tuple_(*first.columns[1:]), tuple_(*ties)
    part = Narrow(first.column == value, first.column == value, field=first.name)
    equal = window.ids.where(*_checks(replace(alone, parts=(*window.parts, part))))
    sooner = equal.where(ours > place if first.desc else ours < place)
    count = (await session.scalar(sql_select(func.count()).select_from(sooner.subquery()))) or 0
    return value, window.offset - count


async def _word_by_word(
    session: AsyncSession, window: Window, word: Any, rest: tuple[Key, ...], *, skipped: int
) -> list[UUID]:
    """The rows of one word of the first sort after the other, each sorted by the rest."""
    first, found = window.keys[0], list[UUID]()
    while word is not None and len(found) < window.limit:
        part = await _of_word(session, window, word)
        limit = window.limit - len(found)
        narrower = replace(window, parts=(*window.parts, part), keys=rest, offset=skipped, limit=limit)
        found += await _forwards(session, narrower)
        skipped = 0
        word = await _word_after(session, window.ids, first, word)
    return found


async def _of_word(session: AsyncSession, window: Window, word: Any) -> Narrow:
    column = window.keys[0].column
    some = window.ids.where(column == word).limit(FEW).subquery()
    count = (await session.scalar(sql_select(func.count()).select_from(some))) or 0
    return Narrow(column == word, Unindexed(column) == word, count)


async def _word_after(session: AsyncSession, ids: Select[Any], key: Key, word: Any) -> Any:
    """One step down the index."""
    end, beyond = (func.max, key.column < word) if key.desc else (func.min, key.column > word)
    return await session.scalar(ids.with_only_columns(end(key.column)).where(beyond))


async def _run(session: AsyncSession, statement: Select[Any]) -> list[UUID]:
    return list((await session.scalars(statement)).all())


def _rarest(window: Window) -> Narrow:
    """The condition to find the rows by; of those that many rows pass, one that is slow to check."""
    return min(window.parts, key=lambda part: (part.weight, not part.slow))


def _found(window: Window, rarest: Narrow) -> Select[Any]:
    """The ids of the window's rows: found by one condition, and then sorted."""
    row: Any = next(iter(window.ids.selected_columns))
    needed: dict[str, Any] = {row.key: row, **{column.key: column for column, _ in window.order}}
    checks = [part.check for part in window.parts if part is not rarest]
    rows: Any = window.ids.with_only_columns(*needed.values()).where(rarest.find, *checks)
    found: Any = rows.cte("found").prefix_with("MATERIALIZED")
    order = [(found.c[column.key], desc) for column, desc in window.order]
    return _cut(sql_select(found.c[row.key]), order, window)


def _walked(window: Window, columns: Sequence[Any] = ()) -> Select[Any]:
    """The window's rows, their ids or those columns, as the index of the sort has them."""
    rows: Any = window.ids.with_only_columns(*columns) if columns else window.ids
    return _cut(rows.where(*_checks(window)), window.order, window)


def _checks(window: Window) -> list[ColumnElement[bool]]:
    """The conditions, checked row by row, but for those on the very index that is walked."""
    led = window.keys[0].name
    return [part.find if part.field == led else part.check for part in window.parts]


def _cut(rows: Select[Any], order: Order, window: Window) -> Select[Any]:
    by = [column.desc() if desc else column.asc() for column, desc in order]
    return rows.order_by(*by).offset(window.offset).limit(window.limit)
