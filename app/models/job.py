"""Work in the background for one person: what is asked, how far it is, and what became of each row."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from app.core.crypto import personal
from app.core.ids import new_id
from app.models.change import Entity
from app.models.columns import Moment, key_to, vocabulary


class JobKind(StrEnum):
    """What a job does. Each kind has one handler (`app/app.py`)."""

    BULK = "bulk"
    IMPORT = "import"
    UNDO = "undo"


class JobState(StrEnum):
    """Where a job stands. A draft has been looked at and does nothing yet; a stopped or failed one can go on."""

    DRAFT = "draft"
    QUEUED = "queued"
    RUNNING = "running"
    STOPPING = "stopping"
    STOPPED = "stopped"
    DONE = "done"
    FAILED = "failed"


class RowState(StrEnum):
    """What became of a row of a job."""

    WAITING = "waiting"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class Job(SQLModel, table=True):
    """A job. `spec` is sealed JSON: what was asked may be personal.

    `done` of `total` rows are through, in the order of their position. A process works on it while its lease runs;
    `lease_owner` names that process. `code` and `detail` say why a job ended early; `fault` is the reference of an
    unforeseen failure in the log. `seen_at` is when the owner put the result away. All that it changes is one gesture.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        CheckConstraint("done >= 0 AND done <= total", name="done_within_total"),
        Index("ix_jobs_state_created_at", "state", "created_at"),
        Index("ix_jobs_owner_id_created_at", "owner_id", "created_at"),
    )
    model_config = {"ignored_types": (property,)}

    id: UUID = Field(default_factory=new_id, primary_key=True)
    owner_id: UUID = Field(**key_to("users", on_delete="CASCADE"))
    kind: JobKind = Field(sa_type=vocabulary(JobKind))
    entity: Entity = Field(sa_type=vocabulary(Entity))
    state: JobState = Field(default=JobState.DRAFT, sa_type=vocabulary(JobState))
    spec_ct: str
    gesture_id: UUID = Field(default_factory=new_id)
    total: int = 0
    done: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    created_at: datetime = Field(sa_type=Moment)
    started_at: datetime | None = Field(default=None, sa_type=Moment)
    updated_at: datetime = Field(sa_type=Moment)
    finished_at: datetime | None = Field(default=None, sa_type=Moment)
    seen_at: datetime | None = Field(default=None, sa_type=Moment)
    lease_until: datetime | None = Field(default=None, sa_type=Moment)
    lease_owner: str | None = Field(default=None, max_length=120)
    code: str | None = Field(default=None, max_length=60)
    detail: str | None = Field(default=None, max_length=300)
    fault: str | None = Field(default=None, max_length=40)

    spec = personal("jobs", "spec")


class JobRow(SQLModel, table=True):
    """One row of a job, at its position from 0. `version` is the record's when the job was made; None for a new one.

    `code` and `detail` say why a row was refused, without any value. `payload` is sealed JSON, for imports.
    """

    __tablename__ = "job_rows"
    __table_args__ = ({"sqlite_with_rowid": False},)
    model_config = {"ignored_types": (property,)}

    job_id: UUID = Field(primary_key=True, **key_to("jobs", on_delete="CASCADE"))
    position: int = Field(primary_key=True)
    row_id: UUID | None = None
    version: int | None = None
    state: RowState = Field(default=RowState.WAITING, sa_type=vocabulary(RowState))
    code: str | None = Field(default=None, max_length=60)
    detail: str | None = Field(default=None, max_length=300)
    payload_ct: str | None = None

    @property
    def id(self) -> str:
        """What its sealed payload is bound to."""
        return f"{self.job_id}/{self.position}"

    payload = personal("job_rows", "payload")
