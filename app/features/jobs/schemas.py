"""What a job is asked, what its handler is given, and what its owner is shown."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from app.core.actor import Actor
from app.core.errors import Conflict
from app.core.unit_of_work import UnitOfWork
from app.models import Entity, JobKind, JobState, RowState

Spec: TypeAlias = Mapping[str, Any]
ACTIVE = frozenset({JobState.QUEUED, JobState.RUNNING, JobState.STOPPING})
OVER = frozenset({JobState.STOPPED, JobState.DONE, JobState.FAILED})


class NotADraft(Conflict):
    """The job was begun already."""

    code = "not_a_draft"
    title = "This has been begun already"


class CannotResume(Conflict):
    """Only what was stopped or failed can go on."""

    code = "cannot_resume"
    title = "This cannot go on: it is running or done"


class StillRunning(Conflict):
    """What a job changes is one act: it can be taken back once the job rests."""

    code = "still_running"
    title = "This is still running; stop it first"


class WasUndone(Conflict):
    """What the job had changed was taken back: the rest would be half of an act that is no more."""

    code = "was_undone"
    title = "What it had changed was undone; begin anew for the rest"


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row to add to a draft. `payload` is JSON-ready and is sealed.

    One that need not be done, or cannot, says so by its state: it is counted and listed, and no handler gets it.
    """

    row_id: UUID | None = None
    version: int | None = None
    payload: Any = None
    state: RowState = RowState.WAITING
    code: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A row that waits for its turn, with its payload opened."""

    position: int
    row_id: UUID | None
    version: int | None
    payload: Any = None


@dataclass(frozen=True, slots=True)
class Task:
    """A job as its handler sees it. `actor` has the role that the owner has now."""

    id: UUID
    kind: JobKind
    entity: Entity
    spec: Spec
    gesture_id: UUID
    actor: Actor


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a row. `code` and `detail` say why it was refused; they hold no value."""

    position: int
    state: RowState
    code: str = ""
    detail: str = ""


# Works on the rows inside the given unit of work and tells of each. A DomainError stops the whole job with its reason.
Handler: TypeAlias = Callable[[UnitOfWork, Task, Sequence[TaskRow]], Awaitable[Sequence[Result]]]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is, for its owner. `revision` differs with each step."""

    id: UUID
    kind: JobKind
    entity: Entity
    state: JobState
    spec: Spec
    gesture_id: UUID
    total: int
    done: int
    changed: int
    unchanged: int
    refused: int
    created_at: datetime
    started_at: datetime | None
    updated_at: datetime
    finished_at: datetime | None
    code: str | None
    detail: str | None
    fault: str | None

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens by itself."""
        return self.state in OVER

    @property
    def revision(self) -> str:
        """A mark of this step, to ask for what comes after it."""
        return f"{self.state}:{self.done}:{self.updated_at.timestamp()}"


@dataclass(frozen=True, slots=True)
class Reason:
    """How many rows of a job ended in one way."""

    state: RowState
    code: str
    detail: str
    count: int


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was refused, and why."""

    position: int
    row_id: UUID | None
    code: str
    detail: str
    payload: Any = None
