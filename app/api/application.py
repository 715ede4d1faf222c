"""The API as one FastAPI application. The door in front adds security headers, limits bodies and shows the docs."""

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from app.api.last_word import LastWord
from app.api.metrics import Measured
from app.api.openapi import openapi_of
from app.api.problems import on_domain_error, on_http_error, on_invalid_request
from app.api.routes import operations, orders, products, profile, stats, tokens, users
from app.core.errors import DomainError

VERSION = "1"
ROUTERS = (tokens, profile, products, orders, users, stats, operations)


def create_api() -> FastAPI:
    """The application with every route. Paths are whole: `/api/…`, `/healthz`, `/readyz`, `/metrics`."""
    app = FastAPI(
        title="Daybook",
        version=VERSION,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    for module in ROUTERS:
        app.router.routes.extend(module.router.routes)
    app.openapi = lambda: openapi_of(app)
    app.add_exception_handler(DomainError, on_domain_error)
    app.add_exception_handler(RequestValidationError, on_invalid_request)
    app.add_exception_handler(HTTPException, on_http_error)
    app.add_middleware(LastWord)
    app.add_middleware(Measured)
    return app
