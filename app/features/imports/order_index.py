"""The first pass over a file of orders: which records belong to which order, in a few bytes a record.

Only places are kept, never what stands there, so a million lines cost some tens of megabytes and no personal data
lies in a temporary file. The second pass reads the records of some orders again, in whatever order the file has them.
"""

import os
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from app.features.imports import cells
from app.features.imports.cells import CellFault
from app.features.imports.records import Record, RecordReader, cells_of
from app.features.imports.schemas import Fault, FaultSink, FileNotReadable

MAX_LINES = 10_000
# Neighbouring records are read at once, up to so much.
READ_BYTES = 1 << 20
NONE = -1


@dataclass(slots=True)
class OrderIndex:
    """The orders of a file by number, in the order in which they first appear; records are chained by `_next`."""

    refs: list[str] = field(default_factory=list[str])
    is_bad: bytearray = field(default_factory=bytearray)
    unnamed: int = 0
    _first: "array[int]" = field(default_factory=lambda: array("i"))
    _last: "array[int]" = field(default_factory=lambda: array("i"))
    _count: "array[int]" = field(default_factory=lambda: array("i"))
    _next: "array[int]" = field(default_factory=lambda: array("i"))
    _start: "array[int]" = field(default_factory=lambda: array("q"))
    _length: "array[int]" = field(default_factory=lambda: array("i"))
    _line: "array[int]" = field(default_factory=lambda: array("i"))

    @property
    def bad(self) -> int:
        """How many orders are refused already."""
        return self.is_bad.count(1)

    def lines_of(self, order: int) -> int:
        """How many records an order has."""
        return self._count[order]

    def add_order(self, ref: str) -> int:
        """A new order; returns its number."""
        self.refs.append(ref)
        self.is_bad.append(0)
        for chain in (self._first, self._last):
            chain.append(NONE)
        self._count.append(0)
        return len(self.refs) - 1

    def add_record(self, order: int, record: Record) -> None:
        """A record of an order."""
        number = len(self._start)
        self._start.append(record.start)
        self._length.append(record.end - record.start)
        self._line.append(record.line)
        self._next.append(NONE)
        if self._first[order] == NONE:
            self._first[order] = number
        else:
            self._next[self._last[order]] = number
        self._last[order] = number
        self._count[order] += 1

    def read(self, file: int, orders: Sequence[int]) -> Iterator[tuple[int, list[tuple[int, list[str]]]]]:
        """Number, and (line, cells) of each record, of these good orders. `file` is a descriptor."""
        records = sorted(record for order in orders for record in self._records(order))
        content: dict[int, list[str]] = {}
        for run in self._runs(records):
            base = self._start[run[0]]
            data = os.pread(file, self._start[run[-1]] + self._length[run[-1]] - base, base)
            for record in run:
                start = self._start[record] - base
                content[record] = cells_of(data[start : start + self._length[record]])
        for order in orders:
            yield order, [(self._line[record], content[record]) for record in self._records(order)]

    def _records(self, order: int) -> Iterator[int]:
        record = self._first[order]
        while record != NONE:
            yield record
            record = self._next[record]

    def _runs(self, records: Sequence[int]) -> Iterator[list[int]]:
        """Records that stand one after the other, or nearly, in runs that are read at once."""
        run: list[int] = []
        for record in records:
            if run:
                gap = self._start[record] - self._start[run[-1]] - self._length[run[-1]]
                size = self._start[record] - self._start[run[0]]
                if gap > READ_BYTES // 16 or size > READ_BYTES:
                    yield run
                    run = []
            run.append(record)
        if run:
            yield run


def build_index(reader: RecordReader, place: int, *, refuse: FaultSink, at: Callable[[int], None]) -> OrderIndex:
    """Read all records once; the cell at `place` names the order. What cannot be read is told to `refuse`.

    `at` hears now and then how many bytes are read.
    """
    index = OrderIndex()
    known: dict[str, int] = {}
    # Lines of one order mostly follow one another.
    last_cell, last_order = "", NONE
    for number, record in enumerate(reader):
        if number % 20_000 == 0:
            at(record.end)
        if not record.code and record.cells[place] == last_cell and last_order != NONE:
            order = last_order
        else:
            ref, code = _ref_of(record, place)
            if not ref:
                index.unnamed += 1
                refuse(Fault(record.line, "", "" if record.code else "order_ref", record.code or code))
                continue
            found = known.get(ref)
            order = index.add_order(ref) if found is None else found
            known[ref] = last_order = order
            last_cell = record.cells[place] if not record.code else ""
        index.add_record(order, record)
        if index.lines_of(order) == MAX_LINES + 1:
            refuse(Fault(record.line, index.refs[order], "order_ref", "too_many_lines"))
            index.is_bad[order] = 1
        if record.code:
            refuse(Fault(record.line, index.refs[order], "", record.code))
            index.is_bad[order] = 1
    return index


def _ref_of(record: Record, place: int) -> tuple[str, str]:
    """The order a record belongs to, or "" and why that cannot be told. Of a bad record it is a good guess."""
    try:
        return cells.order_ref(record.cells[place] if place < len(record.cells) else ""), ""
    except CellFault as fault:
        return "", fault.code


def assert_same(file: int, size: int, changed_ns: int) -> None:
    """Raises FileNotReadable where the file is not what it was when reading began."""
    state = os.fstat(file)
    if (state.st_size, state.st_mtime_ns) != (size, changed_ns):
        raise FileNotReadable("The file was changed while it was read; import it again")
