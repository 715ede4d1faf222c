"""Writing: one cell, or the cells of one gesture, and what would become of cells."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeAlias
from uuid import UUID

from starlette.routing import Route

from app.core.actor import Actor
from app.core.errors import DomainError, FieldConflict, NotFound
from app.features.records.service import Act, CellEdit, Outcome
from app.ui.components.grid.checks import check_edit
from app.ui.components.grid.messages import (
    CellRequest,
    CellsRequest,
    EditRequest,
    EditsRequest,
    GridRow,
    MoneyCell,
    plain,
)
from app.ui.components.grid.source import GridSource
from app.ui.grid_door.door import Door

Ask: TypeAlias = Callable[[Sequence[CellEdit]], Awaitable[Sequence[Outcome]]]


def routes(door: Door) -> list[Route]:
    """`POST /grid/{entity}/edit`, `/edits` and `/rehearse`."""
    return [
        door.route("edit", EditRequest, _edit),
        door.route("edits", EditsRequest, _edits),
        door.route("rehearse", CellsRequest, _rehearse),
    ]


async def _edit(actor: Actor, source: GridSource, edit: EditRequest) -> dict[str, Any]:
    """The row after the edit; what stood against it is the answer's problem."""
    check_edit(source.columns, edit)
    (outcome,) = await source.edit(actor, [_cell(edit)], Act(edit.key))
    row = (await _rows_of(actor, source, [edit.id])).get(edit.id)
    if outcome.refusal is not None:
        raise _shown(outcome.refusal, edit, row)
    return {"row": row.as_json() if row else None}


async def _edits(actor: Actor, source: GridSource, wanted: EditsRequest) -> dict[str, Any]:
    """What became of each cell, in their order, and every row that was named and is there, as it stands."""
    act = Act(wanted.act.id, wanted.act.kind)
    return await _each(actor, source, wanted.cells, lambda cells: source.edit(actor, cells, act))


async def _rehearse(actor: Actor, source: GridSource, wanted: CellsRequest) -> dict[str, Any]:
    """As `_edits`, with what would become of each cell; the rows stand as they did."""
    return await _each(actor, source, wanted.cells, lambda cells: source.rehearse(actor, cells))


async def _each(actor: Actor, source: GridSource, cells: Sequence[CellRequest], ask: Ask) -> dict[str, Any]:
    faults: dict[int, DomainError] = {}
    for place, edit in enumerate(cells):
        try:
            check_edit(source.columns, edit)
        except DomainError as fault:
            faults[place] = fault
    good = [place for place in range(len(cells)) if place not in faults]
    outcomes = await ask([_cell(cells[place]) for place in good]) if good else []
    became = dict(zip(good, outcomes, strict=True))
    rows = await _rows_of(actor, source, list(dict.fromkeys(edit.id for edit in cells)))
    return {
        "outcomes": [
            _told(edit, faults.get(place), became.get(place), rows.get(edit.id)) for place, edit in enumerate(cells)
        ],
        "rows": [row.as_json() for row in rows.values()],
    }


def _cell(edit: CellRequest) -> CellEdit:
    return CellEdit(edit.id, edit.field, plain(edit.base), plain(edit.value))


async def _rows_of(actor: Actor, source: GridSource, ids: Sequence[UUID]) -> dict[UUID, GridRow]:
    return {row.id: row for row in await source.rows(actor, ids)}


def _told(edit: CellRequest, fault: DomainError | None, outcome: Outcome | None, row: GridRow | None) -> dict[str, Any]:
    refusal = fault or (outcome.refusal if outcome else None)
    if refusal is not None:
        refusal = _shown(refusal, edit, row)
    told: dict[str, Any] = {
        "id": str(edit.id),
        "field": edit.field,
        "state": outcome.state if outcome else "refused",
        "code": refusal.code if refusal else "",
        "detail": refusal.detail if refusal else "",
    }
    if outcome and refusal is None:
        told["stands"] = _left(edit, outcome)
    return told | {"theirs": refusal.extra["theirs"]} if isinstance(refusal, FieldConflict) else told


def _left(edit: CellRequest, outcome: Outcome) -> Any:
    """What the edit left in its cell, as the grid shows it: money in the currency in which it was sent."""
    if not isinstance(edit.value, MoneyCell):
        return outcome.stands
    return {"amount": outcome.stands, "currency": edit.value.currency}


def _shown(refusal: DomainError, edit: CellRequest, row: GridRow | None) -> DomainError:
    """A conflict in the grid's terms, with the row as it stands; NotFound when it is gone meanwhile."""
    if not isinstance(refusal, FieldConflict):
        return refusal
    if row is None:
        return NotFound()
    cells = row.as_json()
    return FieldConflict(
        refusal.detail, field=edit.field, base=edit.base, mine=edit.value, theirs=cells[edit.field], row=cells
    )
