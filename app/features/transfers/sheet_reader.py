"""A program of its own: reads a workbook from standard input and writes one of its sheets to standard output as CSV.

    python -I sheet_reader.py <sheet> <megabytes of memory> <seconds>

The first line is JSON: {"sheets": [names], "sheet": number, "lines": how many} or {"error": code}. A workbook can
claim more cells than any machine has memory for, or unpack to a thousand times its size: so it is opened in a process
that has only so much memory and time, may write no file and leaves no dump, and whose death harms nobody. Line n of
the CSV is row n of the sheet; line ends within a cell are carriage returns.
"""

import contextlib
import csv
import datetime as dt
import io
import json
import sys
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

MEGABYTE = 1 << 20
# What a workbook may unpack to, and how many cells a sheet may span, empty ones between others included.
MAX_UNPACKED = 1_024 * MEGABYTE
MAX_CELLS = 24_000_000
MAX_FILLED = 1_000_000
DIGITS = 15


class Refused(Exception):
    """The workbook is not read; the message is a code."""


def limit(megabytes: int, seconds: int) -> None:
    """Bound what this process may use."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - Windows has none

        for name, most in (
            (resource.RLIMIT_AS, megabytes * MEGABYTE),
            (resource.RLIMIT_CPU, seconds),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_FSIZE, 0),
        ):
            resource.setrlimit(name, (most, most))


def read(data: bytes, wanted: int) -> tuple[dict[str, Any], Iterator[list[str]]]:
    """What is in the workbook, and the rows of one sheet as text. Raises Refused."""
    _look_into(data)
    import python_calamine  # noqa: PLC0415 - only once memory is bounded

    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = workbook.sheet_names
        if not 0 <= wanted < len(names):
            raise Refused("no_such_sheet")
        sheet = workbook.get_sheet_by_index(wanted)
    except python_calamine.PasswordError:
        raise Refused("password") from None
    except python_calamine.CalamineError:
        raise Refused("broken_workbook") from None
    bottom, right = (sheet.end[0] + 1, sheet.end[1] + 1) if sheet.end else (0, 0)
    if bottom * right > MAX_CELLS:
        raise Refused("too_many_cells")
    return {"sheets": names, "sheet": wanted, "lines": bottom}, _rows(sheet, right)


def _look_into(data: bytes) -> None:
    """Raises Refused for what is no archive, or unpacks to too much by its own account."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError):
        raise Refused("broken_workbook") from None
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("password")
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Refused("unpacks_to_too_much")
    if not any(entry.filename == "xl/workbook.xml" for entry in entries):
        raise Refused("no_workbook")


def _rows(sheet: Any, width: int) -> Iterator[list[str]]:
    """The rows from the first of the sheet on, each `width` cells wide, merged cells filled downwards."""
    left = sheet.start[1] if sheet.start else 0
    fill = _merged_downwards(sheet)
    held: dict[int, str] = {}
    # Rows above the first cell are given, empty; columns left of it are not.
    for number, row in enumerate(sheet.iter_rows()):
        cells = [*[""] * left, *map(text_of, row)]
        cells += [""] * (width - len(cells))
        for column, above in fill.get(number, ()):
            if above:
                held[column] = cells[column]
            elif column in held:
                cells[column] = held[column]
        yield cells if any(cells) else []


def _merged_downwards(sheet: Any) -> dict[int, list[tuple[int, bool]]]:
    """By row: the columns of merged cells that reach over several rows, and whether they begin there."""
    found: dict[int, list[tuple[int, bool]]] = {}
    filled = 0
    for (top, left), (bottom, _right) in sheet.merged_cell_ranges or ():
        filled += bottom - top
        if bottom == top or filled > MAX_FILLED:
            continue
        for row in range(top, bottom + 1):
            found.setdefault(row, []).append((left, row == top))
    return found


def text_of(value: object) -> str:
    """A cell as text: whole numbers without a point, moments as ISO 8601, nothing as nothing."""
    match value:
        case str():
            return value.replace("\r\n", "\r").replace("\n", "\r")
        case bool():
            return "true" if value else "false"
        case float():
            return _number(value)
        case dt.datetime():
            return (value + dt.timedelta(microseconds=500_000)).replace(microsecond=0).isoformat()
        case dt.date() | dt.time():
            return value.isoformat()
        case _:
            return str(value)


def _number(value: float) -> str:
    """What a spreadsheet shows: it counts in fifteen digits."""
    shown = format(Decimal(format(value, f".{DIGITS}g")), "f") if value == value and abs(value) < 1e300 else str(value)  # noqa: PLR0124, PLR2004
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def main() -> int:
    """Read, write; 0 when all is written."""
    wanted, megabytes, seconds = (int(argument) for argument in sys.argv[1:4])
    data = sys.stdin.buffer.read()
    limit(megabytes, seconds)
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", errors="replace", newline="")
    try:
        about, rows = read(data, wanted)
    except (Refused, MemoryError) as refused:
        code = str(refused) if isinstance(refused, Refused) else "too_many_cells"
        out.write(json.dumps({"error": code}) + "\n")
        out.flush()
        return 0
    out.write(json.dumps(about) + "\n")
    writer = csv.writer(out, lineterminator="\n")
    for row in rows:
        if row:
            writer.writerow(row)
        else:
            out.write("\n")
    out.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
