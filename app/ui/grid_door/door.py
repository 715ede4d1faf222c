"""What each request to the grid's routes goes through, and how it is answered.

Identity is the session cookie, as for the rest of the browser's door; a post from another origin is refused before
anything is read.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import to_json
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.core.actor import Actor, Source
from app.core.errors import DomainError, FieldError, Forbidden, Invalid, NotFound, Unauthenticated
from app.core.paging import TAGS
from app.core.parsing import holds_too_much
from app.features.privacy.browser_keys import name_in_browser
from app.ui.components.grid.source import GridSource
from app.ui.door.origin import is_ours
from app.ui.http import browser_actor

MAX_BODY = 1 << 20
# For whom a page asks (`name_in_browser`); not there until the page knows.
PERSON = "x-daybook-person"
M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Gate:
    """Who asks (raises Unauthenticated), and whether our own page asks."""

    actor: Callable[[Headers], Awaitable[Actor]] = browser_actor
    is_ours: Callable[[Headers], bool] = is_ours


BROWSER = Gate()


Answer: TypeAlias = Callable[[Actor, GridSource, M], Awaitable[Mapping[str, Any] | Response]]


@dataclass(frozen=True, slots=True)
class Door:
    """What every request goes through: our own page, a person, an entity, a message of the right shape."""

    sources: Mapping[str, GridSource]
    gate: Gate = BROWSER

    def route(self, verb: str, model: type[M], answer: Answer[M]) -> Route:
        """`POST /grid/{entity}/<verb>` with a message of type `model`.

        `answer` gives JSON, or a response of its own; a DomainError that it raises becomes problem JSON.
        """

        async def endpoint(request: Request) -> Response:
            try:
                actor, source = await self.enter(request)
                given = await answer(actor, source, parse_message(model, await read_body(request)))
            except DomainError as refused:
                return problem(refused)
            return given if isinstance(given, Response) else json_of(given)

        return Route(f"/grid/{{entity}}/{verb}", endpoint, methods=["POST"])

    async def enter(self, request: Request) -> tuple[Actor, GridSource]:
        """Who asks, and about what. Raises Forbidden for another origin, Unauthenticated, OtherPerson, NotFound."""
        if not self.gate.is_ours(request.headers):
            raise Forbidden("This request did not come from one of our pages")
        actor = replace(await self.gate.actor(request.headers), source=Source.GRID)
        if request.headers.get(PERSON, "") not in {"", name_in_browser(actor)}:
            raise OtherPerson
        entity = str(request.path_params["entity"])
        if entity not in self.sources:
            raise NotFound(f"There is no grid of {entity[:40]!r}")
        return actor, self.sources[entity]


class OtherPerson(Unauthenticated):
    """The page is one person's, and another has signed in since: what the one typed is not saved as the other's."""

    code = "other_person"
    title = "Somebody else is signed in here now"


class _TooLarge(DomainError):
    code = "too_large"
    status = 413
    title = "The request is larger than 1 MiB"


async def read_body(request: Request) -> bytes:
    """The whole body; refused as soon as it is longer than MAX_BODY."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise _TooLarge
    return bytes(body)


def parse_message(model: type[M], body: bytes) -> M:
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
    """Where the fault is; the kind that a value, a filter or a line's edit was read as is no part of it."""
    place = location
    if location[:1] == ("filters",):
        place = tuple(part for part in location if part not in TAGS)
    if location[:1] == ("edits",):
        place = location[:2] + location[3:]
    for cell in ("value", "base"):
        if cell in location:
            place = location[: location.index(cell) + 1]
    return "/" + "/".join(str(part) for part in place)


def json_of(payload: Mapping[str, Any], *, status: int = 200, media_type: str = "application/json") -> Response:
    """JSON that no cache keeps."""
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
    return json_of(about, status=refused.status, media_type="application/problem+json")
