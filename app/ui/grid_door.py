"""The record grid's own HTTP routes: windows, rows by id, counts and cell edits, for each entity that a page declares.

The messages are in `app.ui.components.grid.messages`. Identity is the session cookie, as for the rest of the
browser's door; a post from another origin is refused before anything is read.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar
from uuid import UUID

from pydantic import BaseModel, ValidationError
from pydantic_core import to_json
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.core.actor import Actor
from app.core.errors import DomainError, FieldError, Invalid, NotFound
from app.core.paging import GridQuery
from app.ui.components.grid.checks import check_edit, check_query
from app.ui.components.grid.columns import Column
from app.ui.components.grid.messages import EditRequest, GridRow, GridWindow, RowsRequest

MAX_BODY = 1 << 20
M = TypeVar("M", bound=BaseModel)


class GridSource(Protocol):
    """What a page gives the grid: its columns, and its feature's use cases in the grid's terms."""

    @property
    def columns(self) -> Sequence[Column]:
        """The columns that may be shown, sorted, filtered and edited."""
        ...

    async def window(self, actor: Actor, query: GridQuery, *, count: bool) -> GridWindow:
        """The rows of the window that the actor may see. Without `count` the total may be None."""
        ...

    async def count(self, actor: Actor, query: GridQuery) -> int:
        """How many rows pass the query's filters and search."""
        ...

    async def rows(self, actor: Actor, ids: Sequence[UUID]) -> Sequence[GridRow]:
        """Those of `ids` that the actor may see, in any order."""
        ...

    async def edit(self, actor: Actor, edit: EditRequest) -> GridRow:
        """Change one cell. Raises CellConflict when the stored value is not `edit.base`, Invalid, NotFound."""
        ...


@dataclass(frozen=True, slots=True)
class Gate:
    """What the door needs of its house: who asks, whether our own page asks, and how far the change log is."""

    actor: Callable[[Request], Awaitable[Actor]]
    same_origin: Callable[[Request], None]
    cursor: Callable[[], Awaitable[int]]


def grid_routes(sources: Mapping[str, GridSource], gate: Gate) -> list[Route]:
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
                self.gate.same_origin(request)
                actor = await self.gate.actor(request)
                source = self._source(request.path_params["entity"])
                return _json(await answer(actor, source, await _body(request)))
            except DomainError as refused:
                return problem(refused)

        return endpoint

    def _source(self, entity: str) -> GridSource:
        if entity not in self.sources:
            raise NotFound(f"There is no grid of {entity[:40]!r}")
        return self.sources[entity]

    async def rows(self, actor: Actor, source: GridSource, body: bytes) -> dict[str, Any]:
        wanted = _parse(RowsRequest, body)
        # Read before the rows: a change in between is told twice rather than never.
        cursor = await self.gate.cursor()
        if wanted.ids is not None:
            found = await source.rows(actor, wanted.ids) if wanted.ids else ()
            return {"rows": [row.as_json() for row in found], "cursor": cursor}
        query = check_query(source.columns, wanted.query())
        window = await source.window(actor, query, count=wanted.count)
        return {"rows": [row.as_json() for row in window.rows], "total": window.total, "cursor": cursor}

    async def count(self, actor: Actor, source: GridSource, body: bytes) -> dict[str, Any]:
        query = check_query(source.columns, _parse(GridQuery, body))
        return {"total": await source.count(actor, query)}

    async def edit(self, actor: Actor, source: GridSource, body: bytes) -> dict[str, Any]:
        edit = check_edit(source.columns, _parse(EditRequest, body))
        return {"row": (await source.edit(actor, edit)).as_json()}


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
    try:
        return model.model_validate_json(body)
    except ValidationError as wrong:
        errors = tuple(
            FieldError("/" + "/".join(str(part) for part in error["loc"]), error["type"], error["msg"])
            for error in wrong.errors(include_url=False, include_context=False, include_input=False)
        )
        raise Invalid(errors=errors) from None


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
