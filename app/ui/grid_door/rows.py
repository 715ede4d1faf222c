"""Reading: windows, rows by id, ids alone, how many there are and what they sum up to."""

from typing import Any
from uuid import UUID

from starlette.routing import Route

from app.core.actor import Actor
from app.core.paging import GridQuery
from app.ui.components.grid.checks import check_query
from app.ui.components.grid.messages import IdsRequest, RowsRequest
from app.ui.components.grid.source import GridSource
from app.ui.grid_door.door import Door


def routes(door: Door) -> list[Route]:
    """`POST /grid/{entity}/rows`, `/ids`, `/count`, `/sums` and `/totals`."""
    return [
        door.route("rows", RowsRequest, _rows),
        door.route("ids", IdsRequest, _ids),
        door.route("count", GridQuery, _count),
        door.route("sums", GridQuery, _sums),
        door.route("totals", GridQuery, _totals),
    ]


async def _rows(actor: Actor, source: GridSource, wanted: RowsRequest) -> dict[str, Any]:
    if wanted.ids is not None:
        return await _by_ids(actor, source, wanted, wanted.ids)
    query = check_query((*source.columns, *source.facets), wanted.query())
    window = await source.window(actor, query, count=wanted.count)
    return {"rows": [row.as_json() for row in window.rows], "total": window.total}


async def _by_ids(actor: Actor, source: GridSource, wanted: RowsRequest, ids: tuple[UUID, ...]) -> dict[str, Any]:
    query = check_query((*source.columns, *source.facets), wanted.query())
    found = await source.rows(actor, ids) if ids else ()
    there = [row.id for row in found]
    narrowed = there and (query.filters or query.search.strip())
    return {
        "rows": [row.as_json() for row in found],
        "matching": await source.matching(actor, query, there) if narrowed else there,
    }


async def _ids(actor: Actor, source: GridSource, wanted: IdsRequest) -> dict[str, Any]:
    return {"ids": await source.ids(actor, check_query((*source.columns, *source.facets), wanted))}


async def _count(actor: Actor, source: GridSource, wanted: GridQuery) -> dict[str, Any]:
    return {"total": await source.count(actor, check_query((*source.columns, *source.facets), wanted))}


async def _sums(actor: Actor, source: GridSource, wanted: GridQuery) -> dict[str, Any]:
    found = await source.sums(actor, check_query((*source.columns, *source.facets), wanted))
    return {
        "sums": {
            field: [{"amount": one.amount, "currency": one.currency} for one in sums] for field, sums in found.items()
        }
    }


async def _totals(actor: Actor, source: GridSource, wanted: GridQuery) -> dict[str, Any]:
    found = await source.totals(actor, check_query((*source.columns, *source.facets), wanted))
    return {"totals": [one.as_json() for one in found]}
