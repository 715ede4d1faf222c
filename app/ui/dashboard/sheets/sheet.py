"""A table as a viewer reads it on the page, and what of it has moved since it was last shown."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from math import ceil

from app.core.formats import Formats
from app.features.dashboard.measures import WHOLE, reader
from app.ui.dashboard.sheets.table import Column, Line, Mark, Table, Unit
from app.ui.dashboard.sheets.times import minutes_text

DASH = "\u2013"
TEXTS: frozenset[Unit] = frozenset({"text", "moment"})


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column."""

    label: str = ""
    is_number: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure as text (see `table.Mark`). `shade` is in percent; `moved` counts live changes.

    `passes`: it changes with time alone, which is no movement.
    """

    text: str = ""
    href: str = ""
    narrow: str = ""
    is_chosen: bool = False
    shade: int = 0
    words: str = ""
    is_number: bool = True
    passes: bool = False
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A line as text (see `table.Line`). `width` is in percent of the longest bar."""

    key: str = ""
    label: str = ""
    title: str = ""
    narrow: str = ""
    record: str = ""
    is_chosen: bool = False
    width: float = 0.0
    tone: str = ""
    cells: list[Cell] = field(default_factory=list[Cell])


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a card shows. `phase` is waiting, ready or failed (`problem` says why).

    `as_of` is when its figures were read, said where that is longer ago than those of the page.
    """

    phase: str = "waiting"
    problem: str = ""
    head: str = ""
    heads: list[Head] = field(default_factory=list[Head])
    rows: list[Row] = field(default_factory=list[Row])
    sentence: str = ""
    nothing: str = ""
    as_of: str = ""


def sheet_of(table: Table, formats: Formats) -> Sheet:
    """The table as text."""
    return Sheet(
        phase="ready",
        head=table.head,
        heads=[Head(column.label, column.unit not in TEXTS) for column in table.columns],
        rows=[_row(line, table, formats) for line in table.lines],
        sentence=table.sentence,
        nothing="" if table.lines else table.nothing,
    )


def failed(problem: str) -> Sheet:
    """A card that cannot be shown."""
    return Sheet(phase="failed", problem=problem)


def moved(before: Sheet, after: Sheet) -> Sheet:
    """`after`, with one more movement at each figure that differs from what is shown of the same line."""
    if before.phase != "ready" or after.phase != "ready":
        return after
    known = {row.key: row for row in before.rows}
    return replace(after, rows=[_row_moved(known.get(row.key), row) for row in after.rows])


def text_of(mark: Mark, column: Column, table: Table, formats: Formats) -> str:
    """A figure as the viewer reads it; a dash for none."""
    match mark.value:
        case None:
            return DASH
        case datetime():
            return formats.moment(mark.value)
        case str():
            return mark.value
        case int():
            return _number_text(mark.value, column, table, formats)


def _number_text(value: int, column: Column, table: Table, formats: Formats) -> str:
    match column.unit:
        case "minutes":
            return minutes_text(value, formats)
        case "change":
            return f"{'+' if value > 0 else ''}{formats.share(value, WHOLE)}"
        case "text" | "moment":
            return formats.number(value)
        case _:
            return reader(column.unit, table.currency, formats)(value)


def _row(line: Line, table: Table, formats: Formats) -> Row:
    return Row(
        key=line.key,
        label=line.label,
        title=line.title,
        narrow=line.narrow,
        record=line.record,
        is_chosen=line.is_chosen,
        width=round(100 * line.weight, 2),
        tone=line.tone,
        cells=[
            Cell(
                text=text_of(mark, column, table, formats),
                href=mark.rows,
                narrow=mark.narrow,
                is_chosen=mark.is_chosen,
                shade=ceil(100 * mark.weight),
                words=mark.words,
                is_number=column.unit not in TEXTS,
                passes=column.unit == "minutes",
            )
            for mark, column in zip(line.marks, table.columns, strict=True)
        ],
    )


def _row_moved(before: Row | None, after: Row) -> Row:
    if before is None or len(before.cells) != len(after.cells):
        return after
    cells = [
        replace(cell, moved=was.moved + (was.text != cell.text and not cell.passes))
        for was, cell in zip(before.cells, after.cells, strict=True)
    ]
    return replace(after, cells=cells)
