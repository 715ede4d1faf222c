"""An undo or redo of more cells than one transaction should hold: a job works it off in chunks, as one gesture."""

from collections.abc import Sequence
from uuid import UUID

from app.core.actor import Actor
from app.core.unit_of_work import UnitOfWork
from app.features.jobs import service as jobs
from app.features.jobs.schemas import NewRow, Result, Task, TaskRow
from app.features.records import undo_repository
from app.features.records.editors import editor_of
from app.features.records.reverting import load, revert
from app.features.records.schemas import MAX_CELLS, Act
from app.features.records.undo_plan import plan
from app.features.records.undo_schemas import NAMED, Obstacle, Reverted, UndoBlocked
from app.models import Gesture, GestureKind, JobKind, RowState

PAGE = 1_000


async def enqueue(
    uow: UnitOfWork, actor: Actor, gesture: Gesture, *, source: UUID, act: Act, partial: bool
) -> Reverted:
    """Make the job and let it run. Raises UndoBlocked where something stands against it, unless `partial`."""
    editor = editor_of(gesture.entity)
    await editor.lock(uow, actor, [])
    job = jobs.draft(uow, actor, JobKind.UNDO, entity=gesture.entity, spec={})
    # The id of the request, so that the same request again finds it; what is sealed is bound to the id.
    job.id = job.gesture_id = act.id
    jobs.write_spec(job, {"gesture": gesture.id, "source": source, "kind": act.kind})
    seen: set[UUID] = set()
    obstacles: list[Obstacle] = []
    possible = blocked = after = 0
    while found := await undo_repository.entries(uow.session, source, after=after, limit=PAGE):
        after = found[-1].id or 0
        planned = plan(found, await undo_repository.later(uow.session, found), editor=editor, actor=actor)
        possible, blocked = possible + planned.size, blocked + len(planned.obstacles)
        obstacles += planned.obstacles[: NAMED - len(obstacles)]
        fresh = [row_id for row_id in dict.fromkeys(entry.row_id for entry in found) if row_id not in seen]
        seen.update(fresh)
        refusals = {
            obstacle.row_id: obstacle for obstacle in planned.obstacles if obstacle.row_id not in planned.row_ids
        }
        await jobs.add_rows(uow, job, [_row(row_id, refusals.get(row_id)) for row_id in fresh])
    if not possible or (blocked and not partial):
        raise UndoBlocked(obstacles, possible=possible, blocked=blocked)
    await uow.session.flush()
    jobs.enqueue(uow, job)
    return Reverted(act.id, job=job.id, obstacles=obstacles)


def _row(row_id: UUID, obstacle: Obstacle | None) -> NewRow:
    if obstacle is None:
        return NewRow(row_id)
    return NewRow(row_id, state=RowState.REFUSED, code=obstacle.code, detail=obstacle.detail)


async def revert_rows(uow: UnitOfWork, task: Task, rows: Sequence[TaskRow]) -> Sequence[Result]:
    """The runner's handler: take back what the gesture did to the rows of a chunk. Raises Forbidden."""
    editor = editor_of(task.entity)
    row_ids = sorted({row.row_id for row in rows if row.row_id})
    await editor.lock(uow, task.actor, row_ids)
    source = UUID(task.spec["source"])
    planned = await load(uow, task.actor, source, editor=editor, limit=MAX_CELLS * PAGE, row_ids=row_ids)
    act = Act(task.gesture_id, GestureKind(task.spec["kind"]), acts_on=UUID(task.spec["gesture"]))
    done = await revert(uow, task.actor, planned, editor=editor, act=act)
    refusals = {obstacle.row_id: obstacle for obstacle in done.obstacles}
    return [_result(row, done, refusals.get(row.row_id) if row.row_id else None) for row in rows]


def _result(row: TaskRow, done: Reverted, obstacle: Obstacle | None) -> Result:
    if row.row_id in done.rows:
        return Result(row.position, RowState.CHANGED)
    if obstacle is None:
        return Result(row.position, RowState.UNCHANGED)
    return Result(row.position, RowState.REFUSED, obstacle.code, obstacle.detail)
