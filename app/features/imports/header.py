"""The first line of an import file: which columns stand where."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import BinaryIO, cast

from app.features.imports.records import BOM, RecordReader
from app.features.imports.schemas import Fault

Pick = Callable[[list[str]], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns a kind of file must have and those it may have."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns, in the order in which `Header.pick` gives cells."""
        return self.required + self.optional


@dataclass(frozen=True, slots=True)
class Header:
    """How many cells a record has, and `pick`: its cells in the order of the layout, "" for a column not given.

    `first` is the place of the layout's first column, which names the record.
    """

    width: int
    pick: Pick
    first: int


def read_header(file: BinaryIO, layout: Layout) -> tuple[Header | None, RecordReader, tuple[Fault, ...]]:
    """The header of a file, the reader of what follows, and what is wrong (no header then)."""
    if file.read(len(BOM)) != BOM:
        file.seek(0)
    reader = RecordReader(file)
    first = next(iter(reader), None)
    if first is None:
        return None, reader, (Fault(1, "", "", "empty_file"),)
    if first.code:
        return None, reader, (Fault(first.line, "", "", first.code),)
    names = [name.strip() for name in first.cells]
    faults = tuple(Fault(first.line, "", field, code) for field, code in _faults(names, layout))
    if faults:
        return None, reader, faults
    reader.expect(len(names))
    return Header(len(names), _picker(names, layout), names.index(layout.columns[0])), reader, ()


def _faults(names: Sequence[str], layout: Layout) -> list[tuple[str, str]]:
    """Column and code of what is wrong. An unknown column goes by its place: a file without header has people in it."""
    missing = [(name, "missing_column") for name in layout.required if name not in names]
    twice = [(name, "duplicate_column") for name in layout.columns if names.count(name) > 1]
    unknown = [
        (f"column {place}", "unknown_column") for place, name in enumerate(names, 1) if name not in layout.columns
    ]
    return missing + twice + unknown


def _picker(names: Sequence[str], layout: Layout) -> Pick:
    places = [names.index(name) if name in names else len(names) for name in layout.columns]
    pick = cast("Pick", itemgetter(*places))
    if len(names) not in places:
        return pick
    return lambda cells: pick([*cells, ""])
