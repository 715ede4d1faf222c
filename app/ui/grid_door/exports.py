"""Taking a list out: `POST …/export` says what is wanted, `GET …/export/{ticket}` is the download the browser follows.

The rows go out as they are read. The server asks for more only when the browser has taken what there is, and when the
browser leaves, the reading ends.
"""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any
from uuid import UUID

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from app.core import clock
from app.core.actor import Actor, Source
from app.core.errors import DomainError, NotFound, Unauthenticated, invalid
from app.core.ids import parse_id
from app.core.spans import viewers_zone
from app.features.exports import service as exports
from app.features.exports.schemas import ExportRequest, SheetColumn
from app.features.exports.workbook import sheets_needed
from app.ui.components.grid.checks import check_query
from app.ui.components.grid.columns import Column, Moment, Money
from app.ui.components.grid.source import GridSource
from app.ui.grid_door.door import Door, Gate, problem

RECHECK_SECONDS = 5.0


def routes(door: Door) -> list[Route]:
    """`POST /grid/{entity}/export` and `GET /grid/{entity}/export/{ticket}`."""

    async def fetch(request: Request) -> Response:
        try:
            return await _download(door, request)
        except DomainError as refused:
            return problem(refused)

    return [
        door.route("export", ExportRequest, _ask),
        Route("/grid/{entity}/export/{ticket}", fetch, methods=["GET"]),
    ]


async def _ask(actor: Actor, source: GridSource, asked: ExportRequest) -> dict[str, Any]:
    """A ticket, and what to expect: how many rows, and on how many sheets."""
    query = check_query((*source.columns, *source.facets), asked)
    _chosen(source.columns, asked.columns)
    rows = await source.count(actor, query)
    ticket = await exports.issue(actor, source.entity.value, asked)
    sheets = sheets_needed(rows) if asked.format == "xlsx" else 1
    return {"ticket": str(ticket), "rows": rows, "sheets": sheets}


async def _download(door: Door, request: Request) -> Response:
    """The file. The link itself proves who asks for it: the ticket is of this very session."""
    actor = replace(await door.gate.actor(request.headers), source=Source.GRID)
    entity, ticket = str(request.path_params["entity"]), parse_id(request.path_params["ticket"])
    if entity not in door.sources or ticket is None:
        raise NotFound
    source = door.sources[entity]
    asked = await exports.redeem(actor, source.entity.value, ticket)
    day = clock.now().astimezone(viewers_zone(asked)).date().isoformat()
    columns = tuple(_sheet_column(column) for column in _chosen(source.columns, asked.columns))
    writer = exports.writer_for(asked, columns, title=entity.capitalize())
    stream = _Stream(source, actor, asked, ticket)
    return StreamingResponse(
        stream.pieces(writer, still_in=_SessionWatch(door.gate, request, monotonic())),
        media_type=writer.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{entity}-{day}.{asked.format}"',
            "Cache-Control": "no-store",
            "X-Accel-Buffering": "no",
        },
    )


def _chosen(columns: Sequence[Column], names: Sequence[str]) -> list[Column]:
    """The columns of these names. Raises Invalid for one that is not there."""
    known = {column.field: column for column in columns}
    for place, name in enumerate(names):
        if name not in known:
            raise invalid(f"columns/{place}", "unknown_column", f"There is no column {name!r}")
    return [known[name] for name in dict.fromkeys(names)]


def _sheet_column(column: Column) -> SheetColumn:
    match column:
        case Money():
            return SheetColumn(column.field, column.label, "money")
        case Moment():
            return SheetColumn(column.field, column.label, "moment")
        case _:
            return SheetColumn(column.field, column.label)


@dataclass(slots=True)
class _SessionWatch:
    """Looks every few seconds whether who began the download may still have it."""

    gate: Gate
    request: Request
    looked: float

    async def look(self, actor: Actor) -> None:
        """Raises Unauthenticated once the session is over or the role changed: the browser sees a broken download."""
        if monotonic() - self.looked < RECHECK_SECONDS:
            return
        if (await self.gate.actor(self.request.headers)).role is not actor.role:
            raise Unauthenticated
        self.looked = monotonic()


@dataclass(frozen=True, slots=True)
class _Stream:
    source: GridSource
    actor: Actor
    asked: ExportRequest
    ticket: UUID

    async def pieces(self, writer: Any, *, still_in: _SessionWatch) -> AsyncGenerator[bytes, None]:
        """The file piece by piece. Rows become text beside the event loop, so that nobody waits for it."""
        done = 0
        yield await to_thread.run_sync(writer.start)
        async with aclosing(self.source.scan(self.actor, self.asked, self.asked.columns)) as parts:
            async for rows in parts:
                await still_in.look(self.actor)
                piece = await to_thread.run_sync(writer.rows, [row.cells for row in rows])
                done += len(rows)
                if piece:
                    yield piece
        yield await to_thread.run_sync(writer.end)
        await exports.finished(self.actor, self.ticket, rows=done)
