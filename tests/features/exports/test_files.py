"""What goes out: CSV that no spreadsheet runs, and a workbook in pieces that every reader opens."""

import csv
import io
import zipfile
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest
from python_calamine import CalamineWorkbook

from app.features.exports import workbook
from app.features.exports.csv_text import BOM, CsvText
from app.features.exports.schemas import Cells, SheetColumn
from app.features.exports.workbook import Workbook, sheets_needed

BERLIN = ZoneInfo("Europe/Berlin")
COLUMNS = (
    SheetColumn("number", "Order"),
    SheetColumn("customer", "Customer"),
    SheetColumn("total", "Total", "money"),
    SheetColumn("active", "Active"),
    SheetColumn("at", "Ordered", "moment"),
)
NOON = datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
HOSTILE = (
    "=cmd()",
    "+1",
    "-1+2",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "'=1",
    'a "quoted", one',
    "two\nlines",
    "שלום",
    "🦭",
    "_x0041_",
    "<b>&amp;</b>",
)


def row(**cells: Any) -> Cells:
    first = {
        "number": 1001,
        "customer": "Ann",
        "total": {"amount": 1250, "currency": "EUR"},
        "active": True,
        "at": NOON,
    }
    return first | cells


def as_csv(*rows: Cells, bom: bool = False) -> bytes:
    writer = CsvText(COLUMNS, zone=BERLIN, bom=bom)
    return writer.start() + writer.rows(rows) + writer.end()


def as_book(*rows: Cells) -> bytes:
    writer = Workbook(COLUMNS, zone=BERLIN, title="Orders")
    pieces = [writer.start(), *(writer.rows([one]) for one in rows), writer.end()]
    return b"".join(pieces)


def sheets(data: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_csv_has_decimals_with_their_currency_and_moments_with_their_offset() -> None:
    assert as_csv(row()) == (
        b"Order,Customer,Total,Currency,Active,Ordered\r\n1001,Ann,12.50,EUR,true,2026-07-01T12:00:00+02:00\r\n"
    )
    yen = row(total={"amount": 1250, "currency": "JPY"}, at=None, active=False)
    assert as_csv(yen).splitlines()[1] == b"1001,Ann,1250,JPY,false,"
    assert as_csv(row(total=None), bom=True).startswith(BOM + b"Order,")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text_in_both(text: str) -> None:
    (_, cells) = csv.reader(io.StringIO(as_csv(row(customer=text)).decode(), newline=""))
    assert cells[1][0] not in "=+-@\t\r"
    assert cells[1] in {text, f"'{text}"}
    data = as_book(row(customer=text))
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    assert sheets(data)["Orders"][1][1].replace("\r\n", "\n").replace("\r", "\n") == text.replace("\r", "\n")


def test_a_workbook_has_numbers_amounts_booleans_and_moments_by_the_viewers_clock() -> None:
    heading, cells = sheets(as_book(row()))["Orders"]
    assert heading == ["Order", "Customer", "Total", "Currency", "Active", "Ordered (Europe/Berlin)"]
    assert cells == [1001.0, "Ann", 12.5, "EUR", True, datetime(2026, 7, 1, 12, 0)]  # noqa: DTZ001 - a sheet has no zone


def test_every_part_of_a_workbook_is_well_formed_and_holds_no_sign_that_xml_forbids() -> None:
    archive = zipfile.ZipFile(io.BytesIO(as_book(row(customer="a\x00b\x0b\ufffe"))))
    assert archive.testzip() is None
    for name in archive.namelist():
        ET.fromstring(archive.read(name))  # noqa: S314 - our own file


def test_a_sheet_that_is_full_is_followed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_ROWS", 3)
    found = sheets(as_book(*(row(number=number) for number in range(5))))
    assert list(found) == ["Orders", "Orders 2", "Orders 3"]
    assert [cells[0] for part in found.values() for cells in part[1:]] == [0, 1, 2, 3, 4]
    assert all(part[0][0] == "Order" for part in found.values())


def test_it_is_known_before_how_many_sheets_there_will_be() -> None:
    assert [sheets_needed(rows) for rows in (0, 1, 1_048_575, 1_048_576, 3_000_000)] == [1, 1, 1, 2, 3]
