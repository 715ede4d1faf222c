"""`GET /dashboard/card/<key>.<kind>?<query of the dashboard>`: a card as a file, for whoever may see the dashboard."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import structlog
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from app.core.actor import Actor, Role
from app.core.errors import DomainError, Forbidden, NotFound, Unauthenticated
from app.ui.dashboard.address import PAGE
from app.ui.dashboard.files import csv_file, svg_file
from app.ui.dashboard.files.taken import Taken, take
from app.ui.door.guard import may_enter
from app.ui.door.origin import is_ours
from app.ui.door.pages import not_found
from app.ui.door.paths import login_url
from app.ui.door.problems import problem_of
from app.ui.http import browser_actor

NEVER_STORED = {"cache-control": "no-store"}
FROM_ELSEWHERE = frozenset({"cross-site", "same-site"})
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: how it is made, and the headers that are its own."""

    make: Callable[[Taken], bytes]
    media_type: str
    headers: Mapping[str, str]


KINDS: Mapping[str, Kind] = {
    "csv": Kind(lambda taken: csv_file.csv_file(taken.table, zone=taken.zone), csv_file.MEDIA_TYPE, {}),
    "svg": Kind(svg_file.svg_file, svg_file.MEDIA_TYPE, svg_file.HEADERS),
}
WhoActs: TypeAlias = Callable[[Headers], Awaitable[Actor]]


def card_routes(actor_of: WhoActs = browser_actor) -> list[Route]:
    """The routes of the files."""

    async def endpoint(request: Request) -> Response:
        try:
            response = await _file(request, actor_of)
        except Unauthenticated:
            response = _to_login(request)
        except NotFound:
            response = not_found()
        except DomainError as refused:
            response = problem_of(refused)
        response.headers.update(NEVER_STORED)
        return response

    return [Route("/dashboard/card/{name}", endpoint, methods=["GET"])]


async def _file(request: Request, actor_of: WhoActs) -> Response:
    _refuse_other_sites(request.headers)
    actor = await actor_of(request.headers)
    key, _, suffix = str(request.path_params["name"]).rpartition(".")
    kind = KINDS.get(suffix)
    if not may_enter(actor, Role.STAFF) or kind is None:
        raise NotFound
    taken = await take(actor, key, request.scope["query_string"].decode("latin-1"))
    log.info("dashboard.taken", card=key, kind=suffix, actor=str(actor.user_id))
    headers = {"content-disposition": f'attachment; filename="{taken.name}.{suffix}"', **kind.headers}
    return Response(kind.make(taken), media_type=kind.media_type, headers=headers)


def _refuse_other_sites(headers: Headers) -> None:
    """A person may follow a link from anywhere, as to a page; a page of another site may not read with their cookie."""
    is_followed = headers.get("sec-fetch-mode") == "navigate"
    if "origin" in headers and not is_ours(headers):
        raise Forbidden("This request did not come from one of our pages")
    if headers.get("sec-fetch-site") in FROM_ELSEWHERE and not is_followed:
        raise Forbidden("This request did not come from one of our pages")


def _to_login(request: Request) -> Response:
    """And from there to the dashboard: behind a file, the sign-in page would stay where it is."""
    return RedirectResponse(login_url(PAGE, request.scope["query_string"].decode("latin-1")), 303)
