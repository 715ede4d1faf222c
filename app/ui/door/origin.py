"""Whether a post or a handshake comes from our own pages.

Prerendered pages cannot carry a CSRF token, so the browser's own words decide: Origin, and where that is absent
Sec-Fetch-Site (Fetch standard; OWASP CSRF cheat sheet).
"""

from collections.abc import Mapping

from app.core.config import get_settings


def is_ours(headers: Mapping[str, str]) -> bool:
    """Whether a post may act with the cookie. A request that says nothing of its source is refused."""
    origin = headers.get("origin")
    if origin is not None:
        return origin in get_settings().allowed_origins
    return headers.get("sec-fetch-site") == "same-origin"


def may_open_socket(headers: Mapping[str, str]) -> bool:
    """Whether a handshake may open the websocket.

    Browsers always send Origin; a program that sends none carries nobody's cookie but its own.
    """
    origin = headers.get("origin")
    return origin is None or origin in get_settings().allowed_origins
