"""Bodies: strict JSON of a known shape. What a lenient parser would let pass is refused by name (RFC 8259, I-JSON).

Refused: another media type (415), bytes that are not UTF-8, duplicate names, NaN and Infinity, half surrogates,
nesting without end, too many values, numbers in strings and other wrong types, unknown fields (all 422).
"""

import json
from collections.abc import Iterator
from typing import Any, Generic, TypeVar, cast

from pydantic import BaseModel, ValidationError
from starlette.requests import Request

from app.core.errors import DomainError, FieldError, Invalid
from app.core.parsing import holds_too_much, invalid_input

ModelT = TypeVar("ModelT", bound=BaseModel)
MEDIA_TYPE = "application/json"
DEEPEST = 32


class UnsupportedMediaType(DomainError):
    """The body is not declared as JSON."""

    code = "unsupported_media_type"
    status = 415
    title = "Send the body as application/json"


class Body(Generic[ModelT]):
    """A body as a `model`; its kinds are dependencies."""

    is_required = True

    def __init__(self, model: type[ModelT]) -> None:
        self.model = model

    def read(self, media_type: str, body: bytes) -> ModelT:
        """The model in these bytes. Raises UnsupportedMediaType, or Invalid naming each wrong field."""
        if media_type.partition(";")[0].strip().lower() != MEDIA_TYPE:
            raise UnsupportedMediaType
        _refuse_sloppy(body)
        try:
            return self.model.model_validate_json(body, strict=True)
        except ValidationError as error:
            raise invalid_input(error.errors(include_input=False, include_url=False)) from None


class JsonBody(Body[ModelT]):
    """A dependency: the body. It stands after the one that names the actor, so that 401 comes first."""

    async def __call__(self, request: Request) -> ModelT:
        """Read the body."""
        return self.read(request.headers.get("content-type", ""), await request.body())


class OptionalJsonBody(Body[ModelT]):
    """The same for a route that works without a body."""

    is_required = False

    async def __call__(self, request: Request) -> ModelT | None:
        """Read the body, None where there is none."""
        body = await request.body()
        return self.read(request.headers.get("content-type", ""), body) if body else None


class _Sloppy(ValueError):
    """Valid for Python's parser, but not JSON that two parsers read the same."""


def _refuse_sloppy(body: bytes) -> None:
    try:
        document = json.loads(body.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant)
    except _Sloppy as error:
        raise _invalid_json(str(error)) from None
    except UnicodeDecodeError:
        raise _invalid_json("The body is not valid UTF-8") from None
    except json.JSONDecodeError as error:
        raise _invalid_json(f"The body is not JSON: line {error.lineno}, column {error.colno}") from None
    except ValueError:
        raise _invalid_json("The body holds a number that is too long") from None
    except RecursionError:
        raise _invalid_json("The body is nested too deep") from None
    if holds_too_much(document):
        raise _invalid_json("The body holds too many values")
    faults = tuple(_faults(document, ""))
    if faults:
        raise Invalid(f"{faults[0].field}: {faults[0].detail}" if faults[0].field else faults[0].detail, errors=faults)


def _invalid_json(detail: str) -> Invalid:
    return Invalid(detail, errors=(FieldError("", "invalid_json", detail),))


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Sloppy("An object of the body has a name twice")
    return found


def _no_constant(name: str) -> object:
    raise _Sloppy(f"{name} is not JSON")


def _faults(value: Any, pointer: str, depth: int = 0) -> Iterator[FieldError]:
    """Half surrogates, in names too, and nesting deeper than anything that is asked for."""
    if depth > DEEPEST:
        yield FieldError(pointer, "too_deep", "The body is nested too deep")
    elif isinstance(value, str):
        if _is_broken(value):
            yield FieldError(pointer, "invalid_unicode", "must be valid Unicode (it holds half of a surrogate pair)")
    elif isinstance(value, dict):
        for name, part in cast("dict[str, Any]", value).items():
            if _is_broken(name):
                yield FieldError(pointer, "invalid_unicode", "has a name that is not valid Unicode")
            else:
                yield from _faults(part, f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}", depth + 1)
    elif isinstance(value, list):
        for position, part in enumerate(cast("list[Any]", value)):
            yield from _faults(part, f"{pointer}/{position}", depth + 1)


def _is_broken(text: str) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in text)
