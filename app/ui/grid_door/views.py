"""Views: listed, saved, renamed, shared, deleted and brought back, begun with; and the address of what is shown.

    POST /grid/{entity}/views           {}                                    → {views: [{id, name, owner, …}]}
    POST /grid/{entity}/views/address   {look, base, portable}                → {address, modified}
    POST /grid/{entity}/views/create    {name, look, is_shared, is_default}   → {view}
    POST /grid/{entity}/views/change    {id, version, name?, look?, is_shared?} → {view}, or 412 with {current}
    POST /grid/{entity}/views/delete    {id}                                  → {}
    POST /grid/{entity}/views/restore   {id}                                  → {view}
    POST /grid/{entity}/views/default   {id}                                  → {}

A view is opened by its address, when the page loads.
"""

from typing import Any

from starlette.routing import Route

from app.core.actor import Actor
from app.core.errors import Stale
from app.features.views import service as views
from app.features.views.schemas import ViewCreate, ViewPatch
from app.ui.components.grid.source import GridSource
from app.ui.grid_door.door import Door
from app.ui.grid_views.look import GridLook
from app.ui.grid_views.messages import (
    AddressRequest,
    ChangeRequest,
    CreateRequest,
    DefaultRequest,
    Nothing,
    ViewRequest,
)
from app.ui.grid_views.opening import address_of, at_of, find
from app.ui.grid_views.page import page_of


def routes(door: Door) -> list[Route]:
    """`POST /grid/{entity}/views` and `/views/…`."""
    return [
        door.route("views", Nothing, _list),
        door.route("views/address", AddressRequest[GridLook], _address),
        door.route("views/create", CreateRequest[GridLook], _create),
        door.route("views/change", ChangeRequest[GridLook], _change),
        door.route("views/delete", ViewRequest, _delete),
        door.route("views/restore", ViewRequest, _restore),
        door.route("views/default", DefaultRequest, _begin_with),
    ]


async def _list(actor: Actor, source: GridSource, _asked: Nothing) -> dict[str, Any]:
    found = await views.list_views(actor, page_of(source).name)
    return {"views": [view.model_dump(mode="json", exclude={"kind"}) for view in found]}


async def _address(actor: Actor, source: GridSource, asked: AddressRequest[GridLook]) -> dict[str, Any]:
    page = page_of(source)
    base = await find(actor, page, asked.base)
    if base and (not base.name or (asked.portable and not base.is_shared)):
        base = None
    address, is_modified = await address_of(actor, page, page.fit(asked.look).look, base, portable=asked.portable)
    return {"address": address, "modified": is_modified}


async def _create(actor: Actor, source: GridSource, asked: CreateRequest[GridLook]) -> dict[str, Any]:
    page = page_of(source)
    content = page.content_of(page.fit(asked.look).look)
    command = ViewCreate(name=asked.name, content=content, is_shared=asked.is_shared)
    view = await views.create_view(actor, page.name, command)
    if asked.is_default:
        await views.set_default(actor, page.name, view.id)
        view = view.model_copy(update={"is_default": True})
    return {"view": at_of(view)}


async def _change(actor: Actor, source: GridSource, asked: ChangeRequest[GridLook]) -> dict[str, Any]:
    page = page_of(source)
    content = page.content_of(page.fit(asked.look).look) if asked.look else None
    patch = ViewPatch(version=asked.version, name=asked.name, content=content, is_shared=asked.is_shared)
    try:
        return {"view": at_of(await views.update_view(actor, page.name, asked.id, patch=patch))}
    except Stale as stale:
        current = await views.open_view(actor, page.name, asked.id)
        raise Stale(stale.detail, current=at_of(current)) from None


async def _delete(actor: Actor, source: GridSource, asked: ViewRequest) -> dict[str, Any]:
    await views.delete_view(actor, page_of(source).name, asked.id)
    return {}


async def _restore(actor: Actor, source: GridSource, asked: ViewRequest) -> dict[str, Any]:
    return {"view": at_of(await views.restore_view(actor, page_of(source).name, asked.id))}


async def _begin_with(actor: Actor, source: GridSource, asked: DefaultRequest) -> dict[str, Any]:
    await views.set_default(actor, page_of(source).name, asked.id)
    return {}
