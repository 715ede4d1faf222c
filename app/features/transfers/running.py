"""The run of an import: a handler of jobs that makes what is new and changes what is there, as one gesture."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from app.core.actor import Actor, Role, Source
from app.core.crypto import email_index
from app.core.errors import FieldConflict, Forbidden, Unavailable
from app.core.unit_of_work import UnitOfWork
from app.features.imports import bulk_repository as bulk
from app.features.imports.order_rows import Batch, NewProduct, NewUser
from app.features.imports.order_writer import OrderWriter, digests_of, flush
from app.features.imports.schemas import Summary
from app.features.jobs.schemas import Result, Task, TaskRow
from app.features.records.editing import apply_cells
from app.features.records.editors import editor_of
from app.features.records.schemas import Act, CellEdit, Outcome
from app.features.transfers import repository
from app.features.transfers.fields import FIELDS
from app.features.transfers.order_judging import from_json
from app.features.transfers.words import WORDS
from app.models import Entity, GestureKind, RowState

CREATED, UPDATED = "created", "updated"
NOBODY = UUID(int=0)


async def run_import(uow: UnitOfWork, task: Task, rows: Sequence[TaskRow]) -> list[Result]:
    """Do these rows; what became of each, in their order. Raises Forbidden once the owner may not, Unavailable."""
    await bulk.take_turn(uow.session)
    actor = replace(task.actor, source=Source.IMPORT)
    create = [row for row in rows if row.payload["do"] == "create"]
    if not actor.is_admin and (create or task.entity is not Entity.ORDER):
        raise Forbidden("Only an admin may import this")
    update = [row for row in rows if row.payload["do"] == "update"]
    found = await _create(uow, actor, task, create) if create else {}
    found |= await _update(uow, actor, task, update) if update else {}
    return [found[row.position] for row in rows]


async def _create(uow: UnitOfWork, actor: Actor, task: Task, rows: Sequence[TaskRow]) -> dict[int, Result]:
    """Make what is still not there."""
    there = await _there(uow, task.entity, [row.payload["key"] for row in rows])
    fresh = [row for row in rows if row.payload["key"] not in there]
    try:
        if fresh:
            await _write(uow, actor, task, fresh)
    except bulk.RowsCollide:
        raise Unavailable from None
    label = FIELDS[task.entity][0].label
    late = f"{label} {WORDS['made_meanwhile']}"
    return {
        row.position: Result(row.position, RowState.REFUSED, "made_meanwhile", late)
        if row.payload["key"] in there
        else Result(row.position, RowState.CHANGED, CREATED)
        for row in rows
    }


async def _there(uow: UnitOfWork, entity: Entity, keys: Sequence[str]) -> set[str]:
    """Those of the keys that name a record."""
    if entity is Entity.ORDER:
        return set(await repository.orders_by_reference(uow.session, keys))
    if entity is Entity.PRODUCT:
        return set(await bulk.product_keys(uow.session, keys))
    indexes = {email_index(key): key for key in keys}
    return {indexes[index] for index in await bulk.user_keys(uow.session, list(indexes))}


async def _write(uow: UnitOfWork, actor: Actor, task: Task, rows: Sequence[TaskRow]) -> None:
    gesture = task.gesture_id.hex
    if task.entity is Entity.ORDER:
        orders = [(row.payload["line"], from_json(row.payload["new"])) for row in rows]
        await OrderWriter(actor, gesture).write(uow, orders, digests=digests_of(orders), summary=Summary())
        return
    batch = Batch(actor, uow.now, bulk.moments_for(uow.session), gesture)
    for row in rows:
        new = row.payload["new"]
        if task.entity is Entity.PRODUCT:
            batch.add_product(NewProduct(**new))
        else:
            batch.add_user(NewUser(new["email"], new["name"], Role(new["role"]), active=new["active"]))
    await flush(uow, batch)


async def _update(uow: UnitOfWork, actor: Actor, task: Task, rows: Sequence[TaskRow]) -> dict[int, Result]:
    """Change cells, each only where it still is what the preview showed."""
    cells = [
        CellEdit(row.row_id, field, before, after)
        for row in rows
        if row.row_id is not None
        for field, before, after in row.payload["changes"]
    ]
    act = Act(task.gesture_id, GestureKind.IMPORT)
    outcomes = await apply_cells(uow, actor, cells, editor=editor_of(task.entity), act=act)
    by_row: dict[UUID, list[Outcome]] = {}
    for outcome in outcomes:
        by_row.setdefault(outcome.id, []).append(outcome)
    labels = {field.name: field.label for field in FIELDS[task.entity]}
    return {row.position: _result(row.position, by_row.get(row.row_id or NOBODY, []), labels) for row in rows}


def _result(position: int, outcomes: Sequence[Outcome], labels: Mapping[str, str]) -> Result:
    """What became of a row, from what became of its cells."""
    for outcome in outcomes:
        if outcome.refusal is not None:
            detail = outcome.detail
            if isinstance(outcome.refusal, FieldConflict):
                detail = "Somebody else has changed this since the preview"
            return Result(position, RowState.REFUSED, outcome.code, f"{labels.get(outcome.field, '')}: {detail}")
    if all(outcome.state == "unchanged" for outcome in outcomes):
        return Result(position, RowState.UNCHANGED)
    return Result(position, RowState.CHANGED, UPDATED)
