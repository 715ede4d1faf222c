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
        Index("ix_changes_actor_id_id", "actor_id", "id"),
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
    gesture_id: UUID = Field(default_factory=new_id, index=True)
    at: datetime = Field(sa_type=Moment, index=True)
