"""The OpenAPI document: FastAPI's own, completed by what our dependencies stand for.

Bodies (`JsonBody`), refusals that follow from what a route asks for (401 of a token, 403 of a role, 428 and 412 of
If-Match, 404 of an id, 413 and 415 of a body), and those that any request may meet.
"""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic.json_schema import models_json_schema

from app.api import inputs, security
from app.api.answers import PROBLEM, Responses, refuses
from app.api.json_body import Body, UnsupportedMediaType
from app.api.problems import Problem
from app.core.errors import DomainError, Forbidden, Invalid, NotFound, PreconditionRequired, Stale, Unauthenticated

REF = "#/components/schemas/{model}"
ROLES = {security.signed_in: "customer", security.staff_only: "staff", security.admin_only: "admin"}
ENTITY_TAG = '^"[1-9][0-9]*"$'
DESCRIPTION = """\
The order desk as JSON. Get tokens from `POST /api/login` and send `Authorization: Bearer <access_token>`.

Every refusal is a problem document (RFC 9457) with a stable `code`. A request is looked at in this order: token (401),
role (403), an id that cannot be one (404), If-Match missing (428), shape of body and query (415, 422), the object
(404 where you may not see it), its version (412), the rules (409).
Amounts are integers of the currency's minor unit. Times are RFC 3339. Unknown fields and parameters are refused.
"""


class BadUrl(DomainError):
    """The address holds NUL, a broken escape or bytes that are not UTF-8."""

    code = "bad_url"
    status = 400
    title = "The address cannot be read"


class UrlTooLong(DomainError):
    """The address has more than 8 KiB."""

    code = "bad_url"
    status = 414
    title = "The address is too long"


class TooLarge(DomainError):
    """The body has more than 1 MiB."""

    code = "too_large"
    status = 413
    title = "The request is larger than 1 MiB"


class Unexpected(DomainError):
    """An error of ours; `reference` finds its cause in the log."""

    code = "unexpected"
    status = 500
    title = "Something went wrong on our side"


def openapi_of(app: FastAPI) -> dict[str, Any]:
    """The document, made once."""
    if app.openapi_schema is None:
        app.openapi_schema = _document(app)
    return app.openapi_schema


def _document(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(title=app.title, version=app.version, description=DESCRIPTION, routes=app.routes)
    schemas = document["components"]["schemas"]
    schemas |= _schemas(app)
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for route in _routes(app):
        for method in route.methods or ():
            _complete(document["paths"][route.path_format][method.lower()], route)
    return document


def _routes(app: FastAPI) -> list[APIRoute]:
    return [route for route in app.routes if isinstance(route, APIRoute) and route.include_in_schema]


def _bodies(route: APIRoute) -> list[Body[Any]]:
    calls: list[Any] = [part.call for part in inputs.flat(route.dependant)]
    return [call for call in calls if isinstance(call, Body)]


def _schemas(app: FastAPI) -> dict[str, Any]:
    """The schemas of bodies and of the problem document."""
    models: Any = {body.model for route in _routes(app) for body in _bodies(route)} | {Problem}
    ordered = sorted(models, key=lambda model: model.__name__)
    _, found = models_json_schema([(model, "validation") for model in ordered], ref_template=REF)
    for name, schema in found["$defs"].items():
        if name.endswith(("Body", "Patch")):
            # What a patch leaves out stays as it is: its fields have no defaults.
            for field in schema["properties"].values():
                field.pop("default", None)
    return found["$defs"]


def _complete(operation: dict[str, Any], route: APIRoute) -> None:
    calls = {part.call for part in inputs.flat(route.dependant)}
    operation["x-role"] = next((ROLES[call] for call in reversed(ROLES) if call in calls), "anyone")
    operation["responses"] = {**operation["responses"], **_own_invalid(route)}
    if security.perhaps_signed_in in calls:
        operation["security"] = [{}, *operation["security"]]
    for body in _bodies(route):
        content = {"application/json": {"schema": {"$ref": REF.format(model=body.model.__name__)}}}
        operation["requestBody"] = {"required": body.is_required, "content": content}
    for parameter in operation.get("parameters", ()):
        if parameter["name"] == "If-Match":
            parameter["required"] = True
            parameter["schema"] = {"type": "string", "pattern": ENTITY_TAG}
    operation["responses"] = _merged(operation["responses"], refuses(*_refusals(calls, has_body=bool(_bodies(route)))))


def _own_invalid(route: APIRoute) -> Responses:
    """The 422 of a route that names codes of its own, in place of the framework's."""
    return {str(Invalid.status): route.responses.get(Invalid.status, {**PROBLEM, "description": ""})}


def _refusals(calls: set[Any], *, has_body: bool) -> list[type[DomainError]]:
    found: list[type[DomainError]] = [BadUrl, UrlTooLong, TooLarge, Invalid, Unexpected]
    if calls & {security.signed_in, security.perhaps_signed_in}:
        found.append(Unauthenticated)
    if calls & {security.staff_only, security.admin_only}:
        found.append(Forbidden)
    if calls & {inputs.order_id, inputs.user_id}:
        found.append(NotFound)
    if inputs.if_match in calls:
        found += [PreconditionRequired, Stale]
    return [*found, UnsupportedMediaType] if has_body else found


def _merged(own: Responses, general: Responses) -> Responses:
    """Both, by status; where a route names codes of its own they stand first."""
    merged = {str(status): answer for status, answer in own.items()}
    for status, answer in general.items():
        known = merged.get(str(status))
        text = answer["description"]
        if known and text not in known["description"]:
            text = f"{known['description']} {text}".strip()
        merged[str(status)] = {**answer, "description": text}
    return dict(sorted(merged.items()))
