"""The innermost frame of the API: no error without a problem document, and nothing personal in a cache."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import problem
from app.core.failures import log_failure


class LastWord:
    """Answers the unforeseen with 500 and a reference; the cause goes to the log. Answers are not to be stored."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; answer an escaped error where nothing has been sent."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                MutableHeaders(scope=message).setdefault("cache-control", "no-store")
            await send(message)

        try:
            await self._app(scope, receive, watch)
        except Exception as error:
            if started:
                raise
            route = getattr(scope.get("route"), "path", "none")
            reference = log_failure(error, where=f"{scope['method']} {route}")
            detail = f"Something went wrong on our side. Reference {reference}"
            await problem(500, "unexpected", detail=detail, extra={"reference": reference})(scope, receive, watch)
