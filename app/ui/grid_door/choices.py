"""What a filter offers to choose from."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from starlette.routing import Route

from app.core.actor import Actor
from app.core.text import clean_text
from app.ui.components.grid.messages import FieldName
from app.ui.components.grid.source import GridSource
from app.ui.grid_door.door import Door


class ChoicesRequest(BaseModel):
    """The choices of the filter `field` that `text` is found in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: FieldName
    text: Annotated[str, StringConstraints(max_length=100), AfterValidator(clean_text)] = ""


def routes(door: Door) -> list[Route]:
    """`POST /grid/{entity}/choices`: {field, text} → {choices: [{value, label}]}."""
    return [door.route("choices", ChoicesRequest, _choices)]


async def _choices(actor: Actor, source: GridSource, wanted: ChoicesRequest) -> dict[str, Any]:
    found = await source.choices(actor, wanted.field, wanted.text)
    return {"choices": [{"value": choice.value, "label": choice.label} for choice in found]}
