"""What is saved under a name, over HTTP: views of a grid and dashboards alike.

    POST …/views           {}                                      → {views: [{id, name, owner, …}]}
    POST …/views/address   {look, base, portable}                  → {address, modified}
    POST …/views/create    {name, look, is_shared, is_default}     → {view}
    POST …/views/change    {id, version, name?, look?, is_shared?} → {view}, or 412 with {current}
    POST …/views/delete    {id}                                    → {}
    POST …/views/restore   {id}                                    → {view}
    POST …/views/default   {id}                                    → {}

One is opened by its address, when the page loads.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

from pydantic import BaseModel
from starlette.routing import Route

from app.core.actor import Actor
from app.core.errors import Stale
from app.features.views import service as views
from app.features.views.schemas import ViewContent, ViewCreate, ViewPatch
from app.ui.grid_views.messages import (
    AddressRequest,
    ChangeRequest,
    CreateRequest,
    DefaultRequest,
    Nothing,
    ViewRequest,
)
from app.ui.grid_views.opening import at_of

L = TypeVar("L")
M = TypeVar("M", bound=BaseModel)
Told: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shelf(Generic[L]):
    """Where the looks of one page are kept, by its `name`.

    `content_of` makes of a look what is kept; `address_of` says its query string, and whether it departs from its base.
    """

    name: str
    content_of: Callable[[L], ViewContent]
    address_of: Callable[[Actor, AddressRequest[L]], Awaitable[tuple[str, bool]]]


class Routing(Protocol[L]):
    """How a door makes a route of a verb; it finds the shelf that a request is about."""

    def __call__(self, verb: str, model: type[M], answer: Callable[[Actor, Shelf[L], M], Awaitable[Told]], /) -> Route:
        """The route."""
        ...


def shelf_routes(
    route: Routing[L],
    address: type[AddressRequest[L]],
    create: type[CreateRequest[L]],
    change: type[ChangeRequest[L]],
) -> list[Route]:
    """`…/views` and `…/views/<verb>`; the messages that hold a look are given as the door reads it."""
    return [
        route("views", Nothing, _list),
        route("views/address", address, _address),
        route("views/create", create, _create),
        route("views/change", change, _change),
        route("views/delete", ViewRequest, _delete),
        route("views/restore", ViewRequest, _restore),
        route("views/default", DefaultRequest, _begin_with),
    ]


async def _list(actor: Actor, shelf: Shelf[L], _asked: Nothing) -> Told:
    found = await views.list_views(actor, shelf.name)
    return {"views": [view.model_dump(mode="json", exclude={"kind"}) for view in found]}


async def _address(actor: Actor, shelf: Shelf[L], asked: AddressRequest[L]) -> Told:
    address, is_modified = await shelf.address_of(actor, asked)
    return {"address": address, "modified": is_modified}


async def _create(actor: Actor, shelf: Shelf[L], asked: CreateRequest[L]) -> Told:
    command = ViewCreate(name=asked.name, content=shelf.content_of(asked.look), is_shared=asked.is_shared)
    view = await views.create_view(actor, shelf.name, command)
    if asked.is_default:
        await views.set_default(actor, shelf.name, view.id)
        view = view.model_copy(update={"is_default": True})
    return {"view": at_of(view)}


async def _change(actor: Actor, shelf: Shelf[L], asked: ChangeRequest[L]) -> Told:
    content = None if asked.look is None else shelf.content_of(asked.look)
    patch = ViewPatch(version=asked.version, name=asked.name, content=content, is_shared=asked.is_shared)
    try:
        return {"view": at_of(await views.update_view(actor, shelf.name, asked.id, patch=patch))}
    except Stale as stale:
        current = await views.open_view(actor, shelf.name, asked.id)
        raise Stale(stale.detail, current=at_of(current)) from None


async def _delete(actor: Actor, shelf: Shelf[L], asked: ViewRequest) -> Told:
    await views.delete_view(actor, shelf.name, asked.id)
    return {}


async def _restore(actor: Actor, shelf: Shelf[L], asked: ViewRequest) -> Told:
    return {"view": at_of(await views.restore_view(actor, shelf.name, asked.id))}


async def _begin_with(actor: Actor, shelf: Shelf[L], asked: DefaultRequest) -> Told:
    await views.set_default(actor, shelf.name, asked.id)
    return {}
