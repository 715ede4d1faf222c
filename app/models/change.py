"""The change log: append-only, written in the transaction of the change itself."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.core.actor import Role, Source
from app.core.ids import new_id
from app.models.columns import BigId, Moment, vocabulary


class Entity(StrEnum):
    """What a change can be about."""

    USER = "user"
    PRODUCT = "product"
    ORDER = "order"


class Change(SQLModel, table=True):
    """One field of one row changed, or (`field` = `*`) a row was made, its first values in `new` as JSON.

    `old` and `new` are JSON text. A personal value is sealed JSON text, bound to this table, the entity's field and
    the row (`is_sealed`). Who acted is kept as they were then. `owner_id` is the customer whose row it is, so that a
    page can tell what concerns it. `gesture_id` joins what one act of a person changed.
    """

    __tablename__ = "changes"
    __table_args__ = (
        Index("ix_changes_entity_row_id_id", "entity", "row_id", "id"),
        # The log is read newest first, narrowed by any of these: each index ends in the order of reading.
        Index("ix_changes_at_id", "at", "id"),
        Index("ix_changes_actor_id_at_id", "actor_id", "at", "id"),
        Index("ix_changes_actor_role_at_id", "actor_role", "at", "id"),
        Index("ix_changes_entity_at_id", "entity", "at", "id"),
        Index("ix_changes_field_at_id", "field", "at", "id"),
        Index("ix_changes_source_at_id", "source", "at", "id"),
        Index("ix_changes_gesture_id_at_id", "gesture_id", "at", "id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    entity: Entity = Field(sa_type=vocabulary(Entity))
    row_id: UUID
    version: int
    field: str = Field(max_length=40)
    old: str | None = None
    new: str | None = None
    is_sealed: bool = False
    owner_id: UUID | None = None
    actor_id: UUID | None = None
    actor_role: Role = Field(sa_type=vocabulary(Role))
    source: Source = Field(sa_type=vocabulary(Source))
    gesture_id: UUID = Field(default_factory=new_id)
    at: datetime = Field(sa_type=Moment)
