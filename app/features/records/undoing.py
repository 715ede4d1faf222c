"""Undo and redo of one's own acts.

An act is taken back by writing what stood there before, as a gesture of its own, so the log stays append-only and the
undo is itself history. Rows are locked before the log is asked whether somebody has touched a cell since. Unless the
person asks for the rest, an act is taken back whole or not at all.

What stands for an act in the log is its own entries, or those of its last redo; a redo takes back the entries of the
undo. So both are the same move.
"""

import json
from dataclasses import replace
from uuid import UUID

from app.core.actor import Actor
from app.core.database import read_session
from app.core.errors import Forbidden, NotFound
from app.core.unit_of_work import UnitOfWork, in_one_go, unit_of_work
from app.features.access.rules import may_read_log
from app.features.changes.service import GestureReused
from app.features.jobs import service as jobs
from app.features.records import undo_job, undo_repository
from app.features.records.editors import editor_of
from app.features.records.reverting import load, revert
from app.features.records.schemas import MAX_CELLS, Act
from app.features.records.undo_schemas import (
    AlreadyUndone,
    NothingToRedo,
    Reverted,
    Step,
    Steps,
    UndoBlocked,
)
from app.models import Entity, Gesture, GestureKind, Job

LISTED = 50


async def my_steps(actor: Actor, entity: Entity, *, limit: int = LISTED) -> Steps:
    """What the actor did to rows of this kind, the newest first. Raises Forbidden."""
    if actor.user_id is None or not may_read_log(actor, entity):
        raise Forbidden
    async with read_session() as session:
        acts = await undo_repository.acts(session, actor.user_id, entity, limit=limit)
        undos = await undo_repository.by_ids(session, [act.undone_by for act in acts if act.undone_by])
        singles = await undo_repository.only_rows(session, [act.id for act in acts if act.rows == 1])
    steps = [_step(act, undos.get(act.undone_by) if act.undone_by else None, singles.get(act.id)) for act in acts]
    newest = acts[0].at if acts else None
    undone_at = {act.id: undos[act.undone_by].at for act in acts if act.undone_by and act.undone_by in undos}
    open_to_redo = {act_id: at for act_id, at in undone_at.items() if newest is not None and at >= newest}
    return Steps(
        steps=tuple(replace(step, can_redo=step.id in open_to_redo) for step in steps),
        next_undo=next((act.id for act in acts if act.undone_by is None), None),
        next_redo=max(open_to_redo, key=open_to_redo.__getitem__, default=None),
    )


@in_one_go
async def undo(actor: Actor, entity: Entity, gesture_id: UUID, *, act_id: UUID, partial: bool = False) -> Reverted:
    """Take back an act of the actor's; `act_id` is that of the undo, and the same again changes nothing twice.

    With `partial` only what can be. Raises NotFound for what is not the actor's, AlreadyUndone, UndoBlocked with the
    rows and reasons, StillRunning while a job adds to it, Forbidden once the actor may not edit such rows.
    """
    async with unit_of_work() as uow:
        gesture = await _own(uow, actor, entity, gesture_id)
        if (earlier := await _earlier(uow, actor, gesture, act_id)) is not None:
            return earlier
        if gesture.undone_by is not None:
            raise AlreadyUndone
        source = await undo_repository.standing(uow.session, gesture.id)
        act = Act(act_id, GestureKind.UNDO, acts_on=gesture.id)
        done = await _take_back(uow, actor, gesture, source=source, act=act, partial=partial)
        gesture.undone_by = act_id
        return done


@in_one_go
async def redo(actor: Actor, entity: Entity, gesture_id: UUID, *, act_id: UUID, partial: bool = False) -> Reverted:
    """Do again what an undo took back, as long as the actor has done nothing else since.

    Raises as `undo` does, and NothingToRedo.
    """
    async with unit_of_work() as uow:
        gesture = await _own(uow, actor, entity, gesture_id)
        if (earlier := await _earlier(uow, actor, gesture, act_id)) is not None:
            return earlier
        undoing = await uow.session.get(Gesture, gesture.undone_by) if gesture.undone_by else None
        newest = await undo_repository.newest_act(uow.session, gesture.actor_id, entity)
        if undoing is None or (newest is not None and newest > undoing.at):
            raise NothingToRedo
        act = Act(act_id, GestureKind.REDO, acts_on=gesture.id)
        done = await _take_back(uow, actor, gesture, source=undoing.id, act=act, partial=partial)
        gesture.undone_by = None
        return done


async def _take_back(
    uow: UnitOfWork, actor: Actor, gesture: Gesture, *, source: UUID, act: Act, partial: bool
) -> Reverted:
    await jobs.assert_at_rest(uow, {gesture.id, source})
    found = await undo_repository.entries(uow.session, source, limit=MAX_CELLS + 1)
    if len(found) > MAX_CELLS:
        return await undo_job.enqueue(uow, actor, gesture, source=source, act=act, partial=partial)
    editor = editor_of(gesture.entity)
    await editor.lock(uow, actor, sorted({entry.row_id for entry in found}))
    planned = await load(uow, actor, source, editor=editor, limit=MAX_CELLS)
    if planned.obstacles and not partial:
        raise UndoBlocked(planned.obstacles, possible=planned.size)
    done = await revert(uow, actor, planned, editor=editor, act=act)
    if not done.cells or (done.obstacles and not partial):
        raise UndoBlocked(done.obstacles, possible=done.cells)
    return done


async def _own(uow: UnitOfWork, actor: Actor, entity: Entity, gesture_id: UUID) -> Gesture:
    """The actor's own act, locked. Others' do not exist for them, not for admins either."""
    gesture = await undo_repository.lock(uow.session, gesture_id)
    is_act = gesture is not None and gesture.kind not in undo_repository.BACK_AND_FORTH
    if gesture is None or not is_act or gesture.entity is not entity or not actor.owns(gesture.actor_id):
        raise NotFound("There is no such act of yours")
    return gesture


async def _earlier(uow: UnitOfWork, actor: Actor, gesture: Gesture, act_id: UUID) -> Reverted | None:
    """What this very request did before, when its answer was lost. Raises GestureReused for another request's id."""
    job = await uow.session.get(Job, act_id)
    done = await uow.session.get(Gesture, act_id)
    if job is None and done is None:
        return None
    is_same = job is not None and actor.owns(job.owner_id)
    if done is not None:
        is_same = done.acts_on == gesture.id and actor.owns(done.actor_id)
    if not is_same:
        raise GestureReused
    return Reverted(id=act_id, cells=done.cells if done else 0, job=job.id if job else None)


def _step(act: Gesture, undoing: Gesture | None, row_id: UUID | None) -> Step:
    undone = undoing.cells if undoing else 0
    state = "done" if act.undone_by is None else "undone" if undone >= act.cells else "partly"
    return Step(
        id=act.id,
        kind=act.kind,
        fields=tuple(filter(None, act.fields.split(","))),
        value=json.loads(act.value) if act.value is not None else None,
        cells=act.cells,
        rows=act.rows,
        at=act.at,
        state=state,
        undone=undone,
        row_id=row_id,
    )
