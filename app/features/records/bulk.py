"""One field of many rows takes one value: rehearsed first (`rehearsing.py`), then done as a job, which is one gesture.

Each row is looked at again when its turn comes, under a lock and under the rights that the owner has then. A row whose
field somebody else has changed since the rehearsal is left as they made it.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.errors import DomainError, FieldConflict, NotFound
from app.core.unit_of_work import UnitOfWork
from app.features.jobs import service as jobs
from app.features.jobs.schemas import Progress, Result, Task, TaskRow
from app.features.records import bulk_repository as repository
from app.features.records.bulk_schemas import (
    MAX_NAMED,
    About,
    Group,
    Notes,
    NotRehearsed,
    Rehearsal,
    Selection,
    Wish,
)
from app.features.records.editing import apply_cells
from app.features.records.editors import editor_of
from app.features.records.rehearsing import about, go_on, rehearse
from app.features.records.schemas import Act, CellEdit, Outcome
from app.features.records.scopes import OtherCurrency
from app.models import GestureKind, RowState

__all__ = [
    "MAX_NAMED",
    "About",
    "Group",
    "Rehearsal",
    "Selection",
    "Wish",
    "about",
    "change_rows",
    "go_on",
    "rehearse",
    "run",
]
STATES = {"saved": RowState.CHANGED, "unchanged": RowState.UNCHANGED}


async def run(actor: Actor, job_id: UUID) -> Progress:
    """Let a rehearsed change run. Raises NotFound, NotRehearsed, CannotResume."""
    found = await jobs.progress(actor, job_id)
    if not Notes.of(found.spec).finished:
        raise NotRehearsed
    return await jobs.begin(actor, job_id)


async def change_rows(uow: UnitOfWork, task: Task, rows: Sequence[TaskRow]) -> Sequence[Result]:
    """The runner's handler: change the rows of a chunk. Raises Forbidden once the owner may not change any."""
    chunk = _Chunk(task)
    return await chunk.change(uow, {row.row_id: row for row in rows if row.row_id})


class _Chunk:
    """A chunk of one job: the rows that can be changed as `cells`, the others by why not."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.wish = Notes.of(task.spec).wish
        self.editor = editor_of(task.entity)
        self.cells: dict[UUID, CellEdit] = {}
        self.refusals: dict[UUID, DomainError] = {}

    async def change(self, uow: UnitOfWork, rows: Mapping[UUID, TaskRow]) -> Sequence[Result]:
        """What became of each row, in their order."""
        held = await self.editor.lock(uow, self.task.actor, sorted(rows))
        for row_id in rows:
            self._sort_out(row_id, held.get(row_id))
        await self._leave_to_others(uow, rows, held)
        act = Act(self.task.gesture_id, GestureKind.BULK)
        done = await apply_cells(uow, self.task.actor, list(self.cells.values()), editor=self.editor, act=act)
        outcomes = {outcome.id: outcome for outcome in done}
        return [self._result(row, outcomes) for row in rows.values()]

    def _sort_out(self, row_id: UUID, record: Any) -> None:
        try:
            if record is None:
                raise NotFound("It is not there any more")
            if self.wish.currency is not None and record.currency != self.wish.currency:
                raise OtherCurrency(f"The amount stays in {record.currency}")
            stored = self.editor.values(record)[self.wish.field]
        except DomainError as refusal:
            self.refusals[row_id] = refusal
        else:
            self.cells[row_id] = CellEdit(row_id, self.wish.field, stored, self.wish.value)

    async def _leave_to_others(self, uow: UnitOfWork, rows: Mapping[UUID, TaskRow], held: Mapping[UUID, Any]) -> None:
        """Take out rows whose field somebody has changed since the rehearsal, unless to what is wanted."""
        moved = [
            (row_id, version)
            for row_id, cell in self.cells.items()
            if (version := rows[row_id].version) is not None
            and held[row_id].version != version
            and cell.base != cell.value
        ]
        field = self.editor.logged_as.get(self.wish.field, self.wish.field)
        for row_id in await repository.changed_since(uow.session, self.task.entity, moved, field=field):
            del self.cells[row_id]
            self.refusals[row_id] = FieldConflict("Someone changed this field after the rehearsal")

    def _result(self, row: TaskRow, outcomes: Mapping[UUID, Outcome]) -> Result:
        assert row.row_id is not None
        outcome = outcomes.get(row.row_id)
        if outcome is not None and outcome.state in STATES:
            return Result(row.position, STATES[outcome.state])
        refusal = self.refusals.get(row.row_id) or (outcome and outcome.refusal)
        assert refusal, "a row that was not changed has a reason"
        return Result(row.position, RowState.REFUSED, refusal.code, refusal.detail)
