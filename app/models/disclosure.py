"""Disclosures: masked personal values that somebody has asked to see, append-only."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.core.actor import Role
from app.core.crypto import personal
from app.core.ids import new_id
from app.models.change import Entity
from app.models.columns import Moment, vocabulary


class Disclosure(SQLModel, table=True):
    """A masked value of one cell was shown to `actor_id`. The value is not kept; the reason is sealed.

    `owner_id` is the person whom the value is about: with their data the reason goes too.
    """

    __tablename__ = "disclosures"
    __table_args__ = (Index("ix_disclosures_at_id", "at", "id"),)
    model_config = {"ignored_types": (property,)}

    id: UUID = Field(default_factory=new_id, primary_key=True)
    actor_id: UUID
    actor_role: Role = Field(sa_type=vocabulary(Role))
    entity: Entity = Field(sa_type=vocabulary(Entity))
    row_id: UUID
    field: str = Field(max_length=40)
    owner_id: UUID | None = Field(default=None, index=True)
    reason_ct: str | None = None
    at: datetime = Field(sa_type=Moment)

    reason = personal("disclosures", "reason")
