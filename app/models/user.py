"""People: users, the search terms of their names, browser sessions and API refresh tokens."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.core.actor import Role
from app.core.crypto import personal
from app.core.ids import new_id
from app.models.columns import Moment, key_to, vocabulary


class User(SQLModel, table=True):
    """A person with an account. An imported customer has no password until they claim the account by a reset."""

    __tablename__ = "users"
    __table_args__ = (
        Index("ix_users_by_created_at", "created_at", "id", "role", "active"),
        Index("ix_users_by_role", "role", "created_at", "id", "active"),
        Index("ix_users_by_active", "active", "created_at", "id", "role"),
    )
    model_config = {"ignored_types": (property,)}

    id: UUID = Field(default_factory=new_id, primary_key=True)
    email_ct: str | None = None
    email_index: str | None = Field(default=None, max_length=64, unique=True)
    name_ct: str | None = None
    password_hash: str | None = Field(default=None, max_length=255)
    role: Role = Field(default=Role.CUSTOMER, sa_type=vocabulary(Role))
    active: bool = True
    locale: str = Field(default="en", max_length=35)
    time_zone: str = Field(default="UTC", max_length=64)
    created_at: datetime = Field(sa_type=Moment)
    updated_at: datetime = Field(sa_type=Moment)
    erased_at: datetime | None = Field(default=None, sa_type=Moment)
    version: int = 1

    email = personal("users", "email")
    name = personal("users", "name")


class UserNameTerm(SQLModel, table=True):
    """Blind index of names: one row for each prefix (keyed hash) that a person can be found by."""

    __tablename__ = "user_name_terms"

    term: str = Field(primary_key=True, max_length=32)
    user_id: UUID = Field(primary_key=True, index=True, **key_to("users", on_delete="CASCADE"))


class Session(SQLModel, table=True):
    """A browser's sign-in. Only the hash of the cookie's token is kept."""

    __tablename__ = "sessions"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    user_id: UUID = Field(index=True, **key_to("users", on_delete="CASCADE"))
    created_at: datetime = Field(sa_type=Moment)
    last_seen_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment, index=True)
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)


class RefreshToken(SQLModel, table=True):
    """An API refresh token: works once; its replay ends the whole family. Only its hash is kept."""

    __tablename__ = "refresh_tokens"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    family_id: UUID = Field(index=True)
    user_id: UUID = Field(index=True, **key_to("users", on_delete="CASCADE"))
    token_hash: str = Field(max_length=64, unique=True)
    created_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment, index=True)
    used_at: datetime | None = Field(default=None, sa_type=Moment)
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)
