"""From a grid's filters to conditions of SQL: one way for every list.

A repository says what each of its fields is and gets the conditions of a query:

    FIELDS = {"total": Numbers(col(Order.total_amount)), "ordered_at": Moments(col(Order.ordered_at)), …}
    statement.where(*conditions(FIELDS, query, of="Orders"))

A condition that lacks what it needs (no text, no value, neither bound) says nothing and is left out, in an "any" too.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeAlias

from sqlalchemy import ColumnElement, and_, not_, or_

from app.core import clock
from app.core.clauses import LAST, Starting, Unindexed, folded
from app.core.errors import Invalid, invalid
from app.core.paging import Filter, FilterGroup, FilterList, GridQuery
from app.core.ranges import moment, zone
from app.core.spans import settled

Condition: TypeAlias = ColumnElement[bool]
MAX_NUMBER = 2**63 - 1
RANGE, TIME, SET = frozenset({"range"}), frozenset({"range", "when"}), frozenset({"set"})
TEXT = frozenset({"contains", "equals", "starts", "empty", "set"})


@dataclass(frozen=True, slots=True)
class Leaf:
    """A single condition in its two forms: to find rows by an index, and to check rows that another index finds.

    `rows` is a statement whose rows are as many as pass, where there is a quicker one than the list itself; `cost` how
    much a row that is found costs, beside one of an index that holds all that is asked of it. Where an index tells
    nothing of how many pass, it is not `countable`. A check is `slow` where it looks into another table.
    """

    find: Condition
    check: Condition
    rows: Any = None
    cost: int = 1
    countable: bool = True
    slow: bool = False


class FilterField(Protocol):
    """What can be filtered by."""

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of filters that it takes."""
        ...

    def leaf(self, part: Filter, at: str) -> Leaf | None:
        """The condition of a filter; None when it says nothing. Raises Invalid below `at`."""
        ...


def negated(leaf: Leaf, *, missing: Any = None) -> Leaf:
    """The opposite; where the column `missing` is NULL, it holds too."""
    find, check = not_(leaf.find), not_(leaf.check)
    if missing is not None:
        find, check = or_(missing.is_(None), find), or_(missing.is_(None), check)
    return Leaf(find, check, countable=False, slow=leaf.slow)


def _either(leaf: Leaf, part: Filter) -> Leaf:
    return negated(leaf) if part.negated else leaf


@dataclass(frozen=True, slots=True)
class Texts:
    """Text in clear of a small table, compared without regard to case."""

    column: Any
    kinds: frozenset[str] = TEXT

    def leaf(self, part: Filter, at: str) -> Leaf | None:
        """Looks at each text; the values of a `set` are taken as they are."""
        del at
        condition = self._condition(part)
        return None if condition is None else _either(Leaf(condition, condition, countable=False), part)

    def _condition(self, part: Filter) -> Condition | None:
        text = part.text.strip().lower()
        if part.kind == "set":
            return self.column.in_(part.values) if part.values else None
        if part.kind == "empty":
            return self.column == ""
        if not text:
            return None
        if part.kind == "contains":
            return self.column.icontains(text, autoescape=True)
        plain = folded(self.column)
        return plain == text if part.kind == "equals" else and_(plain >= text, plain < text + LAST)


@dataclass(frozen=True, slots=True)
class Codes:
    """Codes such as a till's references, with an index, which may be missing.

    They are compared as typed, in capitals and in small letters, which an index can answer. `containing` finds those
    that contain a text, which looks at each.
    """

    column: Any
    containing: Callable[[str], Condition]
    kinds: frozenset[str] = TEXT

    def leaf(self, part: Filter, at: str) -> Leaf | None:
        """What is not there is empty, and passes what is negated."""
        del at
        find, check = self._condition(part, self.column), self._condition(part, Unindexed(self.column))
        if find is None or check is None:
            return None
        leaf = Leaf(find, check, cost=4, countable=part.kind != "contains")
        if not part.negated:
            return leaf
        return negated(leaf, missing=None if part.kind == "empty" else self.column)

    def _condition(self, part: Filter, column: Any) -> Condition | None:
        text = part.text.strip()
        spellings = tuple(dict.fromkeys((text, text.upper(), text.lower())))
        if part.kind == "empty":
            return or_(column.is_(None), column == "")
        if part.kind == "set":
            return column.in_(part.values) if part.values else None
        if not text:
            return None
        if part.kind == "contains":
            return self.containing(text)
        if part.kind == "equals":
            return column.in_(spellings)
        return or_(*(Starting(column, spelling) for spelling in spellings))


