"""The first pass over a file of orders: which records belong to which order, in a few bytes an order.

Only places are kept, never what stands there, so a million lines cost some tens of megabytes at most and no personal
data lies in a temporary file. Plain records (`RecordReader.scan`) of one order that follow one another are one run;
every other record is a run of its own. The second pass reads the runs of some orders again, wherever they stand.
"""

import os
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from app.features.imports import cells
from app.features.imports.cells import CellFault
from app.features.imports.records import COMMA, Record, RecordReader, cells_of, plain_cells
from app.features.imports.schemas import Fault, FaultSink, FileNotReadable

MAX_LINES = 10_000
# Neighbouring records are read at once, up to so much.
READ_BYTES = 1 << 20
# So that no run is longer than what is read at once by much.
MAX_RUN = 1_000
NONE = -1
# Gives so many bytes of a file from an offset on.
Pread: TypeAlias = Callable[[int, int], bytes]


@dataclass(slots=True)
class OrderIndex:
    """The orders of a file by number, in the order in which they first appear; runs are chained by `_next`."""

    refs: list[str] = field(default_factory=list[str])
    is_bad: bytearray = field(default_factory=bytearray)
    unnamed: int = 0
    delimiter: str = COMMA
    _first: "array[int]" = field(default_factory=lambda: array("i"))
    _last: "array[int]" = field(default_factory=lambda: array("i"))
    _count: "array[int]" = field(default_factory=lambda: array("i"))
    _next: "array[int]" = field(default_factory=lambda: array("i"))
    _start: "array[int]" = field(default_factory=lambda: array("q"))
    _length: "array[int]" = field(default_factory=lambda: array("q"))
    _line: "array[int]" = field(default_factory=lambda: array("i"))
    _size: "array[int]" = field(default_factory=lambda: array("i"))

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

    def add_run(self, order: int, line: int, start: int, *, length: int, size: int = 1) -> None:
        """Records of an order that follow one another: `size` plain ones, or any one."""
        number = len(self._start)
        self._start.append(start)
        self._length.append(length)
        self._line.append(line)
        self._size.append(size)
        self._next.append(NONE)
        if self._first[order] == NONE:
            self._first[order] = number
        else:
            self._next[self._last[order]] = number
        self._last[order] = number
        self._count[order] += size

    def read(self, pread: Pread, orders: Sequence[int]) -> Iterator[tuple[int, list[tuple[int, list[str]]]]]:
        """Number, and (line, cells) of each record, of these good orders. `pread` gives bytes of the file."""
        content: dict[int, bytes] = {}
        for block in self._blocks(sorted(run for order in orders for run in self._runs(order))):
            base = self._start[block[0]]
            data = pread(self._start[block[-1]] + self._length[block[-1]] - base, base)
            for run in block:
                start = self._start[run] - base
                content[run] = data[start : start + self._length[run]]
        for order in orders:
            yield order, [record for run in self._runs(order) for record in self._records(run, content[run])]

    def _records(self, run: int, raw: bytes) -> list[tuple[int, list[str]]]:
        """Line and cells of each record of a run."""
        line, size = self._line[run], self._size[run]
        if size == 1:
            return [(line, cells_of(raw, self.delimiter))]
        texts = raw.decode("ascii").replace("\r\n", "\n").removesuffix("\n").split("\n")
        return [(number, text.split(self.delimiter)) for number, text in enumerate(texts, line)]

    def _runs(self, order: int) -> Iterator[int]:
        run = self._first[order]
        while run != NONE:
            yield run
            run = self._next[run]

    def _blocks(self, runs: Sequence[int]) -> Iterator[list[int]]:
        """Runs that stand one after the other, or nearly, in blocks that are read at once."""
        block: list[int] = []
        for run in runs:
            if block:
                gap = self._start[run] - self._start[block[-1]] - self._length[block[-1]]
                size = self._start[run] - self._start[block[0]]
                if gap > READ_BYTES // 16 or size > READ_BYTES:
                    yield block
                    block = []
            block.append(run)
        if block:
            yield block


