"""The drawer beside the grid of orders: everything about one order, its lines, and products to add.

    POST /grid/orders/detail    {id}                → {row, sheet}
    POST /grid/orders/lines     {id, edits, key}    → {outcomes, rows, sheet}: an outcome for each edit, in order
    POST /grid/orders/products  {q, currency}       → {products}

Edits are those of `app.features.orders.line_schemas`; `key` is made once per gesture and sent again with each retry.
An outcome is {id, state: saved | conflict | refused, code, detail, theirs?}; a gesture happens wholly or not at all.
`theirs` and the cells `line:<id>` of the row are {quantity, unit_price, line_total}, null where there is no such line.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, cast
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from starlette.routing import Route

from app.core.actor import Actor
from app.core.errors import Conflict, DomainError, Invalid, NotFound
from app.core.text import clean_text
from app.features.catalog.offering import find_for_sale
from app.features.changes.schemas import Entity
from app.features.orders.line_plan import LineConflict
from app.features.orders.line_schemas import MAX_LINES, AddLine, LineEdit, LineValues, OrderLine, OrderSheet
from app.features.orders.lines import get_sheet, line_field
from app.features.records.lines import edit_lines
from app.features.records.service import Act
from app.ui.components.grid.source import GridSource
from app.ui.grid_door.door import Door


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DetailRequest(_Message):
    """Which order."""

    id: UUID


class LinesRequest(_Message):
    """What to do with the lines of an order, as one gesture."""

    id: UUID
    edits: tuple[LineEdit, ...] = Field(min_length=1, max_length=MAX_LINES)
    key: UUID


class ProductsRequest(_Message):
    """A few letters of a product's name, or the beginning of its SKU; empty for the first by name."""

    q: Annotated[str, StringConstraints(max_length=200), AfterValidator(clean_text)] = ""
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


def routes(door: Door) -> list[Route]:
    """`POST /grid/orders/detail`, `/lines` and `/products`."""
    return [
        door.route("detail", DetailRequest, _detail),
        door.route("lines", LinesRequest, _lines),
        door.route("products", ProductsRequest, _products),
    ]


async def _detail(actor: Actor, source: GridSource, wanted: DetailRequest) -> dict[str, Any]:
    _assert_orders(source)
    return await _shown(actor, source, await get_sheet(actor, wanted.id))


async def _lines(actor: Actor, source: GridSource, wanted: LinesRequest) -> dict[str, Any]:
    """What became of each edit, and the order as it then stands; who may not edit it at all is told so."""
    _assert_orders(source)
    try:
        sheet = await edit_lines(actor, wanted.id, wanted.edits, act=Act(wanted.key))
        outcomes = [_told("saved", wanted) for _ in wanted.edits]
    except (Conflict, Invalid) as refusal:
        sheet = await get_sheet(actor, wanted.id)
        outcomes = _outcomes(refusal, wanted)
    shown = await _shown(actor, source, sheet)
    row = shown["row"] and {**shown["row"], **_cells(wanted.edits, sheet.lines)}
    return {"outcomes": outcomes, "rows": [row] if row else [], "sheet": shown["sheet"]}


async def _products(actor: Actor, source: GridSource, wanted: ProductsRequest) -> dict[str, Any]:
    _assert_orders(source)
    found = await find_for_sale(actor, wanted.q, currency=wanted.currency)
    return {"products": [product.model_dump(mode="json", include=OFFERED) for product in found]}


OFFERED = {"id", "sku", "name", "category", "price"}


def _assert_orders(source: GridSource) -> None:
    if source.entity is not Entity.ORDER:
        raise NotFound("Only orders have lines")


async def _shown(actor: Actor, source: GridSource, sheet: OrderSheet) -> dict[str, Any]:
    rows = await source.rows(actor, [sheet.order.id])
    return {"row": rows[0].as_json() if rows else None, "sheet": sheet.model_dump(mode="json")}


def _told(state: str, wanted: LinesRequest, refusal: DomainError | None = None) -> dict[str, Any]:
    code, detail = (refusal.code, _words(refusal)) if refusal else ("", "")
    return {"id": str(wanted.id), "state": state, "code": code, "detail": detail}


def _outcomes(refusal: DomainError, wanted: LinesRequest) -> list[dict[str, Any]]:
    refused = _told("refused", wanted, refusal)
    if not isinstance(refusal, LineConflict):
        return [refused for _ in wanted.edits]
    found = cast("Sequence[Mapping[str, Any]]", refusal.extra["conflicts"])
    theirs = {str(conflict["line_id"]): conflict["theirs"] for conflict in found}
    conflict = _told("conflict", wanted, refusal)
    return [
        {**conflict, "theirs": theirs[line]} if (line := _line_of(edit)) in theirs else refused for edit in wanted.edits
    ]


def _words(refusal: DomainError) -> str:
    return refusal.errors[0].detail if refusal.errors else refusal.detail


def _line_of(edit: LineEdit) -> str:
    return "" if isinstance(edit, AddLine) else str(edit.line_id)


def _cells(edits: Sequence[LineEdit], lines: Sequence[OrderLine]) -> dict[str, Any]:
    """The lines that were edited, as cells of the row."""
    stand = {line.id: line for line in lines}
    return {
        line_field(edit.line_id): _values(stand.get(edit.line_id)) for edit in edits if not isinstance(edit, AddLine)
    }


def _values(line: OrderLine | None) -> dict[str, Any] | None:
    if line is None:
        return None
    price = line.unit_price.amount if line.unit_price else None
    return LineValues(quantity=line.quantity, unit_price=price, line_total=line.line_total.amount).model_dump()
