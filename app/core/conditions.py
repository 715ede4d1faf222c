"""From a grid's filters to conditions of SQL: one way for every list.

A repository says what each of its fields is and gets the conditions of a query:

    FIELDS = {"total": Numbers(col(Order.total_amount)), "ordered_at": Moments(col(Order.ordered_at)), …}
    statement.where(*conditions(FIELDS, query, of="Orders"))

A condition that lacks what it needs (no text, no value, neither bound) says nothing and is left out, in an "any" too.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from sqlalchemy import ColumnElement, String, and_, func, not_, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from app.core import clock
from app.core.errors import Invalid, invalid
from app.core.paging import Filter, FilterGroup, FilterList, GridQuery
from app.core.ranges import moment, zone
from app.core.spans import settled

Condition: TypeAlias = ColumnElement[bool]
MAX_NUMBER = 2**63 - 1
# Above every character that a text starts with.
LAST = "\U0010ffff"


class FilterField(Protocol):
    """What can be filtered by."""

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of filters that it takes."""
        ...

    @property
    def nullable(self) -> Any:
        """The column, where its NULLs are to pass what is negated; else None."""
        ...

    def condition(self, part: Filter, at: str) -> Condition | None:
        """The condition of a filter, before it is negated; None when it says nothing. Raises Invalid below `at`."""
        ...


@dataclass(frozen=True, slots=True)
class Texts:
    """Text in clear, compared without regard to case. `maybe_missing` where it may be NULL, which is empty too."""

    column: Any
    maybe_missing: bool = False
    kinds: frozenset[str] = frozenset({"contains", "equals", "starts", "empty", "set"})

    @property
    def nullable(self) -> Any:
        """The column, where it may be missing."""
        return self.column if self.maybe_missing else None

    def condition(self, part: Filter, at: str) -> Condition | None:
        """`equals` and `starts` are ranges of an index over `folded(column)`, `contains` looks at each text.

        The values of a `set` are taken as they are.
        """
        del at
        text = part.text.strip().lower()
        if part.kind == "set":
            return self.column.in_(part.values) if part.values else None
        if part.kind == "empty":
            return or_(self.column.is_(None), self.column == "") if self.maybe_missing else self.column == ""
        if not text:
            return None
        if part.kind == "contains":
            return self.column.icontains(text, autoescape=True)
        plain = folded(self.column)
        return plain == text if part.kind == "equals" else and_(plain >= text, plain < text + LAST)


class Bytewise(FunctionElement[str]):
    """Text compared by its code points, whatever the collation of the database."""

    inherit_cache = True
    name = "bytewise"
    type = String()


@compiles(Bytewise)
def _bytewise(element: Bytewise, compiler: SQLCompiler, **options: Any) -> str:
    (text,) = element.clauses
    return compiler.process(text, **options)


@compiles(Bytewise, "postgresql")
def _bytewise_on_postgresql(element: Bytewise, compiler: SQLCompiler, **options: Any) -> str:
    (text,) = element.clauses
    return f'{compiler.process(text, **options)} COLLATE "C"'


def folded(column: Any) -> Bytewise:
    """The text of a column in small letters (SQLite knows those of ASCII)."""
    return Bytewise(func.lower(column))


@dataclass(frozen=True, slots=True)
class Numbers:
    """Whole numbers, or amounts in minor units."""

    column: Any
    kinds: frozenset[str] = frozenset({"range"})
    nullable: None = None

    def condition(self, part: Filter, at: str) -> Condition | None:
        """Between the bounds that are given."""
        return _between(self.column, *(self._bound(part, end, at) for end in ("low", "high")))

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
    kinds: frozenset[str] = frozenset({"range", "when"})
    nullable: None = None

    def condition(self, part: Filter, at: str) -> Condition | None:
        """Between the bounds that are given."""
        low, high = (
            moment(str(value), tz=zone("UTC"), field=f"{at}/{end}") if value not in {None, ""} else None
            for end, value in (("low", part.low), ("high", part.high))
        )
        return _between(self.column, low, high)


def _between(column: Any, low: object, high: object) -> Condition | None:
    bounds: list[Condition] = [column >= low] if low is not None else []
    bounds += [column < high] if high is not None else []
    return and_(*bounds) if bounds else None


@dataclass(frozen=True, slots=True)
class Words:
    """A column of a closed vocabulary; `read` makes a word of text and raises ValueError for what is none."""

    column: Any
    read: Callable[[str], object]
    words: str
    kinds: frozenset[str] = frozenset({"set"})
    nullable: None = None

    def condition(self, part: Filter, at: str) -> Condition | None:
        """One of the values."""
        try:
            values = [self.read(value) for value in part.values]
        except ValueError:
            raise invalid(f"{at}/values", "unknown_value", f"must be {self.words}") from None
        return self.column.in_(values) if values else None


@dataclass(frozen=True, slots=True)
class Found:
    """A field whose condition the repository makes itself, from the filter's text or values."""

    find: Callable[[Filter], Condition | None]
    kinds: frozenset[str]
    nullable: None = None

    def condition(self, part: Filter, at: str) -> Condition | None:
        """What the repository makes of it."""
        del at
        return self.find(part)


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
        return _single(fields, part, at, of)
    inner = _parts(fields, part.parts, f"{at}/parts", of)
    if not inner:
        return None
    return and_(*inner) if part.kind == "all" else or_(*inner)


def _single(fields: Mapping[str, FilterField], part: Filter, at: str, of: str) -> Condition | None:
    field = fields.get(part.field)
    if field is None or part.kind not in field.kinds:
        raise _unknown(part, at, of)
    condition = field.condition(part, at)
    if condition is None or not part.negated:
        return condition
    opposite = not_(condition)
    return opposite if field.nullable is None or part.kind == "empty" else or_(field.nullable.is_(None), opposite)


def _unknown(part: Filter, at: str, of: str) -> Invalid:
    return invalid(f"{at}/field", "unknown_filter", f"{of} cannot be filtered by {part.field!r} in this way")
