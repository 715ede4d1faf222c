"""A table as a viewer reads it on the page: the same object for all who see the same, made ready to be sent once.

What of it has moved is found in the browser (`assets/components/moved.jsx`), which knows what it shows.
"""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from math import ceil
from typing import Any

from app.core.formats import Formats
from app.features.dashboard.comparing import growth
from app.features.dashboard.measures import WHOLE, reader
from app.ui.dashboard.sheets.affixes import Affixes, affixes_of
from app.ui.dashboard.sheets.table import Column, Line, Mark, Table, Unit
from app.ui.dashboard.sheets.times import minutes_text

DASH = "\u2013"
TEXTS: frozenset[Unit] = frozenset({"text", "moment"})
# What changes with time alone: how long something waits, and what a range that is not over is compared with.
PASSING: frozenset[Unit] = frozenset({"minutes", "change"})


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column. `passes`: its figures change with time alone, which is no movement."""

    label: str = ""
    is_number: bool = True
    passes: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure as text (see `table.Mark`). `shade` is in percent; `href` and `narrow` are the middles of addresses."""

    text: str = ""
    href: str = ""
    narrow: str = ""
    is_chosen: bool = False
    shade: int = 0
    words: str = ""
    was: str = ""


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


@dataclass(frozen=True)
class Sheet:
    """What a card shows. `phase` is waiting, ready or failed (`problem` says why).

    `about` is alike as long as the same is asked: what differs then has moved. `opens` and `narrows` are around the
    addresses of its cells.
    """

    phase: str = "waiting"
    about: str = ""
    problem: str = ""
    head: str = ""
    heads: list[Head] = field(default_factory=list[Head])
    rows: list[Row] = field(default_factory=list[Row])
    sentence: str = ""
    nothing: str = ""
    opens: Affixes = field(default_factory=Affixes)
    narrows: Affixes = field(default_factory=Affixes)

    @cached_property
    def encoded(self) -> str:
        """`sent` as JSON."""
        return json.dumps(self.sent, ensure_ascii=False, separators=(",", ":"))

    @property
    def sent(self) -> dict[str, Any]:
        """As it goes to the browser: cells, of which there are hundreds, without what they do not have."""
        whole = asdict(self)
        for row in whole["rows"]:
            row["cells"] = [{name: value for name, value in cell.items() if value} for cell in row["cells"]]
        return whole


def sheet_of(table: Table, formats: Formats, *, about: str) -> Sheet:
    """The table as text."""
    table = table.on_page
    marks = [mark for line in table.lines for mark in line.marks]
    opens, narrows = affixes_of(mark.rows for mark in marks), affixes_of(mark.narrow for mark in marks)
    return Sheet(
        phase="ready",
        about=about,
        head=table.head,
        heads=[Head(column.label, column.unit not in TEXTS, column.unit in PASSING) for column in table.columns],
        rows=[_row(line, table, formats, opens, narrows) for line in table.lines],
        opens=opens,
        narrows=narrows,
        sentence=table.sentence,
        nothing="" if table.lines else table.nothing,
    )


def failed(problem: str) -> Sheet:
    """A card that cannot be shown."""
    return Sheet(phase="failed", problem=problem)


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
            return growth(Decimal(value) / WHOLE, formats)
        case "text" | "moment":
            return formats.number(value)
        case _:
            return reader(column.unit, table.currency, formats)(value)


def _row(line: Line, table: Table, formats: Formats, opens: Affixes, narrows: Affixes) -> Row:
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
                href=opens.middle(mark.rows),
                narrow=narrows.middle(mark.narrow),
                is_chosen=mark.is_chosen,
                shade=ceil(100 * mark.weight),
                words=mark.words,
                was=mark.was,
            )
            for mark, column in zip(line.marks, table.columns, strict=True)
        ],
    )
