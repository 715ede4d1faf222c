"""The record grid's own HTTP routes: windows, rows by id, counts and cell edits, for each entity that a page declares.

The messages are in `app.ui.components.grid.messages`. Identity is the session cookie, as for the rest of the
browser's door; a post from another origin is refused before anything is read.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from uuid import UUID

from pydantic import BaseModel, ValidationError
from pydantic_core import to_json
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.core.actor import Actor, Source
from app.core.errors import DomainError, FieldConflict, FieldError, Forbidden, Invalid, NotFound
from app.core.paging import TAGS, GridQuery
from app.core.parsing import holds_too_much
from app.ui.components.grid.checks import check_edit, check_query
from app.ui.components.grid.messages import EditRequest, RowsRequest
from app.ui.components.grid.source import GridSource
from app.ui.door.origin import is_ours
from app.ui.http import browser_actor

MAX_BODY = 1 << 20
M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Gate:
    """Who asks (raises Unauthenticated), and whether our own page asks."""

    actor: Callable[[Headers], Awaitable[Actor]] = browser_actor
    is_ours: Callable[[Headers], bool] = is_ours


BROWSER = Gate()


def grid_routes(sources: Mapping[str, GridSource], gate: Gate = BROWSER) -> list[Route]:
    """`POST /grid/{entity}/rows`, `/count` and `/edit` for the entities of `sources`."""
    door = _Door(sources, gate)
    return [
        Route("/grid/{entity}/rows", door.route(door.rows), methods=["POST"]),
        Route("/grid/{entity}/count", door.route(door.count), methods=["POST"]),
        Route("/grid/{entity}/edit", door.route(door.edit), methods=["POST"]),
    ]


@dataclass(frozen=True, slots=True)
class _Door:
    sources: Mapping[str, GridSource]
    gate: Gate

    def route(
        self, answer: Callable[[Actor, GridSource, bytes], Awaitable[dict[str, Any]]]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            try:
                actor = await self._enter(request.headers)
                source = self._source(request.path_params["entity"])
                return _json(await answer(actor, source, await _body(request)))
            except DomainError as refused:
                return problem(refused)

        return endpoint

    async def _enter(self, headers: Headers) -> Actor:
        if not self.gate.is_ours(headers):
            raise Forbidden("This request did not come from one of our pages")
        return replace(await self.gate.actor(headers), source=Source.GRID)

    def _source(self, entity: str) -> GridSource:
        if entity not in self.sources:
            raise NotFound(f"There is no grid of {entity[:40]!r}")
        return self.sources[entity]

    async def rows(self, actor: Actor, source: GridSource, body: bytes) -> dict[str, Any]:
        wanted = _parse(RowsRequest, body)
        if wanted.ids is not None:
            return await _by_ids(actor, source, wanted, wanted.ids)
        query = check_query((*source.columns, *source.facets), wanted.query())
        window = await source.window(actor, query, count=wanted.count)
        return {"rows": [row.as_json() for row in window.rows], "total": window.total}

    async def count(self, actor: Actor, source: GridSource, body: bytes) -> dict[str, Any]:
        query = check_query((*source.columns, *source.facets), _parse(GridQuery, body))
        return {"total": await source.count(actor, query)}

    async def edit(self, actor: Actor, source: GridSource, body: bytes) -> dict[str, Any]:
        edit = check_edit(source.columns, _parse(EditRequest, body))
        try:
            return {"row": (await source.edit(actor, edit)).as_json()}
        except FieldConflict as conflict:
            raise await _shown(conflict, actor, source, edit) from None


async def _by_ids(actor: Actor, source: GridSource, wanted: RowsRequest, ids: tuple[UUID, ...]) -> dict[str, Any]:
    query = check_query((*source.columns, *source.facets), wanted.query())
    found = await source.rows(actor, ids) if ids else ()
    there = [row.id for row in found]
    narrowed = there and (query.filters or query.search.strip())
    return {
        "rows": [row.as_json() for row in found],
        "matching": await source.matching(actor, query, there) if narrowed else there,
    }


async def _shown(conflict: FieldConflict, actor: Actor, source: GridSource, edit: EditRequest) -> DomainError:
    """The conflict in the grid's terms, with the row as it stands; NotFound when it is gone meanwhile."""
    found = await source.rows(actor, [edit.id])
    if not found:
        return NotFound()
    row = found[0].as_json()
    return FieldConflict(
        conflict.detail, field=edit.field, base=edit.base, mine=edit.value, theirs=row[edit.field], row=row
    )


class _TooLarge(DomainError):
    code = "too_large"
    status = 413
    title = "The request is larger than 1 MiB"


async def _body(request: Request) -> bytes:
    """The whole body; refused as soon as it is longer than MAX_BODY."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise _TooLarge
    return bytes(body)


def _parse(model: type[M], body: bytes) -> M:
    """The message in `body`. Raises Invalid with a pointer for each field that is wrong."""
    _refuse_endless(body)
    try:
        return model.model_validate_json(body)
    except ValidationError as wrong:
        errors = tuple(
            FieldError(_pointer(error["loc"]), error["type"], error["msg"].removeprefix("Value error, "))
            for error in wrong.errors(include_url=False, include_context=False, include_input=False)
        )
        raise Invalid(errors=errors) from None


def _refuse_endless(body: bytes) -> None:
    """Raises Invalid for what is no JSON, and where to name each wrong value would hold up everybody else."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        raise Invalid("The message is not JSON") from None
    if holds_too_much(document):
        raise Invalid("The message holds too many values")


def _pointer(location: tuple[int | str, ...]) -> str:
    """Where the fault is; the kind that a cell's value or a filter was read as is no part of it."""
    place = location[:1] if location[:1] in {("value",), ("base",)} else location
    if location[:1] == ("filters",):
        place = tuple(part for part in location if part not in TAGS)
    return "/" + "/".join(str(part) for part in place)


def _json(payload: Mapping[str, Any], *, status: int = 200, media_type: str = "application/json") -> Response:
    return Response(to_json(payload), status, {"Cache-Control": "no-store"}, media_type)


def problem(refused: DomainError) -> Response:
    """The refusal as RFC 9457 problem JSON."""
    about: dict[str, Any] = {
        **refused.extra,
        "type": "about:blank",
        "title": refused.title,
        "status": refused.status,
        "code": refused.code,
        "detail": refused.detail,
    }
    if refused.errors:
        about["errors"] = [{"pointer": e.pointer, "code": e.code, "detail": e.detail} for e in refused.errors]
    return _json(about, status=refused.status, media_type="application/problem+json")
