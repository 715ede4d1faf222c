"""What the change log hands out."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from time import monotonic
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from app.core.actor import Role, Source
from app.models import Entity

CREATED = "*"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something happened to a row: ids and names of fields only. `last_id` is the newest log id it stands for.

    `actor_id`: who did it; None for the system itself.
    """

    last_id: int
    entity: Entity
    row_id: UUID
    version: int
    fields: frozenset[str]
    owner_id: UUID | None
    actor_id: UUID | None = None

    @property
    def is_creation(self) -> bool:
        """Whether the row is new."""
        return CREATED in self.fields


@dataclass(frozen=True)
class Batch:
    """Notices in the order of the log. `missed` means there were too many to keep: read everything again.

    `taken`: when, by `time.monotonic()`. What is read after it holds all that the notices are about. `since`: when the
    first of them came; None where nothing did.
    """

    notices: tuple[Notice, ...] = ()
    missed: bool = False
    since: float | None = field(default=None, compare=False)
    taken: float = field(default_factory=monotonic, compare=False)

    def __bool__(self) -> bool:
        return self.missed or bool(self.notices)

    @cached_property
    def rows(self) -> dict[Entity, frozenset[UUID]]:
        """The rows that the notices are about."""
        kinds = {notice.entity for notice in self.notices}
        return {kind: frozenset(one.row_id for one in self.notices if one.entity is kind) for kind in kinds}


class ChangeRow(BaseModel):
    """One entry of a record's history. `field` is `*` where the record was made; personal values are opened."""

    model_config = ConfigDict(frozen=True)

    id: int
    field: str
    old: Any = None
    new: Any = None
    version: int
    at: datetime
    actor_id: UUID | None
    actor_role: Role
    source: Source
    gesture_id: UUID


class LogRow(ChangeRow):
    """An entry of the whole log: what it is about too. `masked`: a personal value that the reader may not see.

    `act_size`: how many entries the same act has in all.
    """

    entity: Entity
    row_id: UUID
    masked: bool = False
    act_size: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LogQuery:
    """Which entries; None means all. `start` inclusive, `end` exclusive; `before` is the place of the last one seen.

    `field` that ends in a colon stands for all fields that begin with it: the lines of orders have names of their own.
    """

    entity: Entity | None = None
    row_id: UUID | None = None
    actor_id: UUID | None = None
    role: Role | None = None
    source: Source | None = None
    field: str | None = None
    gesture_id: UUID | None = None
    start: datetime | None = None
    end: datetime | None = None
    before: tuple[datetime, int] | None = None
