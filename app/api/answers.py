"""Helpers for what routes say of themselves: the refusals that only they know."""

from typing import Any, TypeAlias

from app.api.problems import MEDIA_TYPE
from app.core.errors import DomainError

Responses: TypeAlias = dict[int | str, dict[str, Any]]
PROBLEM = {"content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}


def refuses(*errors: type[DomainError]) -> Responses:
    """The OpenAPI responses of these errors, their codes named; one status may have several."""
    found: Responses = {}
    for error in errors:
        line = f"`{error.code}`: {error.title}."
        known = found.get(error.status)
        found[error.status] = {"description": f"{known['description']} {line}" if known else line, **PROBLEM}
    return found
