"""The browser's door: one ASGI application in front of pages, websocket and API (DESIGN.md, section 3)."""

from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.routing import BaseRoute, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from app.core.actor import Actor
from app.core.errors import Unauthenticated
from app.features.accounts import service as accounts
from app.ui.door.auth import auth_routes
from app.ui.door.cookies import session_token
from app.ui.door.docs import docs_page
from app.ui.door.headers import SecurityHeaders
from app.ui.door.origin import may_open_socket
from app.ui.door.pages import Identity, Pages
from app.ui.door.request import LastResort, ProxyScope, SaneRequest
from app.ui.frontend import SOCKET_PATH
from app.ui.serving import Site

API_PREFIXES = ("/api", "/healthz", "/readyz", "/metrics")
POLICY_VIOLATION = 1008


async def browser_actor(headers: Headers) -> Actor:
    """Who acts by the session's cookie. Raises Unauthenticated."""
    token = session_token(headers.raw)
    actor = await accounts.session_actor(token) if token else None
    if actor is None:
        raise Unauthenticated
    return actor


class Door:
    """Sends each request to its room: websocket, API, routes of the door, pages."""

    def __init__(self, *, socket: ASGIApp, api: ASGIApp, site: Site, routes: Iterable[BaseRoute] = ()) -> None:
        self._socket = socket
        self._api = api
        self._routes = Router([*auth_routes(), *routes])
        identity = Identity(accounts.session_actor, needs_setup=accounts.needs_setup, is_empty=accounts.is_empty)
        self._pages = Pages(site, identity)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request or handshake."""
        if scope["type"] == "websocket":
            await self._open_socket(scope, receive, send)
        elif scope["type"] == "http":
            await self._room(scope["path"])(scope, receive, send)

    def _room(self, path: str) -> ASGIApp:
        if path in {"/api/docs", "/api/docs/"}:
            return docs_page()
        if any(path == prefix or path.startswith(f"{prefix}/") for prefix in API_PREFIXES):
            return self._api
        if path.startswith(("/auth/", "/grid/", "/boards/", "/dashboard/card/")):
            return self._route
        return self._pages

    async def _route(self, scope: Scope, receive: Receive, send: Send) -> None:
        # Where an application stands around it, the router raises for a wrong method or path, and nobody here answers.
        await self._routes({key: value for key, value in scope.items() if key != "app"}, receive, send)

    async def _open_socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].rstrip("/") == SOCKET_PATH and may_open_socket(Headers(scope=scope)):
            await self._socket(scope, receive, send)
        else:
            await receive()
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})


def door(*, socket: ASGIApp, api: ASGIApp, site: Site, routes: Iterable[BaseRoute] = ()) -> ASGIApp:
    """The door with everything that each request passes first."""
    inner = Door(socket=socket, api=api, site=site, routes=routes)
    return SecurityHeaders(LastResort(ProxyScope(SaneRequest(inner))))
