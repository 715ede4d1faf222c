"""Rows as CSV (RFC 4180): UTF-8, CRLF, quotes where they are needed, and no cell that a spreadsheet would run.

A cell that begins with = + - @ TAB or CR gets an apostrophe before it; our import takes it off again.
"""

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from app.core.money import exponent
from app.features.exports.schemas import Cells, SheetColumn, titles
from app.features.imports.cells import defused

BOM = b"\xef\xbb\xbf"


class CsvText:
    """The pieces of one file, in the order in which they go out."""

    media_type = "text/csv; charset=utf-8"

    def __init__(self, columns: tuple[SheetColumn, ...], *, zone: ZoneInfo, bom: bool) -> None:
        self._columns = columns
        self._zone = zone
        self._bom = bom

    def start(self) -> bytes:
        """The byte order mark where asked for (Excel needs it to see UTF-8), and the header."""
        return (BOM if self._bom else b"") + csv_lines([[defused(title) for title in titles(self._columns)]])

    def rows(self, rows: Sequence[Cells]) -> bytes:
        """Some rows."""
        return csv_lines([self._row(row) for row in rows])

    def end(self) -> bytes:
        """Nothing follows the last row."""
        return b""

    def _row(self, row: Cells) -> list[str]:
        line: list[str] = []
        for column in self._columns:
            value = row[column.field]
            if column.kind == "money":
                line += _money(value)
            else:
                line.append(_text(value, self._zone))
        return line


def csv_lines(rows: list[list[str]]) -> bytes:
    """Lines of cells that are text already."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(errors="replace")


def _money(value: Any) -> tuple[str, str]:
    if value is None:
        return "", ""
    places = exponent(value["currency"])
    return f"{Decimal(value['amount']).scaleb(-places):.{places}f}", str(value["currency"])


def _text(value: object, zone: ZoneInfo) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case datetime():
            return value.astimezone(zone).isoformat(timespec="seconds")
        case _:
            return defused(str(value))
