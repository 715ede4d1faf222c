"""For the person who runs it: does the process live, can it work, and its figures."""

import asyncio
import hmac
from typing import Any

from fastapi import APIRouter, Request, Response

from app.api.answers import PROBLEM, refuses
from app.api.inputs import StrictRoute
from app.api.metrics import CONTENT_TYPE, exposition
from app.api.problems import problem
from app.api.schemas import Health, Readiness
from app.api.security import client_address
from app.core.bus import get_bus
from app.core.config import get_settings, is_loopback
from app.core.errors import Forbidden, Unauthenticated
from app.core.failures import log_failure
from app.core.migrations import DatabaseNewerThanCodeError, schema_state

PATIENCE_SECONDS = 5
FORWARDED = ("x-forwarded-for", "forwarded", "x-real-ip")
NOT_READY: dict[str, Any] = {"description": "`not_ready`: the database or its migrations are not there.", **PROBLEM}

router = APIRouter(tags=["Operation"], route_class=StrictRoute)


@router.get("/healthz")
async def live() -> Health:
    """The process lives; nothing else is asked."""
    return Health()


@router.get("/readyz", response_model=Readiness, responses={503: NOT_READY})
async def ready() -> Readiness | Response:
    """Whether database and migrations are as they should be. A lost Redis only degrades."""
    checks = {"database": "ok", "migrations": "ok", "redis": "none", **await _database_faults()}
    if checks["database"] != "ok" or checks["migrations"] != "ok":
        return problem(503, "not_ready", detail="This process cannot work yet", extra={"checks": checks})
    if get_settings().redis_url is None:
        return Readiness(status="ok", checks=checks)
    is_up = await get_bus().is_up()
    return Readiness(status="ok" if is_up else "degraded", checks={**checks, "redis": "ok" if is_up else "down"})


async def _database_faults() -> dict[str, str]:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            state = await schema_state()
    except DatabaseNewerThanCodeError:
        return {"migrations": "newer_than_code"}
    except Exception as error:  # noqa: BLE001 - whatever it is, the process is not ready
        log_failure(error, where="readyz")
        return {"database": "down", "migrations": "unknown"}
    return {} if state.is_current else {"migrations": "missing"}


@router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}, **refuses(Unauthenticated, Forbidden)},
)
async def read_metrics(request: Request) -> Response:
    """Figures for Prometheus: for the holder of METRICS_TOKEN, or for this machine where there is none."""
    _assert_may_measure(request)
    return Response(await exposition(), media_type=CONTENT_TYPE)


def _assert_may_measure(request: Request) -> None:
    token = get_settings().metrics_token
    if token is not None:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(given.encode(), token.encode()):
            raise Unauthenticated("Send METRICS_TOKEN as bearer token")
    elif not is_loopback(client_address(request)) or any(name in request.headers for name in FORWARDED):
        raise Forbidden("Without METRICS_TOKEN only this machine may read the figures")
