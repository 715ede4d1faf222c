"""Giving a cell a value back that the log has: an act of its own, under the rules of an edit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from app.core.actor import Actor
from app.core.errors import Forbidden, NotFound
from app.core.unit_of_work import in_one_go, unit_of_work
from app.features.access.rules import may_read_log, may_see
from app.features.changes import repository as log
from app.features.changes.service import to_row
from app.features.records.editing import apply_cells
from app.features.records.editors import Editor, editor_of
from app.features.records.schemas import Act, CellEdit, Outcome, Value
from app.models import Change, Entity, GestureKind

Side = Literal["old", "new"]


@dataclass(frozen=True, slots=True)
class Restore:
    """Which cell, and which value: what the entry `change_id` of its history says stood there before it, or after.

    `base` is what the person sees in the cell now.
    """

    row_id: UUID
    field: str
    change_id: int
    side: Side
    base: Value


@in_one_go
async def restore(actor: Actor, wanted: Restore, *, entity: Entity, act_id: UUID) -> Outcome:
    """Write the value back; the same `act_id` again changes nothing twice.

    Raises Forbidden, and NotFound for an entry that is not of this cell or whose value the actor may not read.
    """
    if not may_read_log(actor, entity):
        raise Forbidden
    editor = editor_of(entity)
    async with unit_of_work() as uow:
        await editor.lock(uow, actor, [wanted.row_id])
        name = editor.logged_as.get(wanted.field, wanted.field)
        history = await log.of_cell(uow.session, entity, wanted.row_id, fields=[name])
        value = _value(actor, history, wanted)
        cell = CellEdit(wanted.row_id, wanted.field, wanted.base, value)
        (outcome,) = await apply_cells(
            uow,
            actor,
            [cell],
            editor=editor,
            act=Act(act_id, GestureKind.RESTORE),
            reverting=_goes_back_one_step(history, value),
        )
        return outcome


def _value(actor: Actor, history: Sequence[Change], wanted: Restore) -> Value:
    entry = next((change for change in history if change.id == wanted.change_id), None)
    may = entry is not None and (
        not entry.is_sealed or may_see(actor, entry.entity, entry.field, owner_id=entry.owner_id)
    )
    if entry is None or not may:
        raise NotFound("There is no such value to restore")
    told = to_row(entry)
    value: Value = told.old if wanted.side == "old" else told.new
    return value


def _goes_back_one_step(history: Sequence[Change], value: Value) -> bool:
    """Whether it takes the last change back: a status may go back the way it came, and no further."""
    return bool(history) and to_row(history[0]).old == value


def logged_field(entity: Entity, field: str) -> str:
    """What the log calls a field of the grid."""
    return editor_of(entity).logged_as.get(field, field)


def shown_field(entity: Entity, name: str) -> str:
    """What the grid calls a field of the log."""
    editor: Editor = editor_of(entity)
    return next((field for field, logged in editor.logged_as.items() if logged == name), name)
