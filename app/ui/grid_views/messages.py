"""What the browser asks about what is saved under a name: views of a grid, dashboards.

`L` is how a look is written. What is done with them: `app.ui.grid_views.shelf`.
"""

from typing import Annotated, Generic, TypeAlias, TypeVar
from uuid import UUID

from pydantic import Field

from app.core.paging import GridModel
from app.features.views.schemas import Version, ViewName

L = TypeVar("L")
Flag: TypeAlias = Annotated[bool, Field(strict=True)]


class Nothing(GridModel):
    """A message without content."""


class AddressRequest(GridModel, Generic[L]):
    """The address of a look that departs from the view `base`; with `portable`, one that opens for everybody."""

    look: L
    base: UUID | None = None
    portable: Flag = False


class CreateRequest(GridModel, Generic[L]):
    """A look to save under a name, to share, to begin with."""

    name: ViewName
    look: L
    is_shared: Flag = False
    is_default: Flag = False


class ChangeRequest(GridModel, Generic[L]):
    """What to change of a view that stood at `version`; what is not named stays as it is."""

    id: UUID
    version: Version
    name: ViewName | None = None
    look: L | None = None
    is_shared: Flag | None = None


class ViewRequest(GridModel):
    """One view."""

    id: UUID


class DefaultRequest(GridModel):
    """The view to begin with; None: the page as it is made."""

    id: UUID | None