@dataclass(frozen=True, slots=True)
class Numbers:
    """Whole numbers, or amounts in minor units."""

    column: Any
    kinds: frozenset[str] = RANGE

    def leaf(self, part: Filter, at: str) -> Leaf | None:
        """Between the bounds that are given."""
        low, high = (self._bound(part, end, at) for end in ("low", "high"))
        return _between(self.column, low, high, part)

    def _bound(self, part: Filter, end: str, at: str) -> int | None:
        value = getattr(part, end)
        if value is None or value == "":
            return None
        try:
            return min(max(int(value), -MAX_NUMBER), MAX_NUMBER)
        except ValueError:
            raise invalid(f"{at}/{end}", "not_a_number", "must be a whole number") from None


@dataclass(frozen=True, slots=True)
class Moments:
    """Moments; bounds are ISO 8601 with an offset."""

    column: Any
    kinds: frozenset[str] = TIME

    def leaf(self, part: Filter, at: str) -> Leaf | None:
        """Between the bounds that are given."""
        return _between(self.column, *bounds_of(part, at), part)


def bounds_of(part: Filter, at: str) -> tuple[datetime | None, datetime | None]:
    """The bounds of a filter of moments; None where one is open. Raises Invalid below `at`."""
    low, high = (
        moment(str(value), tz=zone("UTC"), field=f"{at}/{end}") if value not in {None, ""} else None
        for end, value in (("low", part.low), ("high", part.high))
    )
    return low, high


def _between(column: Any, low: object, high: object, part: Filter) -> Leaf | None:
    if low is None and high is None:
        return None

    def bounds(of: Any) -> Condition:
        ends: list[Condition] = [of >= low] if low is not None else []
        return and_(*ends, *([of < high] if high is not None else []))

    return _either(Leaf(bounds(column), bounds(Unindexed(column))), part)


@dataclass(frozen=True, slots=True)
class Words:
    """A column of a closed vocabulary; `read` makes a word of text and raises ValueError for what is none.

    Where `every` word is known, what is negated is one of the others. `indexed`: an index begins with it.
    """

    column: Any
    read: Callable[[str], object]
    words: str
    every: tuple[object, ...] = ()
    indexed: bool = True
    kinds: frozenset[str] = SET

    def leaf(self, part: Filter, at: str) -> Leaf | None:
        """One of the values."""
        try:
            values = [self.read(value) for value in part.values]
        except ValueError:
            raise invalid(f"{at}/values", "unknown_value", f"must be {self.words}") from None
        if not values:
            return None
        if part.negated and self.every:
            values, part = [word for word in self.every if word not in values], _plain(part)
        return _either(Leaf(self.column.in_(values), Unindexed(self.column).in_(values), countable=self.indexed), part)


def _plain(part: Filter) -> Filter:
    """The same filter, not negated."""
    return part.model_copy(update={"negated": False})


@dataclass(frozen=True, slots=True)
class Found:
    """A field whose condition the repository makes itself, from the filter's text or values."""

    make: Callable[[Filter], Leaf | None]
    kinds: frozenset[str]

    def leaf(self, part: Filter, at: str) -> Leaf | None:
        """What the repository makes of it."""
        del at
        made = self.make(part)
        return None if made is None else _either(made, part)


def flag(text: str) -> bool:
    """The truth of `true` and `false`. Raises ValueError for anything else."""
    if text not in {"true", "false"}:
        raise ValueError(text)
    return text == "true"


def conditions(fields: Mapping[str, FilterField], query: GridQuery, *, of: str) -> list[Condition]:
    """The conditions that all must hold. `of` are the rows, for the sentence of a fault. Raises Invalid."""
    return _parts(fields, settled(query, clock.now()).filters, "filters", of)


def _parts(
    fields: Mapping[str, FilterField], parts: Sequence[Filter | FilterList | FilterGroup], at: str, of: str
) -> list[Condition]:
    made = (_part(fields, part, f"{at}/{place}", of) for place, part in enumerate(parts))
    return [condition for condition in made if condition is not None]


def _part(
    fields: Mapping[str, FilterField], part: Filter | FilterList | FilterGroup, at: str, of: str
) -> Condition | None:
    if isinstance(part, Filter):
        leaf = leaf_of(fields, part, at, of=of)
        return None if leaf is None else leaf.find
    inner = _parts(fields, part.parts, f"{at}/parts", of)
    if not inner:
        return None
    return and_(*inner) if part.kind == "all" else or_(*inner)


def leaf_of(fields: Mapping[str, FilterField], part: Filter, at: str, *, of: str) -> Leaf | None:
    """The condition of one filter at its place; None when it says nothing. Raises Invalid."""
    field = fields.get(part.field)
    if field is None or part.kind not in field.kinds:
        raise _unknown(part, at, of)
    return field.leaf(part, at)


def _unknown(part: Filter, at: str, of: str) -> Invalid:
    return invalid(f"{at}/field", "unknown_filter", f"{of} cannot be filtered by {part.field!r} in this way")
