"""From text to units: what each record says, or why it cannot be read. Runs in a worker thread, some at a time."""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol, TypeAlias

from app.core.config import get_settings
from app.features.imports.header import Pick
from app.features.imports.records import BOM, RecordReader
from app.features.transfers.fields import FIELDS, Field
from app.features.transfers.parts import SealedFile
from app.features.transfers.schemas import Columns, Unit
from app.features.transfers.values import Clean, cleaner
from app.models import Entity

BUFFER = 1 << 18
AT_ONCE = 500
Cells: TypeAlias = Sequence[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """How the text of an upload is read. `header` counts records, 0 for none; `in_cells` is what a line end within a
    cell is written as.
    """

    delimiter: str
    header: int
    columns: Columns
    is_workbook: bool = False


@dataclass(frozen=True, slots=True)
class Some:
    """Units that are read together, those that cannot be read among them. `at` is how many bytes are read."""

    units: list[Unit]
    at: int


class Units(Protocol):
    """The units of one kind of file."""

    def parts(self) -> Iterator[Some]:
        """All units, some at a time."""
        ...


def start(file: SealedFile, reading: Reading) -> RecordReader:
    """A reader that stands behind the header."""
    text = io.BufferedReader(file, BUFFER)
    if text.read(len(BOM)) != BOM:
        text.seek(0)
    reader = RecordReader(text, delimiter=reading.delimiter)  # pyright: ignore[reportArgumentType]
    for _record in islice(iter(reader), reading.header):
        pass
    reader.expect(len(reading.columns.columns))
    return reader


def picker(entity: Entity, reading: Reading, names: Iterable[str]) -> Pick:
    """Picks the cells of the fields `names`, "" for those that no column is, and writes each in the one way."""
    known = {field.name: field for field in FIELDS[entity]}
    columns = reading.columns.columns
    plan = [(columns.index(name) if name in columns else -1, _clean(known[name], reading)) for name in names]

    def pick(cells: list[str]) -> tuple[str, ...]:
        return tuple("" if place < 0 or place >= len(cells) else clean(cells[place]) for place, clean in plan)

    return pick


def _clean(field: Field, reading: Reading) -> Clean:
    names_its_own = "currency" in reading.columns.columns
    clean = cleaner(field.kind, reading.columns, "" if names_its_own else get_settings().currency)
    if not reading.is_workbook:
        return clean
    # A sheet's line ends within a cell came as carriage returns, so that a line is a row.
    return lambda text: clean(text.replace("\r", "\n"))


def in_parts(units: Iterable[Unit], at: Callable[[], int]) -> Iterator[Some]:
    """Units, some at a time."""
    rest = iter(units)
    while some := list(islice(rest, AT_ONCE)):
        yield Some(some, at())
