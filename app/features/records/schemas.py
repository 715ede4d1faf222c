"""What a gesture asks of the cells of one entity, and what became of each."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias
from uuid import UUID

from app.core.errors import DomainError, FieldConflict
from app.core.ids import new_id
from app.models import GestureKind

# A value as it is compared and logged: money in minor units, choices by their word.
Value: TypeAlias = str | int | bool | None
State = Literal["saved", "unchanged", "conflict", "refused"]
MAX_CELLS = 500


@dataclass(frozen=True, slots=True)
class CellEdit:
    """One cell: `base` is what the person saw, `value` what they want."""

    id: UUID
    field: str
    base: Value
    value: Value


@dataclass(frozen=True, slots=True)
class Act:
    """The gesture that cells belong to. `id` is made by the browser and sent again with each retry.

    `acts_on` is the gesture that an undo takes back or a redo does again.
    """

    id: UUID = field(default_factory=new_id)
    kind: GestureKind = GestureKind.EDIT
    acts_on: UUID | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one cell. `refusal` says why not; a FieldConflict holds base, mine and theirs.

    `stands` is what this edit left there, as it is kept, where it was saved or stood so already.
    """

    id: UUID
    field: str
    state: State
    refusal: DomainError | None = None
    stands: Value = None

    @property
    def code(self) -> str:
        """A stable word for why not; empty where it was saved."""
        return self.refusal.code if self.refusal else ""

    @property
    def detail(self) -> str:
        """A sentence for the person; empty where it was saved."""
        return self.refusal.detail if self.refusal else ""


def refused(cell: CellEdit, refusal: DomainError) -> Outcome:
    """The cell was not changed, and why."""
    state: State = "conflict" if isinstance(refusal, FieldConflict) else "refused"
    return Outcome(cell.id, cell.field, state, refusal)
