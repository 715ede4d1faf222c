"""The import wizard's requests. A file comes in parts of at most 1 MiB, each a request of its own.

    POST /grid/{entity}/import/start           {name, size}                 → {id, part}
    POST /grid/{entity}/import/{id}/part/{n}   the bytes                    → {received}
    POST /grid/{entity}/import/{id}/look       {sheet?, encoding?, delimiter?, header?}
    POST /grid/{entity}/import/{id}/check      {columns, decimal, dates, blanks, time_zone}
    POST /grid/{entity}/import/{id}/<state | run | stop | resume | forget>
    POST /grid/{entity}/import/current         the newest import that is not put away, or null
    GET  /grid/{entity}/import/{id}/refused    the refused lines as CSV

So the door's bound on a request stands for uploads too, a broken connection costs one part, and nothing of a file is
spooled to a disk: each part is sealed as it comes.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from app.core.actor import Actor
from app.core.errors import DomainError, NotFound
from app.core.ids import parse_id
from app.features.transfers import service as transfers
from app.features.transfers.schemas import PART, Columns, Shape, Start
from app.ui.components.grid.source import GridSource
from app.ui.grid_door.door import Door, json_of, parse_message, problem, read_body

MAX_PARTS = 1_000
Step: TypeAlias = Callable[[Actor, UUID, Any], Awaitable[Mapping[str, Any]]]


class Nothing(BaseModel):
    """A request that says all by its address."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def routes(door: Door) -> list[Route]:
    """The routes of the import wizard."""
    here = "/grid/{entity}/import"
    return [
        door.route("import/start", Start, _start),
        door.route("import/current", Nothing, _current),
        Route(f"{here}/{{upload}}/part/{{number:int}}", _guarded(_part(door)), methods=["POST"]),
        Route(f"{here}/{{upload}}/refused", _guarded(_refused(door)), methods=["GET"]),
        *(
            Route(f"{here}/{{upload}}/{verb}", _guarded(_step(door, model, step)), methods=["POST"])
            for verb, (model, step) in STEPS.items()
        ),
    ]


async def _start(actor: Actor, source: GridSource, asked: Start) -> Mapping[str, Any]:
    return {"id": str(await transfers.start(actor, source.entity, asked)), "part": PART}


async def _current(actor: Actor, source: GridSource, _asked: Nothing) -> Mapping[str, Any]:
    return {"import": await transfers.current(actor, source.entity)}


async def _look(actor: Actor, upload: UUID, shape: Shape) -> Mapping[str, Any]:
    return await transfers.look(actor, upload, shape)


async def _check(actor: Actor, upload: UUID, columns: Columns) -> Mapping[str, Any]:
    await transfers.check(actor, upload, columns)
    return await transfers.status(actor, upload)


async def _state(actor: Actor, upload: UUID, _asked: Nothing) -> Mapping[str, Any]:
    return await transfers.status(actor, upload)


async def _run(actor: Actor, upload: UUID, _asked: Nothing) -> Mapping[str, Any]:
    return await transfers.run(actor, upload)


async def _stop(actor: Actor, upload: UUID, _asked: Nothing) -> Mapping[str, Any]:
    await transfers.stop(actor, upload)
    return await transfers.status(actor, upload)


async def _resume(actor: Actor, upload: UUID, _asked: Nothing) -> Mapping[str, Any]:
    await transfers.resume(actor, upload)
    return await transfers.status(actor, upload)


async def _forget(actor: Actor, upload: UUID, _asked: Nothing) -> Mapping[str, Any]:
    await transfers.forget(actor, upload)
    return {}


STEPS: Mapping[str, tuple[type[BaseModel], Step]] = {
    "look": (Shape, _look),
    "check": (Columns, _check),
    "state": (Nothing, _state),
    "run": (Nothing, _run),
    "stop": (Nothing, _stop),
    "resume": (Nothing, _resume),
    "forget": (Nothing, _forget),
}
Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]


def _guarded(answer: Endpoint) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        try:
            return await answer(request)
        except DomainError as refused:
            return problem(refused)

    return endpoint


def _upload_of(request: Request) -> UUID:
    upload = parse_id(request.path_params["upload"])
    if upload is None:
        raise NotFound
    return upload


def _step(door: Door, model: type[BaseModel], step: Step) -> Endpoint:
    async def answer(request: Request) -> Response:
        actor, _source = await door.enter(request)
        asked = parse_message(model, await read_body(request))
        return json_of(await step(actor, _upload_of(request), asked))

    return answer


def _part(door: Door) -> Endpoint:
    async def answer(request: Request) -> Response:
        actor, _source = await door.enter(request)
        number = min(int(request.path_params["number"]), MAX_PARTS)
        received = await transfers.receive(actor, _upload_of(request), number, data=await read_body(request))
        return json_of({"received": received})

    return answer


def _refused(door: Door) -> Endpoint:
    async def answer(request: Request) -> Response:
        actor = await door.gate.actor(request.headers)
        upload = _upload_of(request)
        await transfers.status(actor, upload)
        headers = {"Content-Disposition": 'attachment; filename="refused-lines.csv"', "Cache-Control": "no-store"}
        return StreamingResponse(transfers.refused_lines(actor, upload), media_type="text/csv", headers=headers)

    return answer
