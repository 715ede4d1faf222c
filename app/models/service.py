"""The tables that serve the others: outgoing mail, idempotency keys and the key canary."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.core.crypto import personal
from app.core.ids import new_id
from app.models.columns import Moment, key_to


class OutboxMail(SQLModel, table=True):
    """A mail to send, written with the change that causes it. Recipient, subject and text are sealed JSON."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_sent_at_next_try_at", "sent_at", "next_try_at"),)
    model_config = {"ignored_types": (property,)}

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: str = Field(max_length=40)
    user_id: UUID | None = Field(default=None, index=True, **key_to("users", on_delete="CASCADE"))
    message_ct: str
    created_at: datetime = Field(sa_type=Moment)
    next_try_at: datetime = Field(sa_type=Moment)
    tries: int = 0
    sent_at: datetime | None = Field(default=None, sa_type=Moment)

    message = personal("outbox", "message")


class IdempotencyKey(SQLModel, table=True):
    """A request that must take effect once: keyed hashes of its key and of what was asked, and what came of it."""

    __tablename__ = "idempotency_keys"

    user_id: UUID = Field(primary_key=True, **key_to("users", on_delete="CASCADE"))
    key: str = Field(primary_key=True, max_length=255)
    request_hash: str = Field(max_length=64)
    resource_id: UUID
    created_at: datetime = Field(sa_type=Moment, index=True)


class KeyCanary(SQLModel, table=True):
    """A known text sealed with the data key, so that a start with a wrong keyring is refused."""

    __tablename__ = "key_canary"
    model_config = {"ignored_types": (property,)}

    id: int = Field(default=1, primary_key=True)
    word_ct: str

    word = personal("key_canary", "word")