@dataclass(slots=True)
class _Builder:
    """The index in the making. `order` and `line`, `start`, `end`, `size` are those of the run that is open, if any."""

    place: int
    refuse: FaultSink
    index: OrderIndex = field(default_factory=OrderIndex)
    order: int = NONE
    line: int = 0
    start: int = 0
    end: int = NONE
    size: int = 0
    cell: bytes = b""
    _known: dict[str, int] = field(default_factory=dict[str, int])

    def goes_on(self, raw: bytes, start: int) -> bool:
        """Take a plain record into the open run, where it belongs to its order and follows it."""
        if start != self.end or self.size == MAX_RUN or self._cell(raw) != self.cell:
            return False
        self.end += len(raw)
        self.size += 1
        return True

    def begin(self, raw: bytes, line: int, start: int) -> None:
        """Begin a run with a plain record."""
        self.close()
        ref, code = _ref_of(plain_cells(raw, self.index.delimiter), self.place)
        if not ref:
            self._leave_out(line, "order_ref", code)
            return
        self.order, self.cell = self._order_of(ref), self._cell(raw)
        self.line, self.start, self.end, self.size = line, start, start + len(raw), 1

    def close(self) -> None:
        """Close the open run."""
        if self.size:
            self._add(self.order, self.line, self.start, length=self.end - self.start, size=self.size)
        self.size, self.end = 0, NONE

    def add(self, record: Record) -> None:
        """A record that is not plain, or bad."""
        self.close()
        ref, code = _ref_of(record.cells, self.place)
        if not ref:
            self._leave_out(record.line, "" if record.code else "order_ref", record.code or code)
            return
        order = self._order_of(ref)
        self._add(order, record.line, record.start, length=record.end - record.start, size=1)
        if record.code:
            self.refuse(Fault(record.line, ref, "", record.code))
            self.index.is_bad[order] = 1

    def _add(self, order: int, line: int, start: int, *, length: int, size: int) -> None:
        before = self.index.lines_of(order)
        self.index.add_run(order, line, start, length=length, size=size)
        if before <= MAX_LINES < before + size:
            self.refuse(Fault(line + MAX_LINES - before, self.index.refs[order], "order_ref", "too_many_lines"))
            self.index.is_bad[order] = 1

    def _order_of(self, ref: str) -> int:
        found = self._known.get(ref)
        if found is None:
            found = self._known[ref] = self.index.add_order(ref)
        return found

    def _cell(self, raw: bytes) -> bytes:
        """The cell of a plain record that names its order."""
        comma = self.index.delimiter.encode()
        return (
            raw[: raw.index(comma)]
            if self.place == 0 and comma in raw
            else raw.split(comma, self.place + 1)[self.place]
        )

    def _leave_out(self, line: int, column: str, code: str) -> None:
        self.index.unnamed += 1
        self.refuse(Fault(line, "", column, code))


def build_index(
    reader: RecordReader, place: int, *, refuse: FaultSink, at: Callable[[int], None], delimiter: str = COMMA
) -> OrderIndex:
    """Read all records once; the cell at `place` names the order. What cannot be read is told to `refuse`.

    `at` hears now and then how many bytes are read.
    """
    builder = _Builder(place, refuse, OrderIndex(delimiter=delimiter))
    for number, found in enumerate(reader.scan()):
        if number % 20_000 == 0:
            at(reader.offset)
        if isinstance(found, Record):
            builder.add(found)
            continue
        start = reader.offset - len(found)
        if not builder.goes_on(found, start):
            builder.begin(found, reader.line - found.endswith(b"\n"), start)
    builder.close()
    return builder.index


def _ref_of(row: Sequence[str], place: int) -> tuple[str, str]:
    """The order that a record of these cells belongs to, or "" and why that cannot be told."""
    try:
        return cells.order_ref(row[place] if place < len(row) else ""), ""
    except CellFault as fault:
        return "", fault.code


def assert_same(file: int, size: int, changed_ns: int) -> None:
    """Raises FileNotReadable where the file is not what it was when reading began."""
    state = os.fstat(file)
    if (state.st_size, state.st_mtime_ns) != (size, changed_ns):
        raise FileNotReadable("The file was changed while it was read; import it again")
