"""Grids and dashboards as people arranged them, and with which of them a person begins."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.core.crypto import personal
from app.core.ids import new_id
from app.models.columns import Moment, key_to, vocabulary


class ViewKind(StrEnum):
    """Saved under a name, or made so that an address need not say what was searched for."""

    NAMED = "named"
    LINK = "link"


class SavedView(SQLModel, table=True):
    """A page as somebody arranged it. Its name and what was searched for may name a person, so they are sealed.

    `definition` and the text of `search` are JSON of the page's own; `base_id` is the named view that a link departs
    from (it may be gone), `digest` the keyed hash of a name or of a link's content, to find the same again.
    """

    __tablename__ = "saved_views"
    __table_args__ = (
        Index("ix_saved_views_owner_id_page_digest", "owner_id", "page", "digest"),
        Index("ix_saved_views_page_is_shared", "page", "is_shared"),
        Index("ix_saved_views_kind_used_at", "kind", "used_at"),
    )
    model_config = {"ignored_types": (property,)}

    id: UUID = Field(default_factory=new_id, primary_key=True)
    owner_id: UUID = Field(**key_to("users", on_delete="CASCADE"))
    page: str = Field(max_length=40)
    kind: ViewKind = Field(sa_type=vocabulary(ViewKind))
    name_ct: str | None = None
    definition: str = "{}"
    search_ct: str | None = None
    base_id: UUID | None = None
    digest: str | None = Field(default=None, max_length=64)
    is_shared: bool = False
    created_at: datetime = Field(sa_type=Moment)
    updated_at: datetime = Field(sa_type=Moment)
    used_at: datetime = Field(sa_type=Moment)
    deleted_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    version: int = 1

    name = personal("saved_views", "name")
    search = personal("saved_views", "search")


class DefaultView(SQLModel, table=True):
    """The view with which a person begins on a page."""

    __tablename__ = "default_views"

    user_id: UUID = Field(primary_key=True, **key_to("users", on_delete="CASCADE"))
    page: str = Field(primary_key=True, max_length=40)
    view_id: UUID = Field(index=True, **key_to("saved_views", on_delete="CASCADE"))
