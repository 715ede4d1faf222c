"""Security headers for every response, and the Content-Security-Policy of pages."""

import base64
import hashlib
import re
from collections.abc import Iterable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.config import get_settings

HSTS_SECONDS = 31_536_000
NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
_INLINE_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL)

ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "x-frame-options": "DENY",
}


def page_policy(script_hashes: Iterable[str] = ()) -> str:
    """The policy of a page: scripts from this origin and the inline ones with these hashes, no eval, no framing.

    Styles may be inline: the grid and the charts set them on elements.
    """
    scripts = " ".join(("'self'", *(f"'{digest}'" for digest in script_hashes)))
    return (
        f"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


def script_hashes(html: str) -> tuple[str, ...]:
    """The hash of each inline script of a page, in the form of a CSP source (CSP level 3, section 6.7.2)."""
    codes = (found["code"] for found in _INLINE_SCRIPT.finditer(html) if "src=" not in found["attributes"])
    digests = (base64.b64encode(hashlib.sha256(code.encode()).digest()).decode() for code in codes)
    return tuple(dict.fromkeys(f"sha256-{digest}" for digest in digests))


class SecurityHeaders:
    """Adds the headers to every response; what a response says for itself stands."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the headers added."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message.setdefault("headers", [])
                _add(MutableHeaders(scope=message))
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _add(headers: MutableHeaders) -> None:
    for name, value in ALWAYS.items():
        headers.setdefault(name, value)
    headers.setdefault("content-security-policy", NOTHING)
    if get_settings().is_https:
        headers.setdefault("strict-transport-security", f"max-age={HSTS_SECONDS}; includeSubDomains")
