"""A table of values as they are: minor units, counts, moments. Everything that a card shows is made from one."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, TypeAlias

# Minor units, a count, hundredths, ten-thousandths of a whole, or by how many of them it grew; words; a moment; minutes
# that pass.
Unit = Literal["money", "number", "hundredths", "share", "change", "text", "moment", "minutes"]
Value: TypeAlias = int | str | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it is known by, its head, and what its values are. `is_for_files`: the page has no room for it."""

    key: str
    label: str
    unit: Unit
    is_for_files: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure. `rows` is the address of the orders behind it, `narrow` that of the dashboard narrowed to it, or
    without it where `is_chosen`.

    `weight` is how strongly it is drawn, from 0 to 1; `words` say it in full, where the table's heads do not; `was` is
    what it is compared with, for where no words come up over it.
    """

    value: Value
    rows: str = ""
    narrow: str = ""
    is_chosen: bool = False
    weight: float = 0.0
    words: str = ""
    was: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line: what it is about, and its figures by the table's columns. `key` is what it is known by while it moves.

    `narrow` is the address of the dashboard narrowed to it, or without it where `is_chosen`; `record` that of the one
    record that it is; `weight` how long its bar is, from 0 to 1; `tone` names its colour; `title` says more of what it
    is about; `at` is when that begins.
    """

    key: str
    label: str
    marks: tuple[Mark, ...]
    narrow: str = ""
    record: str = ""
    is_chosen: bool = False
    weight: float = 0.0
    tone: str = ""
    title: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """`head` names what lines are about; `sentence` says what the table shows, `nothing` that there is no line.

    `titles` names what the titles of lines are, where a file has them as a column.
    """

    head: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    currency: str
    sentence: str = ""
    nothing: str = ""
    titles: str = ""

    @property
    def on_page(self) -> "Table":
        """The same without the columns that are for files alone."""
        if not any(column.is_for_files for column in self.columns):
            return self
        shown = [place for place, column in enumerate(self.columns) if not column.is_for_files]
        lines = (replace(line, marks=tuple(line.marks[place] for place in shown)) for line in self.lines)
        return replace(self, columns=tuple(self.columns[place] for place in shown), lines=tuple(lines))


def part(value: int, whole: int) -> float:
    """`value` as a part of `whole`, from 0 to 1; 0 of nothing."""
    return round(value / whole, 4) if whole else 0.0
