"""The key under which a browser seals what is not saved yet (docs/adr/0009)."""

from typing import Any

from pydantic import BaseModel, ConfigDict
from starlette.routing import Route

from app.core.actor import Actor
from app.features.privacy.browser_keys import browser_keys
from app.ui.components.grid.source import GridSource
from app.ui.grid_door.door import Door


class _KeyRequest(BaseModel):
    """Nothing is asked but the key: whose, the cookie says."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def routes(door: Door) -> list[Route]:
    """`POST /grid/{entity}/key`."""
    return [door.route("key", _KeyRequest, _key)]


async def _key(actor: Actor, _source: GridSource, _wanted: _KeyRequest) -> dict[str, Any]:
    keys = browser_keys(actor)
    return {"who": keys.who, "active": keys.active, "keys": keys.keys}
