"""The one move of undo and redo: what a gesture wrote goes back to what stood there before it."""

from collections.abc import Sequence
from uuid import UUID

from app.core.actor import Actor
from app.core.errors import DomainError
from app.core.unit_of_work import UnitOfWork
from app.features.orders.lines import revert_lines
from app.features.records import gestures, undo_repository
from app.features.records.editing import apply_cells
from app.features.records.editors import Editor
from app.features.records.schemas import Act, Outcome
from app.features.records.undo_plan import LINES, Plan, plan
from app.features.records.undo_schemas import Obstacle, Reverted

MOST_LINES = 100


async def load(
    uow: UnitOfWork, actor: Actor, source: UUID, *, editor: Editor, limit: int, row_ids: Sequence[UUID] | None = None
) -> Plan:
    """What of the gesture `source` can be taken back. Its rows are locked already, so that this stays true."""
    found = await undo_repository.entries(uow.session, source, limit=limit, row_ids=row_ids)
    return plan(found, await undo_repository.later(uow.session, found), editor=editor, actor=actor)


async def revert(uow: UnitOfWork, actor: Actor, planned: Plan, *, editor: Editor, act: Act) -> Reverted:
    """Write what the plan allows, as the gesture `act`; what a rule refuses is added to the obstacles."""
    obstacles = list(planned.obstacles)
    outcomes = await apply_cells(uow, actor, planned.cells, editor=editor, act=act, reverting=True)
    obstacles += [_refused(outcome) for outcome in outcomes if outcome.refusal is not None]
    saved = [outcome.id for outcome in outcomes if outcome.state == "saved"]
    for row_id in sorted(planned.lines):
        try:
            saved += [row_id] * await _revert_lines(uow, actor, planned, row_id=row_id, editor=editor, act=act)
        except DomainError as refusal:
            obstacles.append(Obstacle(row_id, LINES, refusal.code, refusal.detail))
    return Reverted(act.id, cells=len(saved), rows=tuple(dict.fromkeys(saved)), obstacles=obstacles)


async def _revert_lines(uow: UnitOfWork, actor: Actor, planned: Plan, *, row_id: UUID, editor: Editor, act: Act) -> int:
    orders = await editor.lock(uow, actor, [row_id])
    entries = planned.lines[row_id]
    count = await revert_lines(uow, actor, orders[row_id], changes=entries, gesture_id=act.id)
    if count and actor.user_id is not None:
        saved = [(row_id, LINES, entry.field) for entry in entries[:MOST_LINES]]
        await gestures.remember(uow, actor.user_id, saved, editor=editor, act=act)
    return count


def _refused(outcome: Outcome) -> Obstacle:
    return Obstacle(outcome.id, outcome.field, outcome.code, outcome.detail)
