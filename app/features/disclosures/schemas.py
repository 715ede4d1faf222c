"""What goes into and comes out of showing masked values."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from app.core.actor import Role
from app.core.text import single_line
from app.models import Entity

SHORTEST_REASON = 10
# How long a browser shows the value, in seconds.
SHOWN_SECONDS = 300


def _says_something(reason: str) -> str:
    if len(reason) < SHORTEST_REASON or len(set(reason.casefold())) < SHORTEST_REASON // 3:
        msg = f"must say in at least {SHORTEST_REASON} characters what the value is needed for"
        raise ValueError(msg)
    return reason


Reason = Annotated[str, StringConstraints(max_length=300), AfterValidator(single_line), AfterValidator(_says_something)]


class RevealRequest(BaseModel):
    """Which masked cell to show, and what for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: UUID
    field: str = Field(max_length=40)
    reason: Reason = Field(repr=False)


class Revealed(BaseModel):
    """The value, to be shown for `seconds` and kept nowhere."""

    model_config = ConfigDict(frozen=True)

    value: str = Field(repr=False)
    seconds: int = SHOWN_SECONDS


class DisclosureRow(BaseModel):
    """That a value was shown: to whom, which, when and for what reason (empty once erased)."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    at: datetime
    actor_id: UUID
    actor_role: Role
    entity: Entity
    row_id: UUID
    field: str
    reason: str
