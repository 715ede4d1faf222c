"""Fixtures: the grid's door over ASGI, on a feature of one thing."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from httpx import ASGITransport, AsyncClient
from starlette.applications import Starlette
from starlette.datastructures import Headers

from app.core.actor import Actor
from app.core.errors import Unauthenticated
from app.features.changes.schemas import Entity
from app.ui.components.grid import ServiceSource
from app.ui.grid_door import Gate, grid_routes
from tests.ui.grid.shelf import COLUMNS, OURS, SAM, Shelf


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest_asyncio.fixture
async def web(shelf: Shelf) -> AsyncIterator[AsyncClient]:
    async def actor(headers: Headers) -> Actor:
        if headers.get("x-who") != "sam":
            raise Unauthenticated
        return SAM

    source = ServiceSource(
        entity=Entity.PRODUCT,
        columns=COLUMNS,
        read_window=shelf.window,
        count_rows=shelf.count,
        sum_rows=shelf.sum,
        read_rows=shelf.rows,
        edit_cells=shelf.edit,
        rehearse_cells=shelf.rehearse,
        read_ids=shelf.ids,
    )
    gate = Gate(actor=actor, is_ours=lambda headers: headers.get("origin") == OURS["origin"])
    app = Starlette(routes=grid_routes({"things": source}, gate))
    async with AsyncClient(transport=ASGITransport(app), base_url="http://localhost:3000", headers=OURS) as client:
        yield client
