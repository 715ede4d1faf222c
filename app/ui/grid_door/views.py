"""Saved views over HTTP, at `/grid/{entity}/views` (see `app.ui.grid_views.shelf`)."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar

from pydantic import BaseModel
from starlette.routing import Route

from app.core.actor import Actor
from app.ui.components.grid.source import GridSource
from app.ui.grid_door.door import Door
from app.ui.grid_views.look import GridLook
from app.ui.grid_views.messages import AddressRequest, ChangeRequest, CreateRequest
from app.ui.grid_views.opening import address_of, find
from app.ui.grid_views.page import GridPage, page_of
from app.ui.grid_views.shelf import Shelf, shelf_routes

M = TypeVar("M", bound=BaseModel)


def routes(door: Door) -> list[Route]:
    """`POST /grid/{entity}/views` and `/views/…`."""

    def route(
        verb: str, model: type[M], answer: Callable[[Actor, Shelf[GridLook], M], Awaitable[dict[str, Any]]], /
    ) -> Route:
        async def told(actor: Actor, source: GridSource, asked: M) -> dict[str, Any]:
            return await answer(actor, _shelf(page_of(source)), asked)

        return door.route(verb, model, told)

    return shelf_routes(route, AddressRequest[GridLook], CreateRequest[GridLook], ChangeRequest[GridLook])


def _shelf(page: GridPage) -> Shelf[GridLook]:
    return Shelf(page.name, lambda look: page.content_of(page.fit(look).look), partial(_address, page))


async def _address(page: GridPage, actor: Actor, asked: AddressRequest[GridLook]) -> tuple[str, bool]:
    base = await find(actor, page, asked.base)
    if base and (not base.name or (asked.portable and not base.is_shared)):
        base = None
    return await address_of(actor, page, page.fit(asked.look).look, base, portable=asked.portable)
