"""Undo and redo of one's own acts, and the list of them.

    POST /grid/{entity}/gestures  {}                   → {steps, undo, redo, jobs}: the acts, what the two keys would do
    POST /grid/{entity}/undo      {id, key, partial}   → {cells, rows, obstacles, job}, or 409 undo_blocked with
    POST /grid/{entity}/redo      {id, key, partial}     {obstacles, blocked, possible}
    POST /grid/{entity}/undo/news    {job, seen}       → how far the job is, as soon as it is further than `seen`
    POST /grid/{entity}/undo/stop    {job}             → the same, once told to stop; `/undo/resume` goes on


A step is {id, kind, fields, value, cells, rows, at, state, undone, redo, row}; `row` is {id, name} where it is one.
An obstacle is {row: {id, name}, field, code, detail, who, at}. `key` is made once and sent again with each retry.
With `job` it happens in the background: {job, gesture, state, revision, total, changed, refused, fault}.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from starlette.routing import Route

from app.core.actor import Actor
from app.core.errors import Conflict, NotFound
from app.features.jobs import service as jobs
from app.features.jobs.schemas import JobKind, Progress
from app.features.records import undoing
from app.features.records.undo_schemas import NAMED, Obstacle, Reverted, Step, UndoBlocked
from app.ui.components.grid.messages import GridRow
from app.ui.components.grid.source import GridSource
from app.ui.grid_door.door import Door
from app.ui.grid_door.naming import SOMEBODY, names_for, row_name

MOST_ROWS = 500
KIND = JobKind.UNDO


class GesturesRequest(BaseModel):
    """Nothing to say: the list is one's own."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class UndoRequest(BaseModel):
    """Which act; `partial`: only what can be."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: UUID
    key: UUID
    partial: bool = False


class JobRequest(BaseModel):
    """Which undo in the background."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    job: UUID


class NewsRequest(JobRequest):
    """What of it is known already: its `revision`."""

    seen: str = Field(default="", max_length=80)


class _Blocked(Conflict):
    code = UndoBlocked.code
    title = UndoBlocked.title


def routes(door: Door) -> list[Route]:
    """`POST /grid/{entity}/gestures`, `/undo`, `/redo` and what is asked about those in the background."""
    return [
        door.route("gestures", GesturesRequest, _gestures),
        door.route("undo", UndoRequest, _undo),
        door.route("redo", UndoRequest, _redo),
        door.route("undo/news", NewsRequest, _news),
        door.route("undo/stop", JobRequest, _stop),
        door.route("undo/resume", JobRequest, _resume),
    ]


async def _gestures(actor: Actor, source: GridSource, _: GesturesRequest) -> dict[str, Any]:
    found = await undoing.my_steps(actor, source.entity)
    rows = await _rows(actor, source, [step.row_id for step in found.steps if step.row_id])
    return {
        "steps": [_step(step, source, rows) for step in found.steps],
        "undo": found.next_undo,
        "redo": found.next_redo,
        "jobs": [_job(job) for job in await jobs.mine(actor, source.entity) if job.kind == KIND and not job.is_over],
    }


async def _undo(actor: Actor, source: GridSource, wanted: UndoRequest) -> dict[str, Any]:
    return await _move(undoing.undo, actor, source, wanted)


async def _redo(actor: Actor, source: GridSource, wanted: UndoRequest) -> dict[str, Any]:
    return await _move(undoing.redo, actor, source, wanted)


async def _move(move: Any, actor: Actor, source: GridSource, wanted: UndoRequest) -> dict[str, Any]:
    try:
        done: Reverted = await move(actor, source.entity, wanted.id, act_id=wanted.key, partial=wanted.partial)
    except UndoBlocked as refused:
        told = await _told(actor, source, refused.obstacles)
        raise _Blocked(refused.detail, obstacles=told, blocked=refused.blocked, possible=refused.possible) from None
    rows = await source.rows(actor, done.rows[:MOST_ROWS])
    return {
        "cells": done.cells,
        "rows": [row.as_json() for row in rows],
        "obstacles": await _told(actor, source, done.obstacles[:NAMED]),
        "job": done.job,
    }


async def _news(actor: Actor, source: GridSource, wanted: NewsRequest) -> dict[str, Any]:
    await _own(actor, source, wanted.job)
    told = await jobs.news(actor, wanted.job, seen=wanted.seen)
    if told.is_over:
        await jobs.put_away(actor, wanted.job)
    return _job(told)


async def _stop(actor: Actor, source: GridSource, wanted: JobRequest) -> dict[str, Any]:
    await _own(actor, source, wanted.job)
    return _job(await jobs.stop(actor, wanted.job))


async def _resume(actor: Actor, source: GridSource, wanted: JobRequest) -> dict[str, Any]:
    await _own(actor, source, wanted.job)
    return _job(await jobs.resume(actor, wanted.job))


async def _own(actor: Actor, source: GridSource, job_id: UUID) -> None:
    """Raises NotFound unless it is an undo of the actor's in this grid."""
    found = await jobs.progress(actor, job_id)
    if found.kind != KIND or found.entity is not source.entity:
        raise NotFound("There is no such job")


def _job(job: Progress) -> dict[str, Any]:
    return {
        "job": job.id,
        "gesture": job.spec["gesture"],
        "state": job.state.value,
        "revision": job.revision,
        "total": job.total,
        "changed": job.changed,
        "refused": job.refused,
        "fault": job.fault,
    }


def _step(step: Step, source: GridSource, rows: Mapping[UUID, GridRow]) -> dict[str, Any]:
    row = rows.get(step.row_id) if step.row_id else None
    return {
        "id": step.id,
        "kind": step.kind,
        "fields": step.fields,
        "value": _value(step, row),
        "cells": step.cells,
        "rows": step.rows,
        "at": step.at,
        "state": step.state,
        "undone": step.undone,
        "redo": step.can_redo,
        "row": {"id": row.id, "name": row_name(source, row)} if row else None,
    }


def _value(step: Step, row: GridRow | None) -> Any:
    """The value as a cell has it. An amount needs its currency, which one row has and many may not share."""
    cell = row.cells.get(step.fields[0]) if row and len(step.fields) == 1 else None
    is_amount = isinstance(step.value, int) and not isinstance(step.value, bool)
    if not is_amount:
        return step.value
    return {"amount": step.value, "currency": cell["currency"]} if isinstance(cell, dict) else None


async def _rows(actor: Actor, source: GridSource, ids: Sequence[UUID]) -> dict[UUID, GridRow]:
    found = await source.rows(actor, list(dict.fromkeys(ids))) if ids else ()
    return {row.id: row for row in found}


async def _told(actor: Actor, source: GridSource, obstacles: Sequence[Obstacle]) -> list[dict[str, Any]]:
    rows = await _rows(actor, source, [obstacle.row_id for obstacle in obstacles])
    people = await names_for(actor, [obstacle.who for obstacle in obstacles if obstacle.who])

    def who(obstacle: Obstacle) -> str | None:
        if obstacle.at is None:
            return None
        return people.get(obstacle.who, SOMEBODY) if obstacle.who else "Daybook"

    return [
        {
            "row": {"id": obstacle.row_id, "name": row_name(source, rows.get(obstacle.row_id))},
            "field": obstacle.field,
            "code": obstacle.code,
            "detail": obstacle.detail,
            "who": who(obstacle),
            "at": obstacle.at,
        }
        for obstacle in obstacles
    ]
