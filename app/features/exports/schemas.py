"""What an export is asked for, and the columns of the table that comes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from app.core.paging import GridQuery

Format = Literal["csv", "xlsx"]
# A row's cells by field: text, whole numbers, booleans, aware moments, money as {"amount", "currency"}, or None.
Cells: TypeAlias = Mapping[str, Any]


class ExportRequest(GridQuery):
    """Which rows (all that pass; `offset` and `limit` say nothing here), which columns in which order, and how.

    Moments are written by the clock of `tz`.
    """

    columns: tuple[Annotated[str, Field(max_length=40)], ...] = Field(min_length=1, max_length=60)
    format: Format = "csv"
    bom: bool = True


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of the table. Money takes two: the decimal amount, and its currency."""

    field: str
    label: str
    kind: Literal["plain", "money", "moment"] = "plain"


def titles(columns: tuple[SheetColumn, ...], *, zone: str = "") -> list[str]:
    """The header. With `zone`, columns of moments say which clock they show."""
    several = sum(column.kind == "money" for column in columns) > 1
    found: list[str] = []
    for column in columns:
        found.append(f"{column.label} ({zone})" if zone and column.kind == "moment" else column.label)
        if column.kind == "money":
            found.append(f"{column.label} currency" if several else "Currency")
    return found
