"""Exports: the ticket of a download, and afterwards the record of who took what out."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from app.core.crypto import personal
from app.core.ids import new_id
from app.models.columns import Moment, key_to


class Export(SQLModel, table=True):
    """One export of a grid. `id` is the ticket that the browser fetches the file with, once, in the same session.

    What was asked may name people (a search), so it is sealed, and forgotten when the download begins.
    `rows` is how many went out; empty where the download was broken off.
    """

    __tablename__ = "exports"
    model_config = {"ignored_types": (property,)}

    id: UUID = Field(default_factory=new_id, primary_key=True)
    actor_id: UUID = Field(index=True, **key_to("users", on_delete="CASCADE"))
    session_id: UUID | None = None
    entity: str = Field(max_length=20)
    format: str = Field(max_length=4)
    asked_ct: str | None = None
    created_at: datetime = Field(sa_type=Moment, index=True)
    opened_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    rows: int | None = Field(default=None, sa_type=BigInteger)

    asked = personal("exports", "asked")
