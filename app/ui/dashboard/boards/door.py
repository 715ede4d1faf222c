"""Saved dashboards over HTTP, for the switcher: listed, saved, renamed, shared, deleted and brought back, begun with.

    POST /boards/views           {}                                      → {views: [{id, name, owner, …}]}
    POST /boards/views/address   {look, base, portable}                  → {address, modified}
    POST /boards/views/create    {name, look, is_shared, is_default}     → {view}
    POST /boards/views/change    {id, version, name?, look?, is_shared?} → {view}, or 412 with {current}
    POST /boards/views/delete    {id}                                    → {}
    POST /boards/views/restore   {id}                                    → {view}
    POST /boards/views/default   {id}                                    → {}

The same messages as of a grid's views (`app.ui.grid_door.views`), but that a look is a query string. For staff alone:
for anybody else there is nothing here.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import BaseModel, StringConstraints
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.core.actor import Actor
from app.core.errors import DomainError, Forbidden, NotFound, Stale
from app.features.views import service as views
from app.features.views.schemas import ViewCreate, ViewPatch
from app.ui.dashboard.address import LONGEST, read
from app.ui.dashboard.boards.content import PAGE_NAME, content_of
from app.ui.dashboard.boards.opening import address_for, find, query_of
from app.ui.grid_door.door import BROWSER, Gate, json_of, parse_message, problem, read_body
from app.ui.grid_views.messages import (
    AddressRequest,
    ChangeRequest,
    CreateRequest,
    DefaultRequest,
    Nothing,
    ViewRequest,
)
from app.ui.grid_views.opening import at_of

M = TypeVar("M", bound=BaseModel)
# The query string of everything that is shown, without a saved dashboard.
Look: TypeAlias = Annotated[str, StringConstraints(max_length=LONGEST)]
Answer = Callable[[Actor, M], Awaitable[dict[str, Any]]]


def board_routes(gate: Gate = BROWSER) -> list[Route]:
    """`POST /boards/views` and `/boards/views/…`."""
    return [
        _route(gate, "views", Nothing, _list),
        _route(gate, "views/address", AddressRequest[Look], _address),
        _route(gate, "views/create", CreateRequest[Look], _create),
        _route(gate, "views/change", ChangeRequest[Look], _change),
        _route(gate, "views/delete", ViewRequest, _delete),
        _route(gate, "views/restore", ViewRequest, _restore),
        _route(gate, "views/default", DefaultRequest, _begin_with),
    ]


def _route(gate: Gate, verb: str, model: type[M], answer: Answer[M]) -> Route:
    async def endpoint(request: Request) -> Response:
        try:
            actor = await _enter(gate, request)
            return json_of(await answer(actor, parse_message(model, await read_body(request))))
        except DomainError as refused:
            return problem(refused)

    return Route(f"/boards/{verb}", endpoint, methods=["POST"])


async def _enter(gate: Gate, request: Request) -> Actor:
    """Who asks. Raises Forbidden for another origin, Unauthenticated, NotFound for a customer."""
    if not gate.is_ours(request.headers):
        raise Forbidden("This request did not come from one of our pages")
    actor = await gate.actor(request.headers)
    if not actor.is_staff and not actor.is_admin:
        raise NotFound
    return actor


async def _list(actor: Actor, _asked: Nothing) -> dict[str, Any]:
    found = await views.list_views(actor, PAGE_NAME)
    return {"views": [view.model_dump(mode="json", exclude={"kind"}) for view in found]}


async def _address(actor: Actor, asked: AddressRequest[Look]) -> dict[str, Any]:
    base = await find(actor, asked.base)
    if base and asked.portable and not base.is_shared:
        base = None
    address = await address_for(actor, asked.look, base, portable=asked.portable)
    return {"address": query_of(address), "modified": address.is_changed}


async def _create(actor: Actor, asked: CreateRequest[Look]) -> dict[str, Any]:
    command = ViewCreate(name=asked.name, content=content_of(read(asked.look)), is_shared=asked.is_shared)
    view = await views.create_view(actor, PAGE_NAME, command)
    if asked.is_default:
        await views.set_default(actor, PAGE_NAME, view.id)
        view = view.model_copy(update={"is_default": True})
    return {"view": at_of(view)}


async def _change(actor: Actor, asked: ChangeRequest[Look]) -> dict[str, Any]:
    content = None if asked.look is None else content_of(read(asked.look))
    patch = ViewPatch(version=asked.version, name=asked.name, content=content, is_shared=asked.is_shared)
    try:
        return {"view": at_of(await views.update_view(actor, PAGE_NAME, asked.id, patch=patch))}
    except Stale as stale:
        current = await views.open_view(actor, PAGE_NAME, asked.id)
        raise Stale(stale.detail, current=at_of(current)) from None


async def _delete(actor: Actor, asked: ViewRequest) -> dict[str, Any]:
    await views.delete_view(actor, PAGE_NAME, asked.id)
    return {}


async def _restore(actor: Actor, asked: ViewRequest) -> dict[str, Any]:
    return {"view": at_of(await views.restore_view(actor, PAGE_NAME, asked.id))}


async def _begin_with(actor: Actor, asked: DefaultRequest) -> dict[str, Any]:
    await views.set_default(actor, PAGE_NAME, asked.id)
    return {}
