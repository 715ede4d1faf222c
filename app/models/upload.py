"""Files that somebody uploaded to import them: sealed, in parts, until the import has begun."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from app.core.crypto import personal
from app.core.ids import new_id
from app.models.change import Entity
from app.models.columns import Moment, key_to, vocabulary


class UploadState(StrEnum):
    """How far the wizard is. Once a job has begun, the job says the rest."""

    UPLOADING = "uploading"
    READY = "ready"
    CHECKING = "checking"
    CHECKED = "checked"
    FAILED = "failed"


class PartKind(StrEnum):
    """`raw` is the file as it came; `text` is what was made of it, in UTF-8, where that differs."""

    RAW = "raw"
    TEXT = "text"


class Upload(SQLModel, table=True):
    """A file for an import. `size` and `text_size` in bytes; `facts` is sealed JSON of what was found and asked.

    `done` of `total` bytes are checked; `beat_at` is when that last moved. `code` says why a check failed.
    """

    __tablename__ = "uploads"
    __table_args__ = (Index("ix_uploads_owner_id_entity", "owner_id", "entity"),)
    model_config = {"ignored_types": (property,)}

    id: UUID = Field(default_factory=new_id, primary_key=True)
    owner_id: UUID = Field(**key_to("users", on_delete="CASCADE"))
    entity: Entity = Field(sa_type=vocabulary(Entity))
    state: UploadState = Field(default=UploadState.UPLOADING, sa_type=vocabulary(UploadState))
    name_ct: str | None = None
    facts_ct: str | None = None
    size: int = Field(sa_type=BigInteger)
    text_size: int | None = Field(default=None, sa_type=BigInteger)
    job_id: UUID | None = None
    done: int = Field(default=0, sa_type=BigInteger)
    total: int = Field(default=0, sa_type=BigInteger)
    code: str | None = Field(default=None, max_length=60)
    created_at: datetime = Field(sa_type=Moment)
    beat_at: datetime = Field(sa_type=Moment, index=True)

    name = personal("uploads", "name")
    facts = personal("uploads", "facts")


class UploadPart(SQLModel, table=True):
    """A piece of a file, 1 MiB but for the last: compressed where that helps, in base64, and sealed."""

    __tablename__ = "upload_parts"
    model_config = {"ignored_types": (property,)}

    upload_id: UUID = Field(primary_key=True, **key_to("uploads", on_delete="CASCADE"))
    kind: PartKind = Field(primary_key=True, sa_type=vocabulary(PartKind))
    number: int = Field(primary_key=True)
    content_ct: str

    @property
    def id(self) -> str:
        """What its sealed content is bound to."""
        return f"{self.upload_id}/{self.kind}/{self.number}"

    content = personal("upload_parts", "content")
