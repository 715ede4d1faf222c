"""What a person did in one go: a cell, a paste of two hundred, a bulk change. The log says what it changed."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.models.change import Entity
from app.models.columns import Moment, key_to, vocabulary


class GestureKind(StrEnum):
    """How it was done."""

    EDIT = "edit"
    PASTE = "paste"
    FILL = "fill"
    CLEAR = "clear"
    BULK = "bulk"
    IMPORT = "import"
    RESTORE = "restore"
    LINES = "lines"
    UNDO = "undo"
    REDO = "redo"


class Gesture(SQLModel, table=True):
    """One act of a person, which is one step of undo. Its id stands in every entry of the log that it made.

    `fields` are the names of the fields it changed, joined by commas; `value` the JSON text of what they all became,
    where that is one value and not a personal one. `acts_on` is the gesture that an undo or redo took back or did
    again; `undone_by` the undo that took this one back.
    """

    __tablename__ = "gestures"
    __table_args__ = (
        Index("ix_gestures_actor_id_entity_at_id", "actor_id", "entity", "at", "id"),
        Index("ix_gestures_acts_on", "acts_on"),
    )

    id: UUID = Field(primary_key=True)
    actor_id: UUID = Field(**key_to("users", on_delete="CASCADE"))
    entity: Entity = Field(sa_type=vocabulary(Entity))
    kind: GestureKind = Field(sa_type=vocabulary(GestureKind))
    fields: str = Field(max_length=400)
    value: str | None = Field(default=None, max_length=200)
    cells: int = 0
    rows: int = 0
    at: datetime = Field(sa_type=Moment)
    acts_on: UUID | None = None
    undone_by: UUID | None = None
