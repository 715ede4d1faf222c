"""Pieces of SQL that the two databases say in different words."""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Integer, Select, String, func, literal, literal_column
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

# Above every character that a text starts with.
LAST = "\U0010ffff"
# Seconds from the beginning of the year 1 to that of 1970: as both databases reckon, no second of it is a leap second.
YEAR_ONE = 62_135_596_800


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


class Unindexed(FunctionElement[Any]):
    """A column that SQLite must not look up by an index, since many rows pass; PostgreSQL knows that by itself.

    https://sqlite.org/optoverview.html#disqualifying_where_clause_terms_using_unary_
    """

    inherit_cache = True
    name = "unindexed"

    def __init__(self, column: Any) -> None:
        self.type = column.type
        super().__init__(column)


@compiles(Unindexed)
def _unindexed(element: Unindexed, compiler: SQLCompiler, **options: Any) -> str:
    (column,) = element.clauses
    return compiler.process(column, **options)


@compiles(Unindexed, "sqlite")
def _unindexed_on_sqlite(element: Unindexed, compiler: SQLCompiler, **options: Any) -> str:
    (column,) = element.clauses
    return f"+{compiler.process(column, **options)}"


class OneOf(FunctionElement[bool]):
    """A column that has one of the values of a statement about something else, of which there are some hundred.

    To check row after row, PostgreSQL would join with the statement anew each time; so it has the values in an array.
    """

    inherit_cache = True
    name = "one_of"
    type = Boolean()

    def __init__(self, column: Any, values: Select[Any]) -> None:
        super().__init__(column, values.scalar_subquery())


@compiles(OneOf)
def _one_of(element: OneOf, compiler: SQLCompiler, **options: Any) -> str:
    column, values = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} IN {values}"


@compiles(OneOf, "postgresql")
def _one_of_on_postgresql(element: OneOf, compiler: SQLCompiler, **options: Any) -> str:
    column, values = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} = ANY (ARRAY{values})"


class Starting(FunctionElement[bool]):
    """Text of a column that begins with `text`, by an index of bytes: a range on SQLite, LIKE on PostgreSQL."""

    inherit_cache = True
    name = "starting"
    type = Boolean()

    def __init__(self, column: Any, text: str) -> None:
        pattern = text.replace("/", "//").replace("%", "/%").replace("_", "/_") + "%"
        super().__init__(column, literal(text), literal(text + LAST), literal(pattern))

    def self_group(self, against: Any = None) -> "Starting":
        """It brings its own brackets, and no comparison with true, which would hide the range from SQLite."""
        del against
        return self


@compiles(Starting)
def _starting(element: Starting, compiler: SQLCompiler, **options: Any) -> str:
    column, low, high = (compiler.process(clause, **options) for clause in tuple(element.clauses)[:3])
    return f"({column} >= {low} AND {column} < {high})"


@compiles(Starting, "postgresql")
def _starting_on_postgresql(element: Starting, compiler: SQLCompiler, **options: Any) -> str:
    column, pattern = (compiler.process(clause, **options) for clause in tuple(element.clauses)[::3])
    return f"({column} LIKE {pattern} ESCAPE '/')"


class QuarterOfWeek(FunctionElement[int]):
    """The number of a moment's quarter hour in the week, in UTC, counted from the midnight before a Thursday."""

    inherit_cache = True
    name = "quarter_of_week"
    type = Integer()


@compiles(QuarterOfWeek)
def _quarter(element: QuarterOfWeek, compiler: SQLCompiler, **options: Any) -> str:
    (moment,) = element.clauses
    return f"(CAST(strftime('%s', {compiler.process(moment, **options)}) AS INTEGER) / 900 % 672)"


@compiles(QuarterOfWeek, "postgresql")
def _quarter_on_postgresql(element: QuarterOfWeek, compiler: SQLCompiler, **options: Any) -> str:
    (moment,) = element.clauses
    return f"mod(CAST(floor(extract(epoch FROM {compiler.process(moment, **options)}) / 900) AS BIGINT), 672)"


class StepsOf(FunctionElement[int]):
    """How many whole steps of so many seconds have passed since the year 1 began (UTC), at a moment."""

    inherit_cache = True
    name = "steps_of"
    type = BigInteger()

    def __init__(self, moment: Any, seconds: int) -> None:
        super().__init__(moment, literal_column(str(seconds)))


@compiles(StepsOf)
def _steps(element: StepsOf, compiler: SQLCompiler, **options: Any) -> str:
    moment, seconds = (compiler.process(clause, **options) for clause in element.clauses)
    return f"((CAST(strftime('%s', {moment}) AS INTEGER) + {YEAR_ONE}) / {seconds})"


@compiles(StepsOf, "postgresql")
def _steps_on_postgresql(element: StepsOf, compiler: SQLCompiler, **options: Any) -> str:
    moment, seconds = (compiler.process(clause, **options) for clause in element.clauses)
    return f"((CAST(floor(extract(epoch FROM {moment})) AS BIGINT) + {YEAR_ONE}) / {seconds})"


class HourOfWeek(FunctionElement[int]):
    """The number of a moment's hour in the week on a clock that is `shift` seconds ahead, from a Thursday on."""

    inherit_cache = True
    name = "hour_of_week"
    type = Integer()

    def __init__(self, moment: Any, shift: Any) -> None:
        super().__init__(moment, shift)


@compiles(HourOfWeek)
def _hour(element: HourOfWeek, compiler: SQLCompiler, **options: Any) -> str:
    moment, shift = (compiler.process(clause, **options) for clause in element.clauses)
    return f"((CAST(strftime('%s', {moment}) AS INTEGER) + 604800 + {shift}) / 3600 % 168)"


@compiles(HourOfWeek, "postgresql")
def _hour_on_postgresql(element: HourOfWeek, compiler: SQLCompiler, **options: Any) -> str:
    moment, shift = (compiler.process(clause, **options) for clause in element.clauses)
    return f"mod((CAST(floor(extract(epoch FROM {moment})) AS BIGINT) + 604800 + {shift}) / 3600, 168)"


class HourOfDay(FunctionElement[int]):
    """The hour of a moment in UTC."""

    inherit_cache = True
    name = "hour_of_day"
    type = Integer()


@compiles(HourOfDay)
def _hour_of_day(element: HourOfDay, compiler: SQLCompiler, **options: Any) -> str:
    (moment,) = element.clauses
    return f"CAST(substr({compiler.process(moment, **options)}, 12, 2) AS INTEGER)"


@compiles(HourOfDay, "postgresql")
def _hour_of_day_on_postgresql(element: HourOfDay, compiler: SQLCompiler, **options: Any) -> str:
    (moment,) = element.clauses
    return f"CAST(extract(hour FROM {compiler.process(moment, **options)} AT TIME ZONE 'UTC') AS INTEGER)"
