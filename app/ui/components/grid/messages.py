"""What the browser's adapter and the grid's door say to each other, and what a page tells the adapter.

    POST /grid/{entity}/rows   {offset, limit, sort, filters, search, count}  → {rows, total}
    POST /grid/{entity}/rows   {ids, filters, search}                         → {rows, matching}; a missing id is gone
    POST /grid/{entity}/count  {filters, search}                              → {total}
    POST /grid/{entity}/ids    {offset, limit, sort, filters, search}         → {ids}, at most 10,000, in their order
    POST /grid/{entity}/sums   {filters, search}   → {sums}: the sum of each column of amounts, by currency
    POST /grid/{entity}/totals {filters, search}   → {totals}: all that the rows come to, in words, when it is asked for
    POST /grid/{entity}/edit   {id, field, base, value, version, key}         → {row}, or a problem:
         409 field_conflict {base, mine, theirs, row}, 422 {errors}, 404 not_found
    POST /grid/{entity}/edits     {act: {id, kind}, cells}                    → {outcomes, rows}
    POST /grid/{entity}/rehearse  {cells}                                     → {outcomes, rows}; nothing is changed

`matching` are the ids, of those asked for, that pass filters and search.
`total` is null when it was not asked for (`count` false) or would delay the rows: the adapter then asks `/count`.
A row is {id, version, …cells}. All problems are RFC 9457 JSON {type, title, status, code, detail, errors?}.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, StringConstraints, Tag

from app.core.money import Money
from app.core.paging import MAX_LIMIT, GridQuery
from app.core.text import clean_text
from app.features.records.service import MAX_CELLS, GestureKind

MAX_IDS = 10_000
FieldName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MoneyCell(_Message):
    """An amount in whole minor units of a currency."""

    amount: Annotated[int, Field(strict=True, ge=-(2**53) + 1, le=2**53 - 1)]
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


CellNumber = Annotated[int, Field(strict=True, ge=-(2**53) + 1, le=2**53 - 1)]
CellBool = Annotated[bool, Field(strict=True)]
# How long a text may be is the column's to say; this only bounds the work.
CellText = Annotated[str, StringConstraints(max_length=20_000), AfterValidator(clean_text)]


def _kind(value: object) -> str:
    """Which kind of cell a value is of, so that what is wrong is said of that kind alone."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "flag"
        case int() | float():
            return "number"
        case dict() | MoneyCell():
            return "money"
        case _:
            return "text"


CellValue = Annotated[
    Annotated[None, Tag("nothing")]
    | Annotated[CellBool, Tag("flag")]
    | Annotated[CellNumber, Tag("number")]
    | Annotated[MoneyCell, Tag("money")]
    | Annotated[CellText, Tag("text")],
    Discriminator(_kind),
]
# What the person saw is compared, never stored, so it is taken as it is.
SeenText = Annotated[str, StringConstraints(max_length=20_000)]
SeenValue = CellBool | CellNumber | SeenText | MoneyCell | None


class RowsRequest(GridQuery):
    """A window of rows, or, when `ids` is given, those rows whether or not they pass. `count` asks for the total."""

    ids: tuple[UUID, ...] | None = Field(default=None, max_length=MAX_LIMIT)
    count: bool = True

    def query(self) -> GridQuery:
        """What a feature's repository is asked."""
        return GridQuery.model_construct(**{name: getattr(self, name) for name in GridQuery.model_fields})


class IdsRequest(GridQuery):
    """A window of ids, which may be larger than one of rows."""

    limit: int = Field(default=MAX_IDS, ge=1, le=MAX_IDS)


class CellRequest(_Message):
    """One cell: `base` is what the person saw, `value` what they want, `version` the row's when they saw it."""

    id: UUID
    field: FieldName
    base: SeenValue
    value: CellValue
    version: Annotated[int, Field(ge=0, le=2**53)]


class EditRequest(CellRequest):
    """A cell that is a gesture of its own: `key` is made once per edit and sent again with each retry."""

    key: UUID


class ActRequest(_Message):
    """The gesture that cells belong to; its id is made by the browser and sent again with each retry."""

    id: UUID
    kind: Literal[GestureKind.EDIT, GestureKind.PASTE, GestureKind.FILL, GestureKind.CLEAR, GestureKind.RESTORE]


class CellsRequest(_Message):
    """Cells that might be changed."""

    cells: tuple[CellRequest, ...] = Field(min_length=1, max_length=MAX_CELLS)


class EditsRequest(CellsRequest):
    """The cells of one gesture."""

    act: ActRequest


def plain(value: SeenValue) -> str | int | bool | None:
    """The value as a feature keeps it: money as its minor units."""
    return value.amount if isinstance(value, MoneyCell) else value


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row as the adapter gets it; `cells` by field name, values as in `columns.py`."""

    id: UUID
    version: int
    cells: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        """One flat object."""
        return {**self.cells, "id": str(self.id), "version": self.version}


@dataclass(frozen=True, slots=True)
class GridWindow:
    """The rows of a window and how many there are in all; None when counting would delay them."""

    rows: Sequence[GridRow]
    total: int | None = None


@dataclass(frozen=True, slots=True)
class GridTotal:
    """One thing that the rows that pass come to: a whole number, amounts by currency, or both.

    `label` names it, `about` says in a sentence what it is; `unit` is what the number counts, singular and plural.
    """

    label: str
    about: str
    number: int | None = None
    unit: tuple[str, str] = ("", "")
    amounts: Sequence[Money] = ()

    def as_json(self) -> dict[str, Any]:
        """For the adapter."""
        amounts = [{"amount": one.amount, "currency": one.currency} for one in self.amounts]
        return {"label": self.label, "about": self.about, "number": self.number, "unit": self.unit, "amounts": amounts}
