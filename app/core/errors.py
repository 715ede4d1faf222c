"""Errors are named business facts with a code and a status; each door renders them once (RFC 9457 in the API)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class FieldError:
    """One wrong field: where (a JSON pointer, or a field's name in a form), a stable code, and a sentence."""

    pointer: str
    code: str
    detail: str

    @property
    def field(self) -> str:
        """The field's name: the last part of the pointer."""
        return self.pointer.rsplit("/", 1)[-1]

    @property
    def parameter(self) -> str:
        """The first part of the pointer: in an address the name of the parameter, whichever of its values is wrong."""
        return self.pointer.lstrip("/").partition("/")[0]


class DomainError(Exception):
    """A use case refuses. `detail` is a sentence for the person; `extra` goes into the problem document as it is."""

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 400
    title: ClassVar[str] = "The request was refused"

    def __init__(self, detail: str = "", *, errors: Iterable[FieldError] = (), **extra: object) -> None:
        self.detail = detail or self.title
        self.errors = tuple(errors)
        self.extra = extra
        super().__init__(self.detail)


class Unauthenticated(DomainError):
    """Nobody is signed in, or the credential is no longer good."""

    code = "unauthenticated"
    status = 401
    title = "Sign in to go on"


class Forbidden(DomainError):
    """The role may not use this."""

    code = "forbidden"
    status = 403
    title = "Your role may not do this"


class NotFound(DomainError):
    """It does not exist, or the actor may not see it: the two look the same."""

    code = "not_found"
    status = 404
    title = "Not found"


class Conflict(DomainError):
    """A rule of the business stands against it."""

    code = "conflict"
    status = 409
    title = "This cannot be done as things stand"


class Stale(DomainError):
    """The record has moved on since the caller read it; `current` in `extra` is how it stands."""

    code = "stale_version"
    status = 412
    title = "Someone changed this since you read it"


class Invalid(DomainError):
    """The input is wrong; `errors` name each field."""

    code = "invalid"
    status = 422
    title = "The input is not valid"


class PreconditionRequired(DomainError):
    """The caller must name the version the change was made from."""

    code = "precondition_required"
    status = 428
    title = "Send If-Match with the version you read"


class TooMany(DomainError):
    """The caller must wait `retry_after` seconds."""

    code = "too_many_requests"
    status = 429
    title = "Too many attempts; wait a moment"

    def __init__(self, detail: str = "", *, retry_after: int = 60) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class Unavailable(DomainError):
    """A part that this needs does not answer."""

    code = "unavailable"
    status = 503
    title = "Not available just now; try again"


class FieldConflict(Conflict):
    """The same field was changed by someone else meanwhile: `extra` holds `field`, `base`, `mine` and `theirs`."""

    code = "field_conflict"
    title = "Someone else changed this field"


def invalid(field: str, code: str, detail: str) -> Invalid:
    """One wrong field. `field` is its name, which becomes the pointer `/field`."""
    return Invalid(detail, errors=(FieldError(f"/{field.lstrip('/')}", code, detail),))
