"""What routes take besides a body: ids in the path, If-Match, Idempotency-Key, and no query parameter nobody knows."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, cast, get_origin
from uuid import UUID

from fastapi import Depends, Header, Path
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import get_parameterless_sub_dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from app.core.errors import FieldError, Invalid, NotFound, PreconditionRequired, invalid
from app.core.ids import parse_id

_ENTITY_TAG = re.compile(r'^(W/)?"([\x21\x23-\x7e\x80-\xff]*)"$')
_VERSION = re.compile(r"^[1-9][0-9]{0,9}$")
_KEY = re.compile(r"^[\x21-\x7e]{1,255}$")
# No row gets here: what can match nothing is compared as this.
NO_VERSION = 2**31 - 1


def _known_id(text: str) -> UUID:
    """A UUID in its canonical form; any other text names nothing."""
    found = parse_id(text)
    if found is None or str(found) != text.lower():
        raise NotFound
    return found


async def order_id(order_id: Annotated[str, Path(json_schema_extra={"format": "uuid"})]) -> UUID:
    """The order in the path. Raises NotFound where it cannot be an id."""
    return _known_id(order_id)


async def user_id(user_id: Annotated[str, Path(json_schema_extra={"format": "uuid"})]) -> UUID:
    """The user in the path. Raises NotFound where it cannot be an id."""
    return _known_id(user_id)


async def if_match(
    if_match: Annotated[
        str | None,
        Header(
            alias="If-Match", description='The version the change was made from, as in ETag: `"3"`', examples=['"3"']
        ),
    ] = None,
) -> int:
    """The version the change was made from. Raises PreconditionRequired, or Invalid unless it is one entity tag.

    Entity tags that are not ours, and weak ones, match no version (RFC 9110, section 13.1.1), so they end in 412.
    """
    if if_match is None:
        raise PreconditionRequired
    tag = _ENTITY_TAG.match(if_match.strip())
    if tag is None:
        raise invalid("If-Match", "invalid_entity_tag", 'must be one version in quotes, such as "3"')
    is_version = tag[1] is None and _VERSION.match(tag[2])
    return min(int(tag[2]), NO_VERSION) if is_version else NO_VERSION


async def idempotency_key(
    key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            description="1 to 255 visible ASCII characters: the same key, the same order",
            json_schema_extra={"pattern": "^[!-~]{1,255}$"},
        ),
    ] = None,
) -> str | None:
    """The key under which the request takes effect once. Raises Invalid."""
    if key is not None and not _KEY.match(key):
        raise invalid("Idempotency-Key", "invalid_key", "must have 1 to 255 visible ASCII characters")
    return key


OrderId = Annotated[UUID, Depends(order_id)]
UserId = Annotated[UUID, Depends(user_id)]
IfMatch = Annotated[int, Depends(if_match)]
IdempotencyKey = Annotated[str | None, Depends(idempotency_key)]


def tag(response: Response, version: int) -> None:
    """Send the version of what is answered, for If-Match."""
    response.headers["etag"] = f'"{version}"'


def flat(dependant: Dependant) -> Iterator[Dependant]:
    """A route's dependencies and theirs."""
    for part in dependant.dependencies:
        yield part
        yield from flat(part)


def _query_names(dependant: Dependant) -> dict[str, bool]:
    """The query parameters of a route, and whether each may be repeated."""
    names: dict[str, bool] = {}
    for part in (dependant, *flat(dependant)):
        for field in part.query_params:
            model = field.field_info.annotation
            if isinstance(model, type) and issubclass(model, BaseModel):
                for name, info in model.model_fields.items():
                    names[info.alias or name] = get_origin(info.annotation) is tuple
            else:
                names[field.alias] = False
    return names


class StrictRoute(APIRoute):
    """A route that looks at its query last, once it is known who asks."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        last = get_parameterless_sub_dependant(depends=Depends(refuse_strange_query), path=self.path_format)
        self.query_names = _query_names(self.dependant)
        self.dependant.dependencies.append(last)


async def refuse_strange_query(request: Request) -> None:
    """Raise Invalid naming the query parameters that the route does not know, or knows only once."""
    names = cast("StrictRoute", request.scope["route"]).query_names
    given = [name for name, _ in request.query_params.multi_items()]
    faults = [
        FieldError(f"/{name}", "unknown_parameter", "is not a parameter here") for name in given if name not in names
    ]
    faults += [
        FieldError(f"/{name}", "repeated_parameter", "may be given once")
        for name, may_repeat in names.items()
        if not may_repeat and given.count(name) > 1
    ]
    if faults:
        raise Invalid(f"{faults[0].field[:100]}: {faults[0].detail}", errors=faults)
