"""What the browser asks about saved dashboards: see `app.ui.dashboard.boards.door`.

`look` is the query string of everything that is shown, without a saved dashboard.
"""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from app.core.paging import GridModel
from app.features.views.schemas import Version, ViewName
from app.ui.dashboard.address import LONGEST

Look = Annotated[str, StringConstraints(max_length=LONGEST)]


class AddressRequest(GridModel):
    """The address of a look that departs from the dashboard `base`; with `portable`, one that opens for everybody."""

    look: Look
    base: UUID | None = None
    portable: Annotated[bool, Field(strict=True)] = False


class CreateRequest(GridModel):
    """A look to save under a name, to share, to begin with."""

    name: ViewName
    look: Look
    is_shared: Annotated[bool, Field(strict=True)] = False
    is_default: Annotated[bool, Field(strict=True)] = False


class ChangeRequest(GridModel):
    """What to change of a dashboard that stood at `version`; what is not named stays as it is."""

    id: UUID
    version: Version
    name: ViewName | None = None
    look: Look | None = None
    is_shared: Annotated[bool, Field(strict=True)] | None = None
