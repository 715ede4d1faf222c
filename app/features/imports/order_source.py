"""The orders of a file, in chunks: indexed once, then read and checked again for as often as they are asked for."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

from app.features.imports.assembly import assemble
from app.features.imports.header import Pick
from app.features.imports.order_index import OrderIndex, Pread, assert_same
from app.features.imports.schemas import Fault, FileNotReadable, ImportedOrder

# What is written in one transaction. The more, the less often the same pages of the indexes are written again: with
# 2,000 orders or 20,000 lines SQLite writes half as many bytes for a year of a real grocer as with 500 orders, and a
# chunk holds its lock for about half a second of work.
CHUNK_ORDERS = 2_000
CHUNK_LINES = 20_000


def open_file(path: Path) -> BinaryIO:
    """The file, to be read from any place. Raises FileNotReadable."""
    try:
        file = path.open("rb", buffering=1 << 20)
    except OSError as error:
        raise FileNotReadable(f"Cannot read {path}: {error.strerror}") from None
    if not file.seekable():
        file.close()
        raise FileNotReadable(f"{path} must be a file, not a pipe: it is read twice")
    return file


def pread_of(file: BinaryIO) -> Pread:
    """Reads an open file from any place. What it gives raises FileNotReadable when the file has changed."""
    number = file.fileno()
    state = os.fstat(number)

    def pread(length: int, offset: int) -> bytes:
        assert_same(number, state.st_size, state.st_mtime_ns)
        return os.pread(number, length, offset)

    return pread


@dataclass(frozen=True, slots=True)
class Chunk:
    """Good orders, each with the line it begins on, and the faults of the others. `done` counts orders so far."""

    done: int
    orders: list[tuple[int, ImportedOrder]]
    faults: list[Fault]
    refused: int


class OrderSource:
    """The orders of an indexed file. `pread` reads it; a chunk has `most` orders at most."""

    def __init__(self, pread: Pread, index: OrderIndex, *, pick: Pick, tz: ZoneInfo, most: int = CHUNK_ORDERS) -> None:
        self._pread = pread
        self._index = index
        self._pick = pick
        self._tz = tz
        self._most = most

    @property
    def total(self) -> int:
        """How many orders there are, good and bad."""
        return len(self._index.refs)

    def chunks(self) -> Iterator[Chunk]:
        """All orders whose records could be read. Raises FileNotReadable when a file on the disk changes meanwhile."""
        chosen: list[int] = []
        lines = 0
        for order in range(self.total):
            if self._index.is_bad[order]:
                continue
            chosen.append(order)
            lines += self._index.lines_of(order)
            if len(chosen) >= self._most or lines >= CHUNK_LINES:
                yield self._chunk(chosen, done=order + 1)
                chosen, lines = [], 0
        yield self._chunk(chosen, done=self.total)

    def _chunk(self, chosen: list[int], *, done: int) -> Chunk:
        chunk = Chunk(done, [], [], 0)
        refused = 0
        for order, records in self._index.read(self._pread, chosen):
            rows = [(line, self._pick(cells)) for line, cells in records]
            result = assemble(self._index.refs[order], rows, self._tz)
            if isinstance(result, ImportedOrder):
                chunk.orders.append((rows[0][0], result))
            else:
                chunk.faults.extend(result)
                refused += 1
        return Chunk(done, chunk.orders, chunk.faults, refused)
