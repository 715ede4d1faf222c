"""What the import wizard is told and tells: how a file is read, which column is which field, and what would happen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, TypeAlias
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.core.errors import Conflict, DomainError
from app.features.records.schemas import Value

PART = 1 << 20
MAX_FILE = 200 * PART
MAX_COLUMNS = 200
SAMPLES = 3
# Lines of each kind that a preview shows.
SHOWN = 20

Encoding = Literal["utf-8", "utf-16-le", "utf-16-be", "cp1252"]
Delimiter = Literal[",", ";", "\t", "|"]
Outcome = Literal["create", "update", "unchanged", "refused"]
Facts: TypeAlias = dict[str, Any]


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Start(_Message):
    """A file that will come: its name, to know it by, and its size in bytes."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    size: int = Field(ge=0, le=2**53)


class Shape(_Message):
    """How the file is to be read. What is not given is guessed. `header` is the record with the names, 0 for none."""

    sheet: int | None = Field(default=None, ge=0, le=1000)
    encoding: Encoding | None = None
    delimiter: Delimiter | None = None
    header: int | None = Field(default=None, ge=0, le=20)


class Columns(_Message):
    """Which field each column is, "" for none, and how its values are written.

    `blanks`: what an empty cell says of a record that is there: keep what it has, or clear it.
    """

    columns: tuple[Annotated[str, StringConstraints(max_length=40)], ...] = Field(min_length=1, max_length=MAX_COLUMNS)
    decimal: Literal[".", ","] = "."
    dates: Literal["iso", "dmy", "mdy"] = "iso"
    blanks: Literal["keep", "clear"] = "keep"
    time_zone: str = Field(default="UTC", max_length=64)


class FileTooLarge(DomainError):
    """The file is larger than an import through the browser takes."""

    code = "file_too_large"
    status = 413
    title = "The file is larger than 200 MB"


class FileUnreadable(Conflict):
    """The file is not what it seems, or cannot be read within bounds."""

    code = "file_unreadable"
    title = "This file cannot be read"


class WrongStep(Conflict):
    """The wizard is not where this belongs."""

    code = "wrong_step"
    title = "This import is at another step; open it again"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a line is refused: the field as the wizard calls it, a stable code, and a sentence without the value."""

    field: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Unit:
    """What one record of the file says: a product, a person, or an order of several lines.

    `given` are the fields that a record which is there would take; `new` what would be made, JSON-ready, if it can be
    made (else `lacks` says why not).
    """

    line: int
    key: str
    given: Mapping[str, Value] = field(default_factory=dict[str, Value])
    new: Any = None
    lacks: tuple[Reason, ...] = ()
    faults: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A cell before and after."""

    field: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Verdict:
    """What would become of a unit."""

    unit: Unit
    outcome: Outcome
    row_id: UUID | None = None
    version: int | None = None
    changes: tuple[Change, ...] = ()
    faults: tuple[Reason, ...] = ()
