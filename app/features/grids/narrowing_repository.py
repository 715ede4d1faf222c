"""Which of a query's conditions are rare: counted by their own indexes, and no further than it takes to know.

A rare condition is worth finding its rows by; one that many rows pass is cheaper to check while the sort's index is
walked (docs/adr/0008). Neither database knows which is which: SQLite does not look at the values of a condition, and
PostgreSQL does not know how many orders the customers of a name or the products of a category have.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, text
from sqlalchemy import select as sql_select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core import clock
from app.core.conditions import Condition, FilterField, Leaf, leaf_of
from app.core.paging import Filter, FilterGroup, FilterList, GridQuery
from app.core.spans import settled

# So many entries of an index are read, sorted and cut in some ten milliseconds.
FEW = 10_000


@dataclass(frozen=True, slots=True)
class Narrow:
    """A condition of a query, in its two forms. `weight`: what finding its rows costs, `FEW` when they are many.

    `field` is the one field that it is about; empty when they are several. `slow`: to check a row takes a look into
    another table. `rows` finds it by an index of that table, where it is one condition.
    """

    find: Condition
    check: Condition
    weight: int = FEW
    field: str = ""
    slow: bool = False
    rows: Select[Any] | None = None

    @property
    def is_rare(self) -> bool:
        """Whether it is worth finding its rows first."""
        return self.weight < FEW


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Leaves of which any must hold, as a search is; made by a repository."""

    leaves: tuple[Leaf, ...]


@dataclass(slots=True)
class _Tree:
    """A group of leaves and groups as they were asked for."""

    kind: str
    parts: list["_Tree | _Twig"] = field(default_factory=list["_Tree | _Twig"])


@dataclass(slots=True)
class _Twig:
    """A leaf, what it is about, and what finding its rows costs, once that is known."""

    leaf: Leaf
    field: str
    weight: int = FEW


Asked: TypeAlias = Filter | FilterList | FilterGroup


@dataclass(frozen=True, slots=True)
class Fields:
    """What a list is filtered by. `row` is the column of its ids, `of` its rows in a sentence."""

    row: Any
    fields: Mapping[str, FilterField]
    of: str


async def plan_for_values(session: AsyncSession) -> None:
    """Until the transaction's end PostgreSQL plans each statement for its own values.

    It would else come to one plan for all, which takes any range to be narrow.
    """
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text("SET LOCAL plan_cache_mode = force_custom_plan"))


async def narrowed(
    session: AsyncSession,
    fields: Fields,
    query: GridQuery,
    *,
    search: Alternatives | None,
    free: str = "",
    weighs: bool = True,
) -> list[Narrow]:
    """The conditions that all must hold. One on the field `free`, whose index is walked anyway, need not be counted.

    None is counted where it is known by what the rows are found (`weighs`). Raises Invalid naming the filter.
    """
    tree = _tree(fields, "all", settled(query, clock.now()).filters, "filters")
    if search is not None:
        tree.parts.append(_Tree("any", [_Twig(leaf, "") for leaf in search.leaves]))
    twigs = [twig for twig in _twigs(tree) if twig.leaf.countable]
    if weighs and (len(tree.parts) > 1 or any(twig.field != free for twig in twigs)):
        await _weigh(session, fields, twigs)
    return [_folded(fields, part) for part in tree.parts]


def _tree(fields: Fields, kind: str, parts: Sequence[Asked], at: str) -> _Tree:
    made = _Tree(kind)
    for place, part in enumerate(parts):
        where = f"{at}/{place}"
        if not isinstance(part, Filter):
            group = _tree(fields, part.kind, part.parts, f"{where}/parts")
            made.parts += [group] if group.parts else []
        elif leaf := leaf_of(fields.fields, part, where, of=fields.of):
            made.parts.append(_Twig(leaf, part.field))
    return made


def _twigs(part: _Tree | _Twig) -> list[_Twig]:
    return [part] if isinstance(part, _Twig) else [twig for inner in part.parts for twig in _twigs(inner)]


async def _weigh(session: AsyncSession, fields: Fields, twigs: Sequence[_Twig]) -> None:
    """Count what each leaf lets through, all in one statement."""
    if not twigs:
        return
    counts = [_sample(fields, twig.leaf) for twig in twigs]
    for twig, count in zip(twigs, (await session.execute(sql_select(*counts))).one(), strict=True):
        twig.weight = count * twig.leaf.cost


def _sample(fields: Fields, leaf: Leaf) -> Any:
    rows: Select[Any] = leaf.rows if leaf.rows is not None else sql_select(fields.row).where(leaf.find)
    some = rows.order_by(None).limit(FEW // leaf.cost).subquery()
    return sql_select(func.count()).select_from(some).scalar_subquery()


def _folded(fields: Fields, part: _Tree | _Twig) -> Narrow:
    if isinstance(part, _Twig):
        leaf = part.leaf
        return Narrow(leaf.find, leaf.check, part.weight, part.field, slow=leaf.slow, rows=leaf.rows)
    inner = [_folded(fields, each) for each in part.parts]
    return _all(inner) if part.kind == "all" else _any(fields, inner)


def _all(inner: Sequence[Narrow]) -> Narrow:
    """The rows of the rarest, the others checked."""
    rarest = min(inner, key=lambda part: part.weight)
    find = and_(rarest.find, *(part.check for part in inner if part is not rarest))
    check, slow = and_(*(part.check for part in inner)), any(part.slow for part in inner)
    return Narrow(find, check, rarest.weight, _field(inner), slow=slow)


def _any(fields: Fields, inner: Sequence[Narrow]) -> Narrow:
    """The rows of each together. What nothing passes is left out."""
    some = [part for part in inner if part.weight]
    if len(some) == 1:
        return some[0]
    if not some:
        return Narrow(false(), false(), 0)
    found = [sql_select(fields.row).where(part.find) for part in some]
    find: ColumnElement[bool] = fields.row.in_(found[0].union(*found[1:]))
    weight = min(FEW, 4 * sum(part.weight for part in some))
    check, slow = or_(*(part.check for part in some)), any(part.slow for part in some)
    return Narrow(find, check, weight, _field(some), slow=slow)


def _field(inner: Sequence[Narrow]) -> str:
    names = {part.field for part in inner}
    return names.pop() if len(names) == 1 else ""
