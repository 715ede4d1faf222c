"""Refusals as problem documents (RFC 9457). The one renderer of the API; what callers sent is never echoed."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route

from app.core.errors import DomainError, FieldError, TooMany
from app.core.parsing import invalid_input

MEDIA_TYPE = "application/problem+json"
MOST_ERRORS = 50
LONGEST_POINTER = 300
REALM = 'Bearer realm="daybook"'
# The credential was given and is not good (RFC 6750, section 3.1).
TOKEN_FAULTS = frozenset({"bad_token", "token_expired"})


class FieldProblem(BaseModel):
    """One wrong field: a JSON pointer into the body, or `/` and the name of a parameter or header."""

    pointer: str
    code: str
    detail: str


class Problem(BaseModel):
    """Why a request was refused. Some codes add members: `stale_version` has `current`, the record as it stands."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(examples=["urn:daybook:problem:not_found"])
    title: str
    status: int
    code: str = Field(examples=["not_found"])
    detail: str
    errors: list[FieldProblem] = Field(default=[], json_schema_extra={"default": None})


def problem(
    status: int,
    code: str,
    *,
    title: str = "",
    detail: str = "",
    extra: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A problem document as a response. `extra` adds members; half surrogates are escaped, never an error."""
    title = title or HTTPStatus(status).phrase
    known = {
        "type": f"urn:daybook:problem:{code}",
        "title": title,
        "status": status,
        "code": code,
        "detail": detail or title,
    }
    content = json.dumps({**(extra or {}), **known}, default=str)
    return Response(content, status, media_type=MEDIA_TYPE, headers=dict(headers or {}))


def refusal(error: DomainError) -> Response:
    """The problem document of a refusal, with the headers its status asks for."""
    extra = dict(error.extra)
    if error.errors:
        extra["errors"] = [_field(fault) for fault in error.errors[:MOST_ERRORS]]
    return problem(
        error.status, error.code, title=error.title, detail=error.detail, extra=extra, headers=_headers(error)
    )


def _field(fault: FieldError) -> dict[str, str]:
    return {"pointer": fault.pointer[:LONGEST_POINTER], "code": fault.code, "detail": fault.detail}


def _headers(error: DomainError) -> dict[str, str]:
    if isinstance(error, TooMany):
        return {"retry-after": str(error.retry_after)}
    if error.status == HTTPStatus.UNAUTHORIZED:
        return {"www-authenticate": f'{REALM}, error="invalid_token"' if error.code in TOKEN_FAULTS else REALM}
    return {}


async def on_domain_error(_request: Request, error: Exception) -> Response:
    """Render a refusal of a use case or of the API itself."""
    assert isinstance(error, DomainError)
    return refusal(error)


async def on_invalid_request(_request: Request, error: Exception) -> Response:
    """Render pydantic's faults in query and headers; the place (`query`, `header`) is no part of the pointer."""
    assert isinstance(error, RequestValidationError)
    faults: list[Any] = [{**fault, "loc": tuple(fault["loc"])[1:]} for fault in error.errors()]
    return refusal(invalid_input(faults))


async def on_http_error(request: Request, error: Exception) -> Response:
    """Render what the framework refuses: unknown paths and methods."""
    assert isinstance(error, HTTPException)
    codes = {404: "not_found", 405: "method_not_allowed"}
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers = {"Allow": ", ".join(sorted(_methods(request)))}
    return problem(error.status_code, codes.get(error.status_code, "refused"), headers=headers)


def _methods(request: Request) -> set[str]:
    """Every method that this path takes."""
    found: set[str] = set()
    for route in request.app.routes:
        if isinstance(route, Route) and route.matches(request.scope)[0] is not Match.NONE:
            found |= route.methods or set()
    return found
