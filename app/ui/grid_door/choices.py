"""What a filter offers to choose from, and how what was chosen is read."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from starlette.routing import Route

from app.core.actor import Actor
from app.core.paging import MAX_VALUES
from app.core.text import clean_text
from app.ui.components.grid.messages import FieldName
from app.ui.components.grid.source import GridSource, Offered
from app.ui.grid_door.door import Door


class ChoicesRequest(BaseModel):
    """The choices of the filter `field` that `text` is found in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: FieldName
    text: Annotated[str, StringConstraints(max_length=100), AfterValidator(clean_text)] = ""


class NamesRequest(BaseModel):
    """The values of the filter `field` that a person cannot read, such as ids."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: FieldName
    values: tuple[Annotated[str, StringConstraints(max_length=100)], ...] = Field(max_length=MAX_VALUES)


def routes(door: Door) -> list[Route]:
    """What is offered and how it is read; an answer never stands in an address.

    `POST /grid/{entity}/choices`: {field, text} → {choices: [{value, label, hint}]};
    `POST /grid/{entity}/names`: {field, values} → {names: [{value, label, hint}]}.
    """
    return [door.route("choices", ChoicesRequest, _choices), door.route("names", NamesRequest, _names)]


async def _choices(actor: Actor, source: GridSource, wanted: ChoicesRequest) -> dict[str, Any]:
    found = await source.choices(actor, wanted.field, wanted.text)
    return {"choices": _json(found)}


async def _names(actor: Actor, source: GridSource, wanted: NamesRequest) -> dict[str, Any]:
    return {"names": _json(await source.names(actor, wanted.field, wanted.values))}


def _json(found: Sequence[Offered]) -> list[dict[str, str]]:
    return [{"value": choice.value, "label": choice.label, "hint": choice.hint} for choice in found]
