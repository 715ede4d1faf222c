"""Showing one masked value for a reason that is kept (docs/adr/0010).

POST /grid/{entity}/reveal {id, field, reason} → {value, seconds}: to be shown for so long, and kept nowhere.
"""

from typing import Any

from starlette.routing import Route

from app.core.actor import Actor
from app.features.disclosures.schemas import RevealRequest
from app.features.disclosures.service import reveal
from app.ui.components.grid.source import GridSource
from app.ui.grid_door.door import Door


def routes(door: Door) -> list[Route]:
    """`POST /grid/{entity}/reveal`."""
    return [door.route("reveal", RevealRequest, _reveal)]


async def _reveal(actor: Actor, source: GridSource, wanted: RevealRequest) -> dict[str, Any]:
    shown = await reveal(actor, source.entity, wanted)
    return {"value": shown.value, "seconds": shown.seconds}
