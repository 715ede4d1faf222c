"""What a bulk change is asked, what its job keeps, and what a rehearsal of it tells."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from pydantic import TypeAdapter

from app.core.errors import Conflict
from app.core.paging import GridQuery
from app.features.jobs.schemas import NewRow
from app.features.records.schemas import Value
from app.models import RowState

MAX_NAMED = 10_000
EXAMPLES = 3
Verdict = Literal["change", "already", "refused"]
STATES: dict[Verdict, RowState] = {
    "change": RowState.WAITING,
    "already": RowState.UNCHANGED,
    "refused": RowState.REFUSED,
}


class NotRehearsed(Conflict):
    """The rehearsal has not looked at every row yet."""

    code = "not_rehearsed"
    title = "Look at every row first"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rows: those of `ids`, or all that pass `query` but for `left_out`. At most MAX_NAMED are named."""

    ids: tuple[UUID, ...] | None = None
    query: GridQuery | None = None
    left_out: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Wish:
    """One field of many rows is to have one value. `currency` is that of an amount."""

    field: str
    value: Value
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """A row, and what would become of it."""

    row_id: UUID
    version: int | None
    verdict: Verdict
    code: str = ""
    reason: str = ""

    def as_row(self) -> NewRow:
        """The row as the job has it."""
        return NewRow(self.row_id, self.version, state=STATES[self.verdict], code=self.code, detail=self.reason)


@dataclass(slots=True)
class Group:
    """Rows of which a rehearsal says the same. `reason` is a sentence; `examples` are the first of them."""

    verdict: Verdict
    code: str
    reason: str
    count: int = 0
    examples: list[UUID] = field(default_factory=list[UUID])


@dataclass(slots=True)
class Notes:
    """What a bulk change is to do and what its rehearsal has found so far: kept, sealed, in its job.

    Rows are looked at by their ids, from behind `after` up to `until`. `given_up` counts scarce rows (`scopes.py`).
    """

    wish: Wish
    selection: Selection
    after: UUID | None = None
    until: UUID | None = None
    given_up: int = 0
    finished: bool = False
    groups: list[Group] = field(default_factory=list[Group])

    def add(self, rows: Iterable[Looked]) -> None:
        """Count rows to their groups."""
        known = {(group.verdict, group.code, group.reason): group for group in self.groups}
        for row in rows:
            key = (row.verdict, row.code, row.reason)
            if key not in known:
                known[key] = Group(*key)
                self.groups.append(known[key])
            known[key].count += 1
            if len(known[key].examples) < EXAMPLES:
                known[key].examples.append(row.row_id)

    def as_spec(self) -> dict[str, Any]:
        """The notes as a job's spec. What was selected is in the job's rows once it is finished."""
        kept = Notes(**{name: getattr(self, name) for name in self.__slots__})
        if kept.finished:
            kept.selection = Selection()
        return _NOTES.dump_python(kept, mode="json")

    @staticmethod
    def of(spec: Any) -> "Notes":
        """The notes in a job's spec."""
        return _NOTES.validate_python(spec)


_NOTES = TypeAdapter(Notes)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What would become of the rows that were looked at so far; of all of them once it is `finished`."""

    job_id: UUID
    finished: bool
    groups: tuple[Group, ...]

    def of(self, verdict: Verdict) -> tuple[Group, ...]:
        """The groups of a verdict, the largest first."""
        return tuple(group for group in self.groups if group.verdict == verdict)

    def count(self, verdict: Verdict) -> int:
        """How many rows have a verdict."""
        return sum(group.count for group in self.of(verdict))

    @property
    def total(self) -> int:
        """How many rows were looked at."""
        return sum(group.count for group in self.groups)


@dataclass(frozen=True, slots=True)
class About:
    """What a bulk job is to do, and what its rehearsal said."""

    wish: Wish
    will_change: int
    already: int
    refused: int
