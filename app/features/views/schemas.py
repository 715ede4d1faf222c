"""What goes into and comes out of the use cases of views.

What a view holds is the page's own affair: here it is JSON text, which the page reads and fits to itself each time.
"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from app.core.text import not_blank, single_line
from app.models import ViewKind

LONGEST_TEXT = 65_536

ViewName = Annotated[str, StringConstraints(max_length=100), AfterValidator(single_line), AfterValidator(not_blank)]
JsonText = Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]
Version = Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]


class Frozen(BaseModel):
    """A value: unknown fields are refused, nothing changes afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ViewContent(Frozen):
    """How a page is arranged, as the page's own JSON. `search` is the part that may name a person: it is sealed."""

    definition: JsonText = "{}"
    search: JsonText = Field(default="", repr=False)


class ViewCreate(Frozen):
    """A view to save under a name of its own."""

    name: ViewName
    content: ViewContent
    is_shared: bool = False


class ViewPatch(Frozen):
    """What to change of a view, made from `version` of it; what is not named stays as it is."""

    version: Version
    name: ViewName | None = None
    content: ViewContent | None = None
    is_shared: bool | None = None


class ViewRow(Frozen):
    """A view in a list. `owner` is the name of who saved it; empty for the reader's own."""

    id: UUID
    kind: ViewKind
    name: str
    owner: str
    is_mine: bool
    is_shared: bool
    is_default: bool
    updated_at: datetime
    version: int


class ViewDetail(ViewRow):
    """A view with what it holds. `base_id` is the named view that a link departs from."""

    content: ViewContent
    base_id: UUID | None
