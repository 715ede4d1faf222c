"""A card's table as CSV: values as they are, not as they are shown. Pure.

UTF-8 with a byte order mark, since without it Excel reads every other letter wrong; amounts as decimals in the
currency's main unit, their currency in a column of its own; moments as ISO 8601 with the offset of the viewer's clock;
shares as numbers (0.25 is a quarter). No cell is one that a spreadsheet would run.
"""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from app.core.money import exponent
from app.features.exports.csv_text import BOM, csv_lines
from app.features.imports.cells import defused
from app.ui.dashboard.sheets.table import Column, Line, Mark, Table, Unit

MEDIA_TYPE = "text/csv; charset=utf-8"
DECIMALS: dict[Unit, int] = {"number": 0, "hundredths": 2, "share": 4, "change": 4}


def csv_file(table: Table, *, zone: ZoneInfo) -> bytes:
    """The whole file."""
    return BOM + csv_lines([_head(table), *(_row(line, table, zone) for line in table.lines)])


def _head(table: Table) -> list[str]:
    titles = [table.titles] if table.titles else []
    return [table.head, *titles, *(_label(column) for column in table.columns), *_currency(table, "Currency")]


def _label(column: Column) -> str:
    return f"{column.label} (minutes)" if column.unit == "minutes" else column.label


def _row(line: Line, table: Table, zone: ZoneInfo) -> list[str]:
    about = _moment(line.at, zone) if line.at else defused(line.label)
    titles = [defused(line.title)] if table.titles else []
    cells = [
        _cell(mark, column.unit, table.currency, zone) for mark, column in zip(line.marks, table.columns, strict=True)
    ]
    return [about, *titles, *cells, *_currency(table, table.currency)]


def _currency(table: Table, text: str) -> list[str]:
    """A column of the currency where there are amounts."""
    return [text] if any(column.unit == "money" for column in table.columns) else []


def _cell(mark: Mark, unit: Unit, currency: str, zone: ZoneInfo) -> str:
    match mark.value:
        case None:
            return ""
        case datetime():
            return _moment(mark.value, zone)
        case str():
            return defused(mark.value)
        case int():
            places = exponent(currency) if unit == "money" else DECIMALS.get(unit, 0)
            return f"{Decimal(mark.value).scaleb(-places):.{places}f}"


def _moment(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat(timespec="seconds")
