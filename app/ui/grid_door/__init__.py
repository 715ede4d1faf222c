"""The record grid's own HTTP routes, for each entity that a page declares.

One module for each subject gives its routes; all go through `Door.route`, where identity (the session cookie), origin,
size and shape of a request are looked at. The messages are in `app.ui.components.grid.messages`.
"""

from collections.abc import Callable, Mapping, Sequence

from starlette.routing import Route

from app.ui.components.grid.source import GridSource
from app.ui.grid_door import (
    bulk,
    choices,
    drawer,
    edits,
    exports,
    history,
    imports,
    presence,
    reveal,
    rows,
    undo,
    views,
)
from app.ui.grid_door.door import BROWSER, Door, Gate

SUBJECTS: Sequence[Callable[[Door], list[Route]]] = (
    rows.routes,
    edits.routes,
    choices.routes,
    bulk.routes,
    drawer.routes,
    exports.routes,
    imports.routes,
    views.routes,
    undo.routes,
    history.routes,
    reveal.routes,
    presence.routes,
)


def grid_routes(sources: Mapping[str, GridSource], gate: Gate = BROWSER) -> list[Route]:
    """`POST /grid/{entity}/…` for the entities of `sources`."""
    door = Door(sources, gate)
    return [route for subject in SUBJECTS for route in subject(door)]
