"""Problem documents of the browser's door (RFC 9457)."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus

from starlette.responses import JSONResponse

from app.core.errors import DomainError, FieldError, TooMany

MEDIA_TYPE = "application/problem+json"


def problem(status: int, code: str, detail: str, *, errors: Iterable[FieldError] = ()) -> JSONResponse:
    """A problem document; `errors` name the wrong fields."""
    document: dict[str, object] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
    }
    listed = [{"pointer": error.pointer, "code": error.code, "detail": error.detail} for error in errors]
    if listed:
        document["errors"] = listed
    return JSONResponse(document, status_code=status, media_type=MEDIA_TYPE, headers={"cache-control": "no-store"})


def problem_of(error: DomainError) -> JSONResponse:
    """The problem document of a refusal."""
    response = problem(error.status, error.code, error.detail, errors=error.errors)
    response.headers.update(retry_header(error))
    return response


def retry_header(error: DomainError) -> Mapping[str, str]:
    """`Retry-After` in seconds where the refusal is for a time."""
    return {"retry-after": str(error.retry_after)} if isinstance(error, TooMany) else {}
