"""What every request passes first: trusted proxies, a sane URL, a bounded body, and no error without an answer."""

import re
from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.config import get_settings
from app.ui.door.problems import problem
from app.ui.failures import log_failure

LONGEST_BODY = 1024 * 1024
LONGEST_URL = 8192
_BAD_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_ESCAPED_NUL = re.compile(rb"%00|\x00")


class ProxyScope:
    """Takes client address and scheme from the proxies in front, as many as DAYBOOK_TRUSTED_PROXY_HOPS says."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on with the client's own address."""
        hops = get_settings().trusted_proxy_hops
        if hops and scope["type"] in {"http", "websocket"}:
            scope = {**scope, **forwarded(Headers(scope=scope), hops)}
        await self._app(scope, receive, send)


def forwarded(headers: Mapping[str, str], hops: int) -> dict[str, object]:
    """The parts of an ASGI scope that `hops` trusted proxies tell; entries further left were written by the client."""
    found: dict[str, object] = {}
    addresses = [part.strip() for part in headers.get("x-forwarded-for", "").split(",") if part.strip()]
    if len(addresses) >= hops:
        found["client"] = (addresses[-hops], 0)
    schemes = [part.strip().lower() for part in headers.get("x-forwarded-proto", "").split(",") if part.strip()]
    if schemes and schemes[-min(hops, len(schemes))] in {"http", "https"}:
        found["scheme"] = schemes[-min(hops, len(schemes))]
    return found


class SaneRequest:
    """Refuses URLs that cannot be read (400, 414) and bodies above 1 MiB (413), whether announced or streamed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a readable request on with its body read; answer others here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if (status := url_fault(scope)) is not None:
            await problem(status, "bad_url", "The address cannot be read")(scope, receive, send)
            return
        body = await _bounded_body(Headers(scope=scope), receive)
        if body is None:
            await problem(413, "too_large", "The request is larger than 1 MiB")(scope, receive, send)
            return
        await self._app(scope, _replay(body, receive), send)


def url_fault(scope: Scope) -> int | None:
    """The status that refuses a URL: 414 too long, 400 with NUL, a broken escape or not UTF-8; else None."""
    path = scope.get("raw_path") or scope["path"].encode("utf-8", "surrogateescape")
    query = scope.get("query_string", b"")
    if len(path) + len(query) > LONGEST_URL:
        return 414
    for part in (path, query):
        if _BAD_ESCAPE.search(part) or _ESCAPED_NUL.search(part):
            return 400
    try:
        scope["path"].encode("utf-8")
    except UnicodeEncodeError:
        return 400
    return 400 if "\x00" in scope["path"] or "\ufffd" in scope["path"] else None


async def _bounded_body(headers: Headers, receive: Receive) -> bytes | None:
    """The whole body, or None where it is longer than allowed."""
    announced = headers.get("content-length", "")
    if announced.isascii() and announced.isdigit() and int(announced[:12]) > LONGEST_BODY:
        return None
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            break
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > LONGEST_BODY:
            return None
        chunks.append(chunk)
        if not message.get("more_body", False):
            break
    return b"".join(chunks)


def _replay(body: bytes, receive: Receive) -> Receive:
    """A receive that gives the body once and then listens for the client's leaving."""
    given = False

    async def receive_again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_again


class LastResort:
    """Answers what nobody foresaw with 500 and logs the cause, without the request's data."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; answer an escaped error if nothing has been sent."""
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watch)
        except Exception as error:
            if scope["type"] != "http" or started:
                raise
            reference = log_failure(error, where=f"{scope['method']} {scope['path'][:200]}")
            await problem(500, "unexpected", f"Something went wrong. Reference {reference}")(scope, receive, send)
