"""Rows as an Excel workbook (ECMA-376), streamed: each piece goes out as it is made, and nothing touches the disk.

xlsxwriter was tried: with `constant_memory` it keeps rows in temporary files, in clear, which personal data may not
stand in; without, it keeps all rows in memory. So the sheets are written here, entry by entry of a ZIP archive whose
end is never sought. Text is always text (`inlineStr`), so that no cell is a formula. A sheet ends before Excel's
1,048,576 rows or before 2 GB, whichever comes first, and the next one begins: nothing is cut off.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import IO, Any
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from app.core.money import exponent
from app.features.exports import workbook_parts as parts
from app.features.exports.schemas import Cells, SheetColumn, titles

MAX_ROWS = 1_048_576
# Archives without the 64-bit extension, which not every spreadsheet reads, hold entries below 2 GiB.
MAX_SHEET_BYTES = 1_900_000_000
MAX_TEXT = 32_767
LEVEL = 3
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's days have no zone
_DAY = 86_400
# What XML 1.0 cannot hold, and text that looks like Excel's own escape for it.
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def sheets_needed(rows: int) -> int:
    """How many sheets so many rows take at least, beside a header on each."""
    return max(1, -(-rows // (MAX_ROWS - 1)))


class _Outbox(io.RawIOBase):
    """Keeps what the archive writes until it is taken. It cannot be sought, as a network cannot."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self._held += data
        return len(data)

    def take(self) -> bytes:
        held, self._held = bytes(self._held), bytearray()
        return held


class Workbook:
    """The pieces of one file, in the order in which they go out."""

    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def __init__(self, columns: tuple[SheetColumn, ...], *, zone: ZoneInfo, title: str) -> None:
        self._columns = columns
        self._zone = zone
        self._title = title
        self._outbox = _Outbox()
        self._zip = zipfile.ZipFile(self._outbox, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL)
        self._sheet: IO[bytes] | None = None
        self._sheets = self._row = self._bytes = 0

    def start(self) -> bytes:
        """What stands before the rows, and the header of the first sheet."""
        self._zip.writestr("_rels/.rels", parts.RELATIONS)
        self._zip.writestr("xl/styles.xml", parts.STYLES)
        self._open_sheet()
        return self._outbox.take()

    def rows(self, rows: Sequence[Cells]) -> bytes:
        """Some rows; a new sheet where the one at hand is full."""
        for row in rows:
            if self._row >= MAX_ROWS or self._bytes > MAX_SHEET_BYTES:
                self._close_sheet()
                self._open_sheet()
            self._write(self._cells(row))
        return self._outbox.take()

    def end(self) -> bytes:
        """The end of the last sheet, and what names the sheets."""
        self._close_sheet()
        names = [self._title if number == 1 else f"{self._title} {number}" for number in range(1, self._sheets + 1)]
        for name, text in parts.closing(names):
            self._zip.writestr(name, text)
        self._zip.close()
        return self._outbox.take()

    def _open_sheet(self) -> None:
        self._sheets += 1
        self._row = self._bytes = 0
        entry = zipfile.ZipInfo(f"xl/worksheets/sheet{self._sheets}.xml")
        entry.compress_type = zipfile.ZIP_DEFLATED
        self._sheet = self._zip.open(entry, "w")
        names = titles(self._columns, zone=self._zone.key)
        self._put(parts.sheet_head([max(12, min(40, len(name) + 6)) for name in names]))
        self._write("".join(_string(name, style=parts.HEADING) for name in names))

    def _close_sheet(self) -> None:
        assert self._sheet is not None
        self._put(parts.SHEET_FOOT)
        self._sheet.close()

    def _write(self, cells: str) -> None:
        self._row += 1
        self._put(f'<row r="{self._row}">{cells}</row>')

    def _put(self, text: str) -> None:
        assert self._sheet is not None
        data = text.encode()
        self._bytes += len(data)
        self._sheet.write(data)

    def _cells(self, row: Cells) -> str:
        return "".join(
            _money(row[column.field]) if column.kind == "money" else _cell(row[column.field], self._zone)
            for column in self._columns
        )


def _money(value: Any) -> str:
    if value is None:
        return "<c/><c/>"
    places = exponent(value["currency"])
    amount = Decimal(value["amount"]).scaleb(-places)
    return f'<c s="{parts.MONEY[places]}"><v>{amount:.{places}f}</v></c>{_string(value["currency"])}'


def _cell(value: object, zone: ZoneInfo) -> str:
    match value:
        case None | "":
            return "<c/>"
        case bool():
            return f'<c t="b"><v>{int(value)}</v></c>'
        case int():
            return f"<c><v>{value}</v></c>"
        case datetime():
            return f'<c s="{parts.MOMENT}"><v>{_days(value.astimezone(zone)):.6f}</v></c>'
        case _:
            return _string(str(value))


def _days(moment: datetime) -> float:
    """Days since Excel's beginning, by the clock on the wall."""
    return (moment.replace(tzinfo=None) - _EPOCH).total_seconds() / _DAY


def _string(text: str, *, style: int = 0) -> str:
    fit = _LOOKS_ESCAPED.sub("_x005F_", _UNFIT.sub("\ufffd", text[:MAX_TEXT]))
    fit = escape(fit, {"\r": "_x000D_"})
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{fit}</t></is></c>'
