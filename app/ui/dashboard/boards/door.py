"""Saved dashboards over HTTP, at `/boards/views` (see `app.ui.grid_views.shelf`).

The same messages as of a grid's views, but that a look is a query string. For staff alone: for anybody else there is
nothing here.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import BaseModel, StringConstraints
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.core.actor import Actor
from app.core.errors import DomainError, Forbidden, NotFound
from app.ui.dashboard.address import LONGEST, read
from app.ui.dashboard.boards.content import PAGE_NAME, content_of
from app.ui.dashboard.boards.opening import address_for, find, query_of
from app.ui.grid_door.door import BROWSER, Gate, json_of, parse_message, problem, read_body
from app.ui.grid_views.messages import AddressRequest, ChangeRequest, CreateRequest
from app.ui.grid_views.shelf import Shelf, shelf_routes

M = TypeVar("M", bound=BaseModel)
# The query string of everything that is shown, without a saved dashboard.
Look: TypeAlias = Annotated[str, StringConstraints(max_length=LONGEST)]


def board_routes(gate: Gate = BROWSER) -> list[Route]:
    """`POST /boards/views` and `/boards/views/…`."""

    def route(
        verb: str, model: type[M], answer: Callable[[Actor, Shelf[Look], M], Awaitable[dict[str, Any]]], /
    ) -> Route:
        async def endpoint(request: Request) -> Response:
            try:
                actor = await _enter(gate, request)
                return json_of(await answer(actor, SHELF, parse_message(model, await read_body(request))))
            except DomainError as refused:
                return problem(refused)

        return Route(f"/boards/{verb}", endpoint, methods=["POST"])

    return shelf_routes(route, AddressRequest[Look], CreateRequest[Look], ChangeRequest[Look])


async def _enter(gate: Gate, request: Request) -> Actor:
    """Who asks. Raises Forbidden for another origin, Unauthenticated, NotFound for a customer."""
    if not gate.is_ours(request.headers):
        raise Forbidden("This request did not come from one of our pages")
    actor = await gate.actor(request.headers)
    if not actor.is_staff and not actor.is_admin:
        raise NotFound
    return actor


async def _address(actor: Actor, asked: AddressRequest[Look]) -> tuple[str, bool]:
    base = await find(actor, asked.base)
    if base and asked.portable and not base.is_shared:
        base = None
    address = await address_for(actor, asked.look, base, portable=asked.portable)
    return query_of(address), address.is_changed


SHELF: Shelf[Look] = Shelf(PAGE_NAME, lambda look: content_of(read(look)), _address)
