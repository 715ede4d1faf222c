"""Records of a CSV file (RFC 4180) by their place in it, read so that no damage to one spreads to the next.

A record is one line, or several where a quoted cell holds line ends. Where a quote is never closed, or closes far
below, only the line it opened on is at fault: reading goes on with the next line.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

BOM = b"\xef\xbb\xbf"
COMMA = ","
# The longest record that could be valid has some 16 KB: every cell at its limit in four-byte characters.
MAX_RECORD_BYTES = 65_536
# How often the end of a quoted cell is looked for before the quote is taken for a slip.
MAX_TRIES = 100
LONGEST_LINE_END = 2
# No line has so few commas.
NEVER = -1
# What the csv module says where a quoted cell has no end; a test holds it to that.
UNFINISHED = "unexpected end of data"


class RecordFault(Exception):
    """A record cannot be read. `code` says why, `cells` is what could be made out of its line."""

    def __init__(self, code: str, cells: list[str]) -> None:
        super().__init__(code)
        self.code = code
        self.cells = cells


@dataclass(slots=True)
class Record:
    """One record: its first line's number (from 1), its bytes in the file, its cells, and a code where it is bad."""

    line: int
    start: int
    end: int
    cells: list[str]
    code: str = ""


def plain_cells(raw: bytes, delimiter: str = COMMA) -> list[str]:
    """The cells of a plain record (`RecordReader.scan`)."""
    return raw.decode("ascii").rstrip("\r\n").split(delimiter)


def cells_of(raw: bytes, delimiter: str = COMMA) -> list[str]:
    """The cells of one whole record. Raises RecordFault."""
    if b'"' in raw:
        return _cells_of_quoted(raw, delimiter)
    try:
        text = raw.decode().rstrip("\r\n")
    except UnicodeDecodeError:
        raise RecordFault("invalid_utf8", _guess(raw, delimiter)) from None
    if "\r" in text:
        raise RecordFault("malformed", text.split(delimiter))
    return text.split(delimiter)


def _cells_of_quoted(raw: bytes, delimiter: str) -> list[str]:
    try:
        rows = list(csv.reader(io.StringIO(raw.decode(), newline=""), strict=True, delimiter=delimiter))
    except UnicodeDecodeError:
        raise RecordFault("invalid_utf8", _guess(raw, delimiter)) from None
    except csv.Error as error:
        code = "unfinished" if str(error) == UNFINISHED else "malformed"
        raise RecordFault(code, _guess(raw, delimiter)) from None
    if len(rows) != 1:
        raise RecordFault("malformed", _guess(raw, delimiter))
    return rows[0]


def _guess(raw: bytes, delimiter: str) -> list[str]:
    """What the first line of a bad record seems to hold, to know whose it is."""
    text = raw.partition(b"\n")[0].decode(errors="replace")
    return [cell.strip('"\r') for cell in text.split(delimiter)]


class RecordReader:
    """The records of an open file from its present place on; blank lines are passed over."""

    def __init__(self, file: BinaryIO, *, width: int | None = None, delimiter: str = COMMA) -> None:
        self._file = file
        self._width = width
        self._delimiter = delimiter
        self.line = 1
        self.offset = file.tell()

    def expect(self, width: int) -> None:
        """From now on a record has this many cells."""
        self._width = width

    def __iter__(self) -> Iterator[Record]:
        for found in self.scan():
            if isinstance(found, Record):
                yield found
            else:
                line, start = self.line - found.endswith(b"\n"), self.offset - len(found)
                yield Record(line, start, self.offset, plain_cells(found, self._delimiter))

    def scan(self) -> Iterator[Record | bytes]:
        """The same, but of a plain record only its bytes; `line` and `offset` are those after it.

        A record is plain when it is one line of ASCII without quotes and as wide as expected: nearly all are.
        """
        commas = NEVER if self._width is None else self._width - 1
        comma = self._delimiter.encode()
        while raw := self._file.readline(MAX_RECORD_BYTES):
            number, start = self.line, self.offset
            self.offset = start + len(raw)
            self.line += raw.endswith(b"\n")
            if (
                raw.count(comma) == commas
                and b'"' not in raw
                and raw.isascii()
                and LONGEST_LINE_END < len(raw) < MAX_RECORD_BYTES
                and (b"\r" not in raw or (raw.endswith(b"\r\n") and raw.count(b"\r") == 1))
            ):
                yield raw
                continue
            if raw in {b"\n", b"\r\n"}:
                continue
            if len(raw) == MAX_RECORD_BYTES and not raw.endswith(b"\n"):
                self._skip_line()
                yield Record(number, start, self.offset, _guess(raw, self._delimiter), "line_too_long")
                continue
            yield self._record(raw, number, start)

    def _record(self, raw: bytes, number: int, start: int) -> Record:
        try:
            cells = cells_of(raw, self._delimiter)
        except RecordFault as fault:
            further = self._continued(raw) if fault.code == "unfinished" else None
            if further is None:
                return Record(number, start, self.offset, fault.cells, fault.code.replace("unfinished", "malformed"))
            cells = further
        code = "" if self._width is None or len(cells) == self._width else "wrong_column_count"
        return Record(number, start, self.offset, cells, code)

    def _continued(self, raw: bytes) -> list[str] | None:
        """The cells where a quoted cell goes on over further lines; else None, and nothing more is read."""
        here, line, tries = self.offset, self.line, 0
        while (
            tries < MAX_TRIES
            and (more := self._file.readline(MAX_RECORD_BYTES))
            and len(raw) + len(more) <= MAX_RECORD_BYTES
        ):
            raw += more
            self._pass(more)
            # Only a quote can end a quoted cell.
            if b'"' not in more:
                continue
            tries += 1
            try:
                cells = cells_of(raw, self._delimiter)
            except RecordFault as fault:
                if fault.code == "unfinished":
                    continue
                break
            if self._width in {None, len(cells)}:
                return cells
            break
        self.offset, self.line = here, line
        self._file.seek(here)
        return None

    def _pass(self, raw: bytes) -> None:
        self.offset += len(raw)
        self.line += raw.endswith(b"\n")

    def _skip_line(self) -> None:
        while raw := self._file.readline(MAX_RECORD_BYTES):
            self._pass(raw)
            if raw.endswith(b"\n"):
                return
