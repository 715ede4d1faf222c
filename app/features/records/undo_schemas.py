"""What a person sees of what they did, and what stands against taking it back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from app.core.errors import Conflict
from app.models import GestureKind

StepState = Literal["done", "undone", "partly"]
# So many rows that stand against an undo are named; the others are counted.
NAMED = 100


@dataclass(frozen=True, slots=True)
class Step:
    """One act of the person's, in parts of a sentence: `fields` of `rows` became `value`.

    `value` is None where it is mixed or personal. `row_id` is the record where it is one. `undone` is how many cells an
    undo took back.
    """

    id: UUID
    kind: GestureKind
    fields: tuple[str, ...]
    value: Any
    cells: int
    rows: int
    at: datetime
    state: StepState
    undone: int = 0
    row_id: UUID | None = None
    can_redo: bool = False


@dataclass(frozen=True, slots=True)
class Steps:
    """The list, the newest first, and what the two keys would do next."""

    steps: tuple[Step, ...]
    next_undo: UUID | None = None
    next_redo: UUID | None = None


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A cell that cannot be taken back. `who` changed it `at`, where somebody did; None is Daybook itself."""

    row_id: UUID
    field: str
    code: str
    detail: str
    who: UUID | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reverted:
    """What an undo or redo did. With `job` it is being done in the background, as the gesture `id`."""

    id: UUID
    cells: int = 0
    rows: tuple[UUID, ...] = ()
    obstacles: Sequence[Obstacle] = field(default_factory=tuple[Obstacle, ...])
    job: UUID | None = None


class UndoBlocked(Conflict):
    """Some of it cannot be taken back, so nothing was.

    `obstacles` are the first NAMED, `blocked` how many there are in all, `possible` how many cells could be taken back.
    """

    code = "undo_blocked"
    title = "Not everything can be taken back"

    def __init__(self, obstacles: Sequence[Obstacle], *, possible: int, blocked: int | None = None) -> None:
        super().__init__()
        self.obstacles = tuple(obstacles[:NAMED])
        self.possible = possible
        self.blocked = len(obstacles) if blocked is None else blocked


class AlreadyUndone(Conflict):
    """It was taken back before."""

    code = "already_undone"
    title = "This was undone already"


class NothingToRedo(Conflict):
    """It stands as it was done, or the person has done something else since it was undone."""

    code = "nothing_to_redo"
    title = "There is nothing to do again: something else was done since, or it was never undone"
