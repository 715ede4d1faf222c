"""Changing cells. All ways lead through `apply_cells`: one cell, a paste, a bulk change in chunks, an undo.

Rows are locked together, then each cell is looked at by itself: was it done by this gesture already, has somebody else
changed it since it was seen, does a rule stand against it. What may be changed of a row is written as one version.
A refused cell never holds up the others.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.errors import DomainError, FieldConflict, NotFound, invalid
from app.core.unit_of_work import UnitOfWork, in_one_go, unit_of_work
from app.features.changes import repository as log
from app.features.changes.service import GestureReused, to_row
from app.features.records import gestures
from app.features.records.editors import Editor, editor_of
from app.features.records.schemas import MAX_CELLS, Act, CellEdit, Outcome, Value, refused
from app.models import Entity


@in_one_go
async def edit_cells(actor: Actor, cells: Sequence[CellEdit], act: Act, *, entity: Entity) -> list[Outcome]:
    """Change cells as one gesture; the same gesture again changes nothing. One outcome for each cell, in their order.

    Raises Forbidden for the role, Invalid for more than MAX_CELLS.
    """
    _assert_few(cells)
    async with unit_of_work() as uow:
        return await apply_cells(uow, actor, cells, editor=editor_of(entity), act=act)


async def rehearse_cells(actor: Actor, cells: Sequence[CellEdit], *, entity: Entity) -> list[Outcome]:
    """What would become of cells as things stand; nothing is changed. One outcome for each cell, in their order.

    Cells are weighed one by one: that the last of several admins keeps the role shows only when it is done. Raises
    Forbidden for the role, Invalid for more than MAX_CELLS.
    """
    _assert_few(cells)
    editor = editor_of(entity)
    async with unit_of_work() as uow:
        rows = await editor.lock(uow, actor, sorted({cell.id for cell in cells}))
        changes = [_Change(editor, cell, None) for cell in cells]
        return [await change.weigh(uow, actor, rows.get(change.cell.id), changes={}) for change in changes]


def _assert_few(cells: Sequence[CellEdit]) -> None:
    if len(cells) > MAX_CELLS:
        raise invalid("cells", "too_many", f"At most {MAX_CELLS} cells at a time")


async def edit_cell(actor: Actor, cell: CellEdit, act: Act | None = None, *, entity: Entity) -> None:
    """Change one cell. Raises what stood against it: NotFound, Invalid, FieldConflict, a rule's refusal."""
    (outcome,) = await edit_cells(actor, [cell], act or Act(), entity=entity)
    if outcome.refusal is not None:
        raise outcome.refusal


async def apply_cells(
    uow: UnitOfWork, actor: Actor, cells: Sequence[CellEdit], *, editor: Editor, act: Act, reverting: bool = False
) -> list[Outcome]:
    """Change cells in the caller's unit of work, for example a chunk of a larger gesture."""
    rows = await editor.lock(uow, actor, sorted({cell.id for cell in cells}))
    done = await _done_before(uow, act, cells)
    outcomes: dict[int, Outcome] = {}
    by_row: defaultdict[UUID, list[int]] = defaultdict(list)
    for place, cell in enumerate(cells):
        by_row[cell.id].append(place)
    saved: list[tuple[UUID, str, Value]] = []
    for row_id, places in by_row.items():
        changes: dict[str, Value] = {}
        for place in places:
            change = _Change(editor, cells[place], done.get((row_id, _logged(editor, cells[place].field))))
            outcomes[place] = await change.weigh(uow, actor, rows.get(row_id), changes=changes, reverting=reverting)
        if changes:
            await editor.write(uow, actor, rows[row_id], changes=changes, gesture_id=act.id)
            saved += [(row_id, field, value) for field, value in changes.items()]
    if saved and actor.user_id is not None:
        await gestures.remember(uow, actor.user_id, saved, editor=editor, act=act)
    await uow.session.flush()
    return [outcomes[place] for place in range(len(cells))]


class _Change:
    """One cell of a gesture. `before` is the value that this gesture wrote there already, in a tuple."""

    def __init__(self, editor: Editor, cell: CellEdit, before: tuple[Value] | None) -> None:
        self.editor, self.cell, self.before = editor, cell, before

    async def weigh(
        self, uow: UnitOfWork, actor: Actor, row: Any, *, changes: dict[str, Value], reverting: bool = False
    ) -> Outcome:
        """What becomes of the cell; when it may be changed, it is added to `changes` of its row."""
        cell = self.cell
        try:
            if row is None:
                raise NotFound
            wanted = self.editor.parse(cell.field, cell.value)
            if self.before is not None:
                return self._replayed(wanted)
            stored = self.editor.values(row)[cell.field]
            if stored == wanted:
                return Outcome(cell.id, cell.field, "unchanged", stands=wanted)
            if stored != _seen(cell.base, stored):
                raise FieldConflict(field=cell.field, base=cell.base, mine=cell.value, theirs=stored)
            await self.editor.check(uow, actor, row, field=cell.field, value=wanted, reverting=reverting)
        except DomainError as refusal:
            return refused(cell, refusal)
        changes[cell.field] = wanted
        return Outcome(cell.id, cell.field, "saved", stands=wanted)

    def _replayed(self, wanted: Value) -> Outcome:
        if self.before != (wanted,):
            raise GestureReused
        return Outcome(self.cell.id, self.cell.field, "saved", stands=wanted)


def _seen(base: Value, stored: Value) -> Value:
    """What the person saw; nothing and empty text look the same."""
    return "" if base is None and isinstance(stored, str) else base


def _logged(editor: Editor, field: str) -> str:
    return editor.logged_as.get(field, field)


async def _done_before(uow: UnitOfWork, act: Act, cells: Sequence[CellEdit]) -> Mapping[tuple[UUID, str], tuple[Value]]:
    """What this gesture has written already: it comes again when the answer to it was lost."""
    entries = await log.of_gesture(uow.session, act.id, row_ids=sorted({cell.id for cell in cells}))
    return {(entry.row_id, entry.field): (to_row(entry).new,) for entry in entries}
