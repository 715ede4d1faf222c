"""What the browser asks about views: see `app.ui.grid_door.views`."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.core.paging import GridModel
from app.features.views.schemas import Version, ViewName
from app.ui.grid_views.look import GridLook


class Nothing(GridModel):
    """A message without content."""


class AddressRequest(GridModel):
    """The address of a look that departs from the view `base`; with `portable`, one that opens for everybody."""

    look: GridLook
    base: UUID | None = None
    portable: bool = False


class CreateRequest(GridModel):
    """A look to save under a name, to share, to begin with."""

    name: ViewName
    look: GridLook
    is_shared: Annotated[bool, Field(strict=True)] = False
    is_default: Annotated[bool, Field(strict=True)] = False


class ChangeRequest(GridModel):
    """What to change of a view that stood at `version`; what is not named stays as it is."""

    id: UUID
    version: Version
    name: ViewName | None = None
    look: GridLook | None = None
    is_shared: Annotated[bool, Field(strict=True)] | None = None


class ViewRequest(GridModel):
    """One view."""

    id: UUID


class DefaultRequest(GridModel):
    """The view to begin with; None: the page as it is made."""

    id: UUID | None
